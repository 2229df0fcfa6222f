package io.muex.gateway.auth;

import io.muex.exchange.config.secret.SessionKeySource;
import io.muex.exchange.config.secret.SessionKeys;
import io.muex.exchange.config.secret.SessionRole;
import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.LinkPublication;
import io.muex.exchange.protocol.link.LinkReject;
import io.muex.exchange.protocol.link.MediaConnection;
import io.muex.exchange.protocol.link.Tally;
import io.muex.exchange.protocol.proof.Secret;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * Asks clients that log on to prove that they know the secret of their session, and lets nobody in who has not. Every
 * attempt is asked with a number drawn for it, answers once, and is forgotten after three seconds.
 * <p>
 * What strangers can make of it is bounded: 64 attempts at a time, each with the smallest publication there is, and
 * 200 a second; whoever comes beyond that is not answered, is counted, and repeats himself. An attempt that has lasted
 * a quarter of a second gives its place to a newer one where there is no other. A session that does not exist is
 * challenged and refused like one that does, in the same time and with the same code.
 */
public final class LogOnDesk implements AutoCloseable {
    private static final int PLACES = 64;
    private static final int PER_SECOND = 200;
    private static final int SMALLEST_TERM_BYTES = 64 << 10;
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long LIFE_NS = TimeUnit.SECONDS.toNanos(3);
    private static final long LEAST_STAY_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(200);
    /** The driver keeps memory of a closed publication for seconds unless told otherwise. */
    private static final String LINGER = "linger=200ms";

    private final int gatewayId;
    private final int controlStream;
    private final MediaConnection media;
    private final SessionKeySource keys;
    private final Tally<LogOnCounter> tally;
    private final Admission admission;
    private final SessionLocks locks = new SessionLocks();
    private final LogOn[] places = new LogOn[PLACES];
    /** Stands for the keys of sessions that do not exist. */
    private final SessionKeys.Range nobody;
    private int count;
    private int free;
    private int tokens = PLACES;
    private long tokenNs;
    private long lookedNs;

    /** Takes in who has proved himself. */
    public interface Admission {
        /** Makes a connection; returns null, or why there is none. */
        LinkReject onProven(LogOn logOn, long nowNs);
    }

    /**
     * A desk that nobody has come to.
     *
     * @param controlStream of the gateway for clients
     * @param media         steps before this
     */
    public LogOnDesk(final int gatewayId, final int controlStream, final MediaConnection media,
        final SessionKeySource keys, final Tally<LogOnCounter> tally, final Admission admission) {
        this.gatewayId = gatewayId;
        this.controlStream = controlStream;
        this.media = media;
        this.keys = keys;
        this.tally = tally;
        this.admission = admission;
        nobody = new SessionKeys.Range(1, Long.MAX_VALUE, SessionRole.READ_ONLY,
            Secret.random());
        nobody.secret(1); // so that the first secret that matters is not the first
        tokenNs = System.nanoTime();
        lookedNs = tokenNs;
    }

    /**
     * Whether a client that greets can be asked now, and has not been already. Allocates nothing; what does follows
     * only if there is a place.
     *
     * @param buffer holds a NEGOTIATE that has been checked
     */
    public boolean makePlace(final DirectBuffer buffer, final int offset, final long nowNs) {
        if (find(ClientLink.negotiateSession(buffer, offset), ClientLink.negotiateConnectionId(buffer, offset)) >= 0) {
            return false;
        }
        free = takePlace(nowNs);
        if (free < 0) {
            tally.increment(LogOnCounter.NO_PLACE);
        }
        return free >= 0;
    }

    /**
     * A client greets for which {@link #makePlace} has made a place.
     *
     * @param buffer    holds a NEGOTIATE that has been checked, the channel too
     * @param isRefused what it is to be told instead of a challenge, null if nothing
     */
    public void onNegotiate(final DirectBuffer buffer, final int offset, final long clusterId,
        final LinkReject isRefused, final long nowNs) {
        final int place = free;
        final LogOn logOn = new LogOn(buffer, offset, gatewayId, controlStream, clusterId,
            new LinkPublication(media, SMALLEST_TERM_BYTES), nowNs);
        final String channel = logOn.channel();
        logOn.out().open(channel + (channel.indexOf('?') < 0 ? "?" : "|") + LINGER, logOn.egressStream());
        places[place] = logOn;
        count++;
        if (isRefused != null) {
            logOn.refuse(isRefused);
        } else if (locks.isLocked(logOn.session(), nowNs)) {
            tally.increment(LogOnCounter.LOCKED_OUT);
            logOn.refuse(LinkReject.LOCKED_OUT);
        }
        step(place, nowNs);
    }

    private int find(final long session, final long connectionId) {
        for (int i = 0; i < PLACES && count > 0; i++) {
            if (places[i] != null && places[i].connectionId() == connectionId && places[i].session() == session) {
                return i;
            }
        }
        return -1;
    }

