package io.muex.load.drill.run;

/**
 * One drill.
 *
 * @param title what it is, in words
 * @param seed  of the flow and of every choice
 * @param rate  operations per second
 * @param steps what is broken
 */
public record DrillPlan(String title, long seed, int rate, StepSource steps) {
}
