package io.muex.load.drill.run;

import io.muex.exchange.config.file.Configuration;
import io.muex.exchange.config.file.Problems;
import io.muex.exchange.config.file.Section;
import io.muex.load.drill.kind.DrillKind;
import io.muex.load.drill.kind.DrillStep;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A drill written down:
 * <pre>
 *   drill:
 *     seed: 7
 *     rate: 2000
 *     replicas: 3
 *     slots: 4096
 *     steps:
 *       - at: 2s
 *         kind: pause-follower
 *         target: 3
 *         for: 500ms
 *       - kind: kill-leader
 * </pre>
 * A step begins not before its time, and never before the one before is over. Keys that do not exist are refused.
 *
 * @param seed     of the flow and of every choice
 * @param rate     operations per second
 * @param replicas of a cluster made for it
 * @param slots    of each log of such a cluster; 0 for what fits
 * @param steps    in the order in which they happen
 */
public record DrillFile(long seed, int rate, int replicas, int slots, List<DrillStep> steps) {
    private static final String SECTION = "drill";
    private static final String MUST_BE_ONE_OF =
        "must be one of " + Arrays.stream(DrillKind.values()).map(DrillKind::word).collect(Collectors.joining(", "));

    /** Checks what must hold between steps. */
    public DrillFile {
        steps = List.copyOf(steps);
        boolean isEndLast = true;
        for (int i = 0; i < steps.size() - 1; i++) {
            isEndLast &= !steps.get(i).kind().isTheEnd();
        }
        new Problems(SECTION).require(isEndLast, "steps", "must have kill-majority last: the cluster is lost with it")
            .throwIfAny();
    }

    /**
     * Reads a file.
     *
     * @throws io.muex.exchange.config.file.ConfigException that names file, line and key of everything that is wrong
     */
    public static DrillFile read(final Path file) {
        final Configuration document = Configuration.ofDocument(file, List.of(SECTION));
        final DrillFile drill = document.read(SECTION, DrillFile::from);
        document.throwIfAnyProblem();
        return drill;
    }

    private static DrillFile from(final Section section) {
        return new DrillFile(section.wholeNumber("seed", 1), section.integer("rate", 2_000),
            section.integer("replicas", 3), section.integer("slots", 0),
            section.list("steps", Map.of("kind", ""), DrillFile::step));
    }

    private static DrillStep step(final Section section) {
        final DrillKind kind = DrillKind.of(section.text("kind", "")).orElse(null);
        final long usualNs = kind == null ? 0 : kind.lengthNs();
        final long lengthNs = section.durationNs("for", usualNs);
        final int target = section.integer("target", DrillStep.BY_SEED);
        final long atNs = section.durationNs("at", 0);
        new Problems(section.path())
            .require(kind != null, "kind", MUST_BE_ONE_OF)
            .require(kind == null || lengthNs == usualNs || usualNs > 0, "for", "means nothing for this kind")
            .require(kind == null || target == DrillStep.BY_SEED || kind.hasTarget(), "target",
                "means nothing for this kind")
            .require(target >= 0 && target <= 9, "target", "must be the id of a replica, 1 to 9")
            .throwIfAny();
        return new DrillStep(kind, atNs, target, lengthNs, true);
    }
}
