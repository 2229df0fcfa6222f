/**
 * Workloads, pacing, latency histograms, drills and checkers.
 */
package io.muex.load;
