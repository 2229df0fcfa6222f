package io.muex.load.local;

import io.muex.load.play.PlayCounters;

/** Told how a run comes along, for people. */
public interface RunProgress {
    /** What is being done now; the thread that runs. */
    void onStage(String stage);

    /** How far the flow has come, a few times a second; a thread of its own. */
    void onProgress(PlayCounters counters, long operations);

    /** A line of the input cannot be read; before anything is played. */
    void onMalformedLine(String file, long line, String problem);
}
