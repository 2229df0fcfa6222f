package io.muex.load.drill.run;

import io.muex.load.drill.kind.DrillKind;
import io.muex.load.drill.kind.DrillStep;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A mix of kinds until so many processes have been killed. Kinds that cost much time are rare; one that loses the
 * cluster never comes.
 */
public final class RandomSteps implements StepSource {
    private static final long SHORT_MS = 150;
    private static final int SHORT_SPREAD_MS = 450;

    private final Map<DrillKind, Integer> shares = new LinkedHashMap<>();
    private final Random random;
    private final int kills;
    private final int all;

    /**
     * A mix.
     *
     * @param seed         of the choice
     * @param kills        when to stop
     * @param canStall     whether applying can be made to stand still
     * @param hasSmallRing whether rings are full within a few seconds
     */
    public RandomSteps(final long seed, final int kills, final boolean canStall, final boolean hasSmallRing) {
        random = new Random(seed);
        this.kills = kills;
        shares.put(DrillKind.KILL_LEADER, 44);
        shares.put(DrillKind.KILL_FOLLOWER, 16);
        shares.put(DrillKind.COMPETING_CANDIDATES, 6);
        shares.put(DrillKind.KILL_GATEWAY, 6);
        shares.put(DrillKind.KILL_DRIVER, 4);
        shares.put(DrillKind.PAUSE_LEADER, 6);
        shares.put(DrillKind.MOVE_LEADER, 6);
        shares.put(DrillKind.PAUSE_FOLLOWER, 6);
        shares.put(DrillKind.CORRUPT_REPLICA, 5);
        shares.put(DrillKind.ROLLING_RESTART, 2);
        shares.put(DrillKind.STUCK_APPLICATION, canStall ? 4 : 0);
        shares.put(DrillKind.PAUSE_ALL_FOLLOWERS, hasSmallRing ? 2 : 0);
        all = shares.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public DrillStep next(final int killsSoFar) {
        if (killsSoFar >= kills) {
            return null;
        }
        int draw = random.nextInt(all);
        final long lengthMs = SHORT_MS + random.nextInt(SHORT_SPREAD_MS);
        for (final Map.Entry<DrillKind, Integer> share : shares.entrySet()) {
            draw -= share.getValue();
            if (draw < 0) {
                final DrillKind kind = share.getKey();
                return DrillStep.brief(kind, kind.lengthNs() == 0 ? 0 : TimeUnit.MILLISECONDS.toNanos(lengthMs));
            }
        }
        throw new IllegalStateException("shares add up to less than " + all);
    }
}
