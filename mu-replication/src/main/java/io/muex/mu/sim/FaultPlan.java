package io.muex.mu.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Everything that will go wrong in a run, drawn from a random stream of its own before the run begins. Every plan draws
 * which kinds it has at all and how often, so that rare combinations are not drowned by frequent ones.
 */
public final class FaultPlan {
    private static final long MS = 1_000_000;
    private static final int LEADER_ONE_IN = 3;
    private static final int LARGE = 5;
    private final Profile profile;
    private final int replicas;
    private final int clients;
    private final int victim;
    private final Randomness random;
    private final List<Fault> faults = new ArrayList<>();

    private FaultPlan(final long seed, final Profile profile, final int replicas, final int clients) {
        this.profile = profile;
        this.replicas = replicas;
        this.clients = clients;
        this.random = new Randomness(seed * 0xC2B2AE3D27D4EB4FL ^ 0x2545F4914F6CDD1DL);
        this.victim = 1 + random.draw(replicas);
    }

    /**
     * The plan of a seed, in the order of time, up to {@code untilNs}. From {@code fromNs} on leaders stall long enough
     * to be deposed, for runs in which too little has happened until then.
     */
    static List<Fault> draw(final long seed, final Profile profile, final int replicas, final int clients,
                            final long fromNs, final long untilNs) {
        final FaultPlan plan = new FaultPlan(seed, profile, replicas, clients);
        for (final FaultKind kind : FaultKind.values()) {
            plan.drawKind(kind, untilNs);
        }
        plan.drawLast();
        plan.stallLeaders(fromNs, untilNs);
        plan.faults.sort(Comparator.comparingLong(Fault::atNs).thenComparing(Fault::kind));
        final List<Fault> numbered = new ArrayList<>(plan.faults.size());
        for (final Fault fault : plan.faults) {
            numbered.add(new Fault(numbered.size(), fault.kind(), fault.atNs(), fault.target(), fault.other(),
                fault.moment(), fault.plane(), fault.operations(), fault.durationNs(), fault.detail()));
        }
        return numbered;
    }

    private void drawKind(final FaultKind kind, final long untilNs) {
        final boolean basic = kind.rarity() == 1;
        final boolean on = random.draw(basic ? 6 : 2) != 0;
        // Half, once or twice as often as the profile says.
        final long everyNs = (profile.everyNs(kind.group()) * kind.rarity() << random.draw(3)) / 2;
        if (!on || replicas < kind.leastReplicas()) {
            return;
        }
        long at = random.around(everyNs);
        while (at < untilNs) {
            faults.add(one(kind, at));
            at += random.around(everyNs);
        }
    }

    /**
     * In most runs one scenario is played once more when all is well: what it leaves behind nothing else undoes. Mostly
     * one that takes as many replicas as there are, since fewer runs can have it.
     */
    private void drawLast() {
        final int least = replicas < LARGE || random.draw(4) == 0 ? 0 : LARGE;
        final List<FaultKind> kinds = Arrays.stream(FaultKind.values()).filter(kind -> kind.isScenario()
            && replicas >= kind.leastReplicas() && kind.leastReplicas() >= least).toList();
        final FaultKind any = kinds.get(random.draw(kinds.size()));
        final boolean steered = profile.last() != null && replicas >= profile.last().leastReplicas();
        final Fault drawn = one(steered ? profile.last() : any, 0);
        if (random.draw(4) != 0 || steered) {
            faults.add(new Fault(0, drawn.kind(), 0, drawn.target(), drawn.other(), Fault.Moment.HEALED, 0, 0,
                drawn.durationNs(), drawn.detail()));
        }
    }

    private void stallLeaders(final long fromNs, final long untilNs) {
        for (long at = fromNs; at < untilNs; at += random.around(30 * MS)) {
            faults.add(new Fault(0, FaultKind.PROCESS_PAUSE, at, 0, 1 + random.draw(replicas), Fault.Moment.LEADING, 0,
                random.draw(1 << random.draw(10)), random.logarithmic(25 * MS, 60 * MS), random.next()));
        }
    }

    private Fault one(final FaultKind kind, final long at) {
        final int target = kind.hitsClient() ? random.draw(clients) : replica(kind);
        final int other = 1 + random.draw(replicas);
        final Fault.Moment moment = moment(kind);
        final int plane = random.draw(2);
        final int drawn = random.draw(4) == 0 ? 0 : random.draw(1 << random.draw(10));
        // Damage waits for its own moment, which is soon over.
        final int operations = kind == FaultKind.CORRUPTED_BYTES ? 0 : drawn;
        return new Fault(0, kind, at, target, other, moment, plane, operations, duration(kind), random.next());
    }

    private int replica(final FaultKind kind) {
        if (!kind.hitsTwo() && random.draw(LEADER_ONE_IN) == 0) {
            return 0;
        }
        return profile.sameVictim() && random.draw(6) != 0 ? victim : 1 + random.draw(replicas);
    }

    private Fault.Moment moment(final FaultKind kind) {
        return switch (kind) {
            case LATE_GRANT -> Fault.Moment.REQUESTED;
            case SNAPSHOT_ASKED_AGAIN -> Fault.Moment.LOADING;
            case UNTIMELY_PAUSE -> switch (random.draw(4)) {
                case 0 -> Fault.Moment.WRITING;
                case 1 -> Fault.Moment.LOADING;
                case 2 -> Fault.Moment.RESTORING;
                default -> Fault.Moment.READING;
            };
            case PAUSE, PROCESS_PAUSE, CRASH -> switch (random.draw(8)) {
                case 0 -> Fault.Moment.GRANTING;
                case 1 -> Fault.Moment.PREPARING;
                case 2 -> Fault.Moment.SNAPSHOT;
                case 3 -> Fault.Moment.ADMITTING;
                default -> Fault.Moment.ANY;
            };
            default -> Fault.Moment.ANY;
        };
    }

    private long duration(final FaultKind kind) {
        return switch (kind) {
            case SNAPSHOT_ASKED_AGAIN -> random.logarithmic(MS / 50, 2 * MS);
            case UNTIMELY_PAUSE -> random.logarithmic(MS / 10, profile.longestPauseNs());
            case PAUSE, PROCESS_PAUSE, CLIENT_PAUSE ->
                random.logarithmic(1_000, profile.longestPauseNs());
            case CRASH, RESTART_STORM -> random.logarithmic(MS / 10, 20 * MS);
            case CORRUPTED_BYTES -> random.logarithmic(MS, 30 * MS);
            case STUCK_APPLICATION -> random.logarithmic(MS, 2 * profile.longestPauseNs());
            case LATE_GRANT -> random.logarithmic(MS, profile.longestPauseNs());
            case REQUEST_DUPLICATED, REQUESTS_REORDERED, REQUESTS_LOST -> random.logarithmic(MS / 100, 30 * MS);
            default -> random.logarithmic(MS / 10, 30 * MS);
        };
    }
}
