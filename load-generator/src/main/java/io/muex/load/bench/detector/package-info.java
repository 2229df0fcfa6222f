/**
 * How fast and how wrongly a failed replica is suspected: pulled heartbeats with a score beside pushed heartbeats with
 * a time-out, both over the same recorded trace of a process under load, and the time until the kernel's word of a
 * death is stored. Depends on {@code load.bench}, {@code load.process} and mu-replication. {@code DetectorBench}
 * measures in a process of its own; the process whose beats are recorded is a further one.
 */
package io.muex.load.bench.detector;
