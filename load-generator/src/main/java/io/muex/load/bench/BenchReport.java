package io.muex.load.bench;

import io.muex.load.report.Environment;
import java.util.List;
import java.util.Map;

/**
 * The figures of one benchmark; as JSON the names of the components are the keys.
 *
 * @param results     one row per subject
 * @param ratios      by name, such as {@code muex / exchange-core direct}; of throughput unless the name says otherwise
 * @param problems    everything that did not hold, in words; empty if all did
 * @param environment of the processes that measured, not of the one that started them
 */
public record BenchReport(List<BenchRow> results, Map<String, Ratio> ratios, List<String> problems,
    Environment environment) {
    /** Whether everything held. */
    public boolean holds() {
        return problems.isEmpty();
    }
}
