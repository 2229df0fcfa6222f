/**
 * What the processes of a cluster can be told: immutable records, one per section of a file, each of which checks
 * itself. Depends on {@code exchange.config.file} and on the public values of {@code mu}. Used while a process starts,
 * by one thread.
 */
package io.muex.exchange.config;
