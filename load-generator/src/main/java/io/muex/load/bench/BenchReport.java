package io.muex.load.bench;

import io.muex.load.report.Environment;
import java.util.List;
import java.util.Map;

/**
 * The figures of one benchmark; as JSON the names of the components are the keys.
 *
 * @param results     one row per subject
 * @param ratios      by name, such as {@code muex / exchange-core direct}; of throughput unless the name says otherwise
 * @param values      single figures, by name and with their unit in it
 * @param problems    everything that did not hold, in words; empty if all did
 * @param environment of the processes that measured, not of the one that started them
 */
public record BenchReport(List<BenchRow> results, Map<String, Ratio> ratios, Map<String, Double> values,
    List<String> problems, Environment environment) {
    /** Without single figures. */
    public BenchReport(final List<BenchRow> results, final Map<String, Ratio> ratios, final List<String> problems,
                       final Environment environment) {
        this(results, ratios, Map.of(), problems, environment);
    }

    /** Whether everything held. */
    public boolean holds() {
        return problems.isEmpty();
    }
}
