package io.muex.mu.session;

import static io.muex.mu.session.SessionWorld.CLUSTER;
import static io.muex.mu.session.SessionWorld.GATEWAYS;
import static io.muex.mu.session.SessionWorld.OPERATOR_SESSION;
import static io.muex.mu.session.SessionWorld.check;

import org.agrona.concurrent.UnsafeBuffer;

/** A client of the {@link SessionWorld}, one session's owner: establishes, sends, and goes elsewhere now and then. */
final class WorldClient {
    final SessionWorld world;
    final long session;
    WorldGateway gateway;
    int knownEpoch;
    long attempt;
    boolean established;
    long next;

    WorldClient(final SessionWorld world, final long session) {
        this.world = world;
        this.gateway = world.gateways[world.random.nextInt(GATEWAYS)];
        this.session = session;
    }

    void act() {
        if (!established) {
            if (attempt == 0) {
                attempt = -1 - world.random.nextLong(Long.MAX_VALUE);
                if (!gateway.offer(SessionCommands.encodeEstablish(
                    world.scratch, 0, CLUSTER, session, knownEpoch, attempt))) {
                    attempt = 0;
                }
            }
            return;
        }
        final int length = session == OPERATOR_SESSION ? encodeOperation() : encodeTransfer();
        if (gateway.offer(length)) {
            next++;
        }
    }

    private int encodeOperation() {
        final boolean close = world.closes && next > 6 && world.random.nextInt(8) == 0;
        final int kind = close ? CommandEnvelope.CLOSE_SESSION : CommandEnvelope.OPEN_SESSION;
        CommandEnvelope.encode(world.scratch, 0, kind, CLUSTER, session, knownEpoch, next);
        final long subject = 10 + world.random.nextInt(5);
        return close ? SessionCommands.encodeCloseSession(world.scratch, 0, subject)
            : SessionCommands.encodeOpenSession(world.scratch, 0, subject, 0);
    }

    private int encodeTransfer() {
        CommandEnvelope.encode(world.scratch, 0, CommandEnvelope.COMMAND, CLUSTER, session, knownEpoch, next);
        return CommandEnvelope.HEADER_LENGTH + Ledger.encode(world.scratch, CommandEnvelope.HEADER_LENGTH, ++world.uids,
            1 + world.random.nextInt(3), world.random.nextInt(300), 10 + world.random.nextInt(4));
    }

    void move() {
        gateway = world.gateways[world.random.nextInt(GATEWAYS)];
        established = false;
        attempt = 0;
    }

    void onEvent(final WorldGateway from, final UnsafeBuffer event) {
        if (from != gateway || EventEnvelope.session(event, 0) != session) {
            return;
        }
        final int kind = EventEnvelope.kind(event, 0);
        final long number = EventEnvelope.number(event, 0);
        if (kind == SessionEvents.ESTABLISHED && number == attempt) {
            established = true;
            knownEpoch = SessionEvents.connectionEpoch(event, 0);
            next = SessionEvents.lastApplied(event, 0) + 1;
            attempt = 0;
        } else if (kind == SessionEvents.DISCONNECTED && established
            && SessionEvents.connectionEpoch(event, 0) == knownEpoch) {
            established = false;
        } else if (kind == SessionEvents.REJECTED && number == attempt) {
            knownEpoch = SessionEvents.presentEpoch(event, 0);
            attempt = 0;
        } else if (kind == SessionEvents.REJECTED && established
            && SessionEvents.refusedEpoch(event, 0) == knownEpoch && number > 0) {
            onRejected(event);
        }
    }

    private void onRejected(final UnsafeBuffer event) {
        final SessionReject reason = SessionEvents.reason(event, 0);
        if (reason == SessionReject.STALE_CONNECTION || reason == SessionReject.UNKNOWN_SESSION) {
            check(world.closes || world.disconnects, "the owner of session " + session + " was told " + reason);
            move();
        }
    }

    void onSettled(final WorldGateway from, final long settled, final int epoch, final long number,
        final Resubmission.Outcome outcome) {
        if (from != gateway || settled != session || outcome == Resubmission.Outcome.ANSWERED
            || outcome == Resubmission.Outcome.APPLIED_DETAILS_GONE) {
            return;
        }
        if (established && epoch == knownEpoch) {
            check(world.closes || world.gones > 0 || world.disconnects,
                "the owner of session " + session + " was told " + outcome);
            move();
        } else if (number == attempt) {
            attempt = 0;
        }
    }
}
