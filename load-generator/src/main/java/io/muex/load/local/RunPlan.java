package io.muex.load.local;

import io.muex.load.drill.FaultPlan;
import io.muex.load.play.PlayPlan;
import java.nio.file.Path;

/**
 * One run through a cluster.
 *
 * @param source what is played
 * @param play   how
 * @param fault  what goes wrong meanwhile
 * @param events file for the reports as book-trace; null for none. Only meaningful with one session
 */
public record RunPlan(FlowSource source, PlayPlan play, FaultPlan fault, Path events) {
}
