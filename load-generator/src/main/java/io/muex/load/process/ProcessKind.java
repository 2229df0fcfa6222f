package io.muex.load.process;

import java.util.List;

/**
 * What a JVM is for; decides its heap. All kinds use the serial collector: on a host with few cores the
 * extra threads of the others take time from the threads that matter, and nothing on the order road allocates, so
 * there is next to nothing to collect. A linked or array book pays least for serial's write barriers as well.
 */
public enum ProcessKind {
    /** The Aeron media driver: its buffers are files, its heap holds bookkeeping only. */
    DRIVER("driver", List.of("-Xms32m", "-Xmx96m")),
    /** A replica: books, sessions and the event ring. Heap fixed, so that it never grows in mid-flight. */
    REPLICA("replica", List.of("-Xms512m", "-Xmx512m")),
    /** A gateway: sessions and unanswered commands. */
    GATEWAY("gateway", List.of("-Xms128m", "-Xmx128m")),
    /** Everything that ends by itself: the command line, load, drills. */
    CLIENT("client", List.of("-Xms64m", "-Xmx1g"));

    private static final int FEW_CORES = 2;
    private static final List<String> QUICK_COMPILER = List.of("-XX:TieredStopAtLevel=1",
        "-XX:C1MaxInlineSize=120", "-XX:C1MaxInlineLevel=20", "-XX:C1MaxTrivialSize=12");

    private final String word;
    private final List<String> memoryOptions;

    ProcessKind(final String word, final List<String> memoryOptions) {
        this.word = word;
        this.memoryOptions = memoryOptions;
    }

    /** The kind in lower case, as it stands in process names and file names. */
    public String word() {
        return word;
    }

    /** Heap sizes. */
    public List<String> memoryOptions() {
        return memoryOptions;
    }

    /**
     * How such a process compiles on a host with so many cores. Where there are two or fewer, what runs for long has
     * only the quick compiler: the other one computes for milliseconds on end for the first minutes of every process,
     * on a core that somebody needs. What ends by itself may be a benchmark of code, and is left alone; the launcher
     * script decides for the verbs that play orders. The quick compiler is made to inline more than it does by itself:
     * messages are read field by field through small methods, and a call for each was a third of the cost of an order.
     */
    public List<String> compilerOptions(final int cores) {
        return cores <= FEW_CORES && this != CLIENT ? QUICK_COMPILER : List.of();
    }
}
