package io.muex.deploy.run;

import io.muex.deploy.report.Console;
import io.muex.load.local.RunProgress;
import io.muex.load.play.PlayCounters;

/** Shows a run while it goes on. Counts the lines that could not be read. */
public final class ShownProgress implements RunProgress {
    private final Console console;

    /** Shows it there. */
    public ShownProgress(final Console console) {
        this.console = console;
    }

    @Override
    public void onStage(final String stage) {
        console.stage(stage);
    }

    @Override
    public void onProgress(final PlayCounters counters, final long operations) {
        console.progress("%,d of %,d operations, %,d unanswered".formatted(
            counters.operations(), operations, counters.unanswered()));
    }

    @Override
    public void onMalformedLine(final String file, final long line, final String problem) {
        console.note(file + ":" + line + ": " + problem);
    }
}
