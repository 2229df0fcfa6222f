/**
 * Tests of the simulator: known-bad variants of the shipped code, one small change each, that its checkers must notice.
 * A variant is a patch of shipped sources (which travel in the jar), compiled in memory and run in a class loader of
 * its own, so the shipped code has no flag or branch for any of this. Needs a JDK, not only a Java runtime. Depends on
 * {@code mu.sim} alone, and on all else of {@code mu} as text. Cold path; a trial may run on any thread.
 */
package io.muex.mu.sim.mutant;