    private int takePlace(final long nowNs) {
        if (tokens < PLACES) {
            final long earned = Math.min(PLACES, (nowNs - tokenNs) * PER_SECOND / SECOND_NS);
            if (earned > 0) {
                tokens = (int) Math.min(PLACES, tokens + earned);
                tokenNs = nowNs;
            }
        } else {
            tokenNs = nowNs;
        }
        if (tokens == 0) {
            return -1;
        }
        int oldest = -1;
        for (int i = 0; i < PLACES; i++) {
            if (places[i] == null) {
                tokens--;
                return i;
            } else if (oldest < 0 || places[i].bornNs() - places[oldest].bornNs() < 0) {
                oldest = i;
            }
        }
        if (nowNs - places[oldest].bornNs() < LEAST_STAY_NS) {
            return -1;
        }
        tally.increment(LogOnCounter.DISPLACED);
        leave(oldest);
        tokens--;
        return oldest;
    }

    private void leave(final int place) {
        places[place].out().close();
        places[place] = null;
        count--;
    }

    /**
     * A client answers.
     *
     * @param buffer holds a PROVE that has been checked
     */
    public void onProve(final DirectBuffer buffer, final int offset, final long nowNs) {
        final int place =
            find(ClientLink.proveSession(buffer, offset), ClientLink.connectionId(buffer, offset));
        if (place < 0 || places[place].stage() != LogOn.Stage.CHALLENGED) {
            tally.increment(LogOnCounter.UNEXPECTED_PROOFS);
            return;
        }
        final LogOn logOn = places[place];
        if (locks.isLocked(logOn.session(), nowNs)) {
            tally.increment(LogOnCounter.LOCKED_OUT);
            logOn.refuse(LinkReject.LOCKED_OUT);
            return;
        }
        final boolean isUpToDate = look(nowNs);
        logOn.answered(buffer, offset);
        judge(place, isUpToDate, nowNs);
    }

    /** Looks for other keys unless that was done just now; true if what is known is known as of now. */
    private boolean look(final long nowNs) {
        if (nowNs - lookedNs < LOOK_NS) {
            return false;
        }
        lookedNs = nowNs;
        if (keys.refresh()) {
            tally.increment(LogOnCounter.KEYS_READ);
        }
        return true;
    }

    private void judge(final int place, final boolean isFinal, final long nowNs) {
        final LogOn logOn = places[place];
        final Optional<SessionKeys.Range> found = keys.keys().find(logOn.session());
        final SessionKeys.Range range = found.orElse(nobody);
        final Secret secret = range.secret(logOn.session());
        if (logOn.isProvenBy(secret) && found.isPresent()) {
            logOn.proven(secret, range.role());
            admit(place, nowNs);
        } else if (isFinal) {
            tally.increment(LogOnCounter.NOT_AUTHENTICATED);
            if (locks.failed(logOn.session(), nowNs)) {
                tally.increment(LogOnCounter.LOCKS);
            }
            logOn.refuse(LinkReject.NOT_AUTHENTICATED);
        }
    }

    private void admit(final int place, final long nowNs) {
        final LogOn logOn = places[place];
        tally.increment(LogOnCounter.PROVEN);
        locks.succeeded(logOn.session());
        tokens = Math.min(PLACES, tokens + 1);
        final LinkReject reason = admission.onProven(logOn, nowNs);
        if (reason == null) {
            leave(place);
        } else {
            tally.increment(LogOnCounter.TOO_MANY_CONNECTIONS);
            logOn.refuse(reason);
        }
    }

    /** Sends what is due and lets go whom nobody waits for any more. To be called every millisecond or so. */
    public void step(final long nowNs) {
        boolean isLooked = false;
        boolean isUpToDate = false;
        for (int i = 0; i < PLACES && count > 0; i++) {
            if (places[i] != null && places[i].stage() == LogOn.Stage.DOUBTED) {
                isUpToDate = isLooked ? isUpToDate : look(nowNs);
                isLooked = true;
                if (isUpToDate) {
                    judge(i, true, nowNs);
                }
            }
            if (places[i] != null) {
                step(i, nowNs);
            }
        }
    }

    private void step(final int place, final long nowNs) {
        final LogOn logOn = places[place];
        final boolean listening = logOn.out().step(nowNs);
        if (nowNs - logOn.bornNs() > LIFE_NS) {
            if (logOn.stage() != LogOn.Stage.REFUSED) {
                tally.increment(LogOnCounter.EXPIRED);
            }
            leave(place);
        } else if (listening && logOn.stage() == LogOn.Stage.GREETED && challenge(logOn)) {
            tally.increment(LogOnCounter.CHALLENGED);
            logOn.challenged();
        } else if (listening && logOn.stage() == LogOn.Stage.REFUSED && tellRefused(logOn)) {
            leave(place);
        }
    }

    private boolean challenge(final LogOn logOn) {
        final LinkPublication out = logOn.out();
        if (!out.claim(ClientLink.CHALLENGE_LENGTH)) {
            return false;
        }
        ClientLink.encodeChallenge(out.buffer(), out.offset(), ClientLink.CHALLENGE, gatewayId,
            logOn.connectionId(), logOn.clusterId(), logOn.nonce());
        out.commit();
        return true;
    }

    private boolean tellRefused(final LogOn logOn) {
        final LinkPublication out = logOn.out();
        if (!out.claim(ClientLink.CODE_LENGTH)) {
            return false;
        }
        ClientLink.encodeCode(
            out.buffer(), out.offset(), ClientLink.REFUSED, gatewayId, logOn.connectionId(), logOn.refusal());
        out.commit();
        return true;
    }

    @Override
    public void close() {
        for (int i = 0; i < PLACES; i++) {
            if (places[i] != null) {
                leave(i);
            }
        }
    }
}
