package io.muex.exchange.node;

import io.muex.exchange.protocol.ExpireFlyweight;
import io.muex.exchange.protocol.link.Tally;
import io.muex.mu.Ballot;
import io.muex.mu.session.CommandEnvelope;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a leader proposes unasked: GENESIS into an empty log, and the expiry of orders whose time has come. Both are
 * harmless if two leaders propose them. Replication thread.
 */
final class LeaderChores {
    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ReplicaEngine engine;
    private final Tally<NodeCounter> tally;
    private final UnsafeBuffer genesis;
    private final UnsafeBuffer expire =
        new UnsafeBuffer(new byte[CommandEnvelope.HEADER_LENGTH + ExpireFlyweight.LENGTH]);
    private final ExpireFlyweight message = new ExpireFlyweight();
    private final EpochNanoClock clock = new OffsetEpochNanoClock();
    private long nextLookNs = System.nanoTime();
    private long genesisBallot = Ballot.NONE;
    private long expireIndex = -1;
    private long expireBallot = Ballot.NONE;

    LeaderChores(final NodeConfig config, final ReplicaEngine engine, final Tally<NodeCounter> tally) {
        this.engine = engine;
        this.tally = tally;
        this.genesis = new UnsafeBuffer(config.genesis());
    }

    /** Looks whether something is to be proposed, at most once a millisecond; returns the number of proposals. */
    int step(final long nowNs, final long ballot) {
        if (ballot == Ballot.NONE || nowNs - nextLookNs < 0) {
            return 0;
        }
        nextLookNs = nowNs + INTERVAL_NS;
        if (!engine.machine().isCreated()) {
            return ballot == genesisBallot ? 0 : proposeGenesis(ballot);
        }
        final boolean underWay = expireBallot == ballot && engine.view().appliedIndex() <= expireIndex;
        final long nextExpiryNs = engine.exchange().nextExpiryNs();
        return underWay || nextExpiryNs > clock.nanoTime() ? 0 : proposeExpiry(ballot);
    }

    private int proposeGenesis(final long ballot) {
        if (genesis.capacity() == 0 || engine.proposer().propose(genesis, 0, genesis.capacity()) < 0) {
            return 0;
        }
        genesisBallot = ballot;
        tally.increment(NodeCounter.OWN_COMMANDS);
        return 1;
    }

    private int proposeExpiry(final long ballot) {
        final int body = CommandEnvelope.encode(expire, 0, CommandEnvelope.INTERNAL, engine.machine().clusterId(),
            CommandEnvelope.NO_SESSION, 0, 0);
        message.wrapForWrite(expire, body).timeNs(clock.nanoTime());
        final long index = engine.proposer().propose(expire, 0, expire.capacity());
        if (index < 0) {
            return 0;
        }
        expireIndex = index;
        expireBallot = ballot;
        tally.increment(NodeCounter.OWN_COMMANDS);
        return 1;
    }
}
