package io.muex.deploy.run;

import io.muex.deploy.report.Console;
import io.muex.load.drill.Failover;
import io.muex.load.drill.kind.FaultEntry;
import io.muex.load.drill.run.DrillPicture;
import io.muex.load.drill.run.DrillProgress;
import io.muex.load.play.PlayCounters;
import java.util.List;

/** Shows a drill while it goes on: a line or two for each fault. */
public final class ShownDrill implements DrillProgress {
    private final Console console;

    /** Shows it there. */
    public ShownDrill(final Console console) {
        this.console = console;
    }

    @Override
    public synchronized void onStage(final String stage) {
        console.stage(stage);
    }

    @Override
    public synchronized void onFault(final FaultEntry fault, final List<Failover> failovers) {
        console.line(DrillPicture.line(fault, failovers));
    }

    @Override
    public synchronized void onProgress(final PlayCounters counters) {
        console.progress("%,d commands answered, %,d unanswered".formatted(counters.settled(), counters.unanswered()));
    }
}
