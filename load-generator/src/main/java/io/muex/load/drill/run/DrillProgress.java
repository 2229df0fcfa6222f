package io.muex.load.drill.run;

import io.muex.load.drill.Failover;
import io.muex.load.drill.kind.FaultEntry;
import io.muex.load.play.PlayCounters;
import java.util.List;

/** Told how a drill comes along, for people. */
public interface DrillProgress {
    /** What is being done now; the drill's thread. */
    void onStage(String stage);

    /** A fault is over; the drill's thread. */
    void onFault(FaultEntry fault, List<Failover> failovers);

    /** How far the flow has come, a few times a second; a thread of its own. */
    void onProgress(PlayCounters counters);
}
