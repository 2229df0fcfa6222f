package io.muex.load.local;

import io.muex.load.flow.FlowFile;
import io.muex.load.flow.FlowProblems;
import io.muex.load.flow.FlowProfile;
import io.muex.load.flow.GeneratedFlow;
import io.muex.load.flow.OrderFlow;
import java.io.IOException;
import java.nio.file.Path;

/** Where a flow comes from; can be opened as often as wanted and always gives the same operations. */
@FunctionalInterface
public interface FlowSource {
    /**
     * Opens the flow from its beginning.
     *
     * @param problems told of malformed lines while it is read
     * @throws IOException if it cannot be opened
     */
    OrderFlow open(FlowProblems problems) throws IOException;

    /** A file: book-trace, plain or gzip, or LOBSTER messages. */
    static FlowSource file(final Path file) {
        return problems -> FlowFile.open(file, problems);
    }

    /** The generator. */
    static FlowSource generated(final FlowProfile profile) {
        return problems -> new GeneratedFlow(profile);
    }
}
