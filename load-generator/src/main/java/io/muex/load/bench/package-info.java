/**
 * Benchmarks: what all of them share. A benchmark is measured by child JVMs, each of which runs one subject on the
 * collector that was asked for and reports lines ({@link io.muex.load.bench.BenchLines}); the process that started
 * them puts rows, ratios and the children's environment together ({@link io.muex.load.bench.BenchReport}). The subjects
 * to compare with are on the class path of these children only ({@link io.muex.load.bench.BenchLibrary}). Depends on
 * {@code load.process} and {@code load.report}. One thread in every process.
 */
package io.muex.load.bench;
