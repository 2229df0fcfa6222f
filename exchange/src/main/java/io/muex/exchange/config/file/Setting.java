package io.muex.exchange.config.file;

/**
 * One key with the value that holds.
 *
 * @param path         full path of the key
 * @param value        value that holds, as one would write it
 * @param defaultValue value that would hold if nobody said anything; empty if the key has none
 * @param source       where the value came from
 */
public record Setting(String path, String value, String defaultValue, Source source) {
}
