/**
 * Configuration: one YAML file per process read into immutable records, with every problem told at once and each by
 * file, line and key. Depends on the YAML parser only; replica, gateway and command line depend on it. Used while a
 * process starts, by one thread.
 */
package io.muex.exchange.config;
