/**
 * Reads a configuration: one YAML file under environment variables under options, with every problem told at once and
 * each by file, line and key. Knows the names of the sections and not what is in them. Depends on the YAML parser only.
 * Used while a process starts, by one thread.
 */
package io.muex.exchange.config.file;
