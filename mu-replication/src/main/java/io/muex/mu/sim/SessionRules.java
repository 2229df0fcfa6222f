package io.muex.mu.sim;

import io.muex.mu.session.CommandEnvelope;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * The rules of exactly once, told a second time and on their own: which command of the chosen sequence is executed, and
 * who has which session. The reference executes by the shipped session layer, so a rule that is wrong there is wrong in
 * every replica alike; only this one would see it.
 */
final class SessionRules {
    /** A session: its epoch, the attempt that raised it last (0: none did), the number executed last. */
    record Holding(int epoch, long attempt, long lastApplied) {
    }

    private static final int GENESIS_COUNT = CommandEnvelope.HEADER_LENGTH + 12;
    private static final int GENESIS_SESSIONS = CommandEnvelope.HEADER_LENGTH + 16;
    private static final int GENESIS_SESSION_LENGTH = 16;
    private final Map<Long, Holding> sessions = new HashMap<>();
    private long clusterId;
    private boolean created;

    /** Takes the next command of the chosen sequence, and says whether the application is given it. */
    boolean take(final DirectBuffer command, final int length) {
        if (!CommandEnvelope.check(command, 0, length)) {
            return false;
        }
        if (!created) {
            if (CommandEnvelope.kind(command, 0) == CommandEnvelope.GENESIS) {
                create(command);
            }
            return false;
        }
        final Holding holding = sessions.get(CommandEnvelope.session(command, 0));
        if (CommandEnvelope.clusterId(command, 0) != clusterId || holding == null) {
            return false;
        }
        final boolean ofPresentEpoch = CommandEnvelope.connectionEpoch(command, 0) == holding.epoch();
        final long number = CommandEnvelope.number(command, 0);
        if (CommandEnvelope.kind(command, 0) == CommandEnvelope.ESTABLISH) {
            if (number != holding.attempt() && ofPresentEpoch) {
                put(command, new Holding(holding.epoch() + 1, number, holding.lastApplied()));
            }
            return false;
        }
        if (CommandEnvelope.kind(command, 0) == CommandEnvelope.DISCONNECT && ofPresentEpoch) {
            put(command, new Holding(holding.epoch(), 0, holding.lastApplied()));
            return false;
        }
        final boolean isNext =
            ofPresentEpoch && holding.attempt() != 0 && number == holding.lastApplied() + 1;
        if (isNext) {
            put(command, new Holding(holding.epoch(), holding.attempt(), number));
        }
        return isNext && CommandEnvelope.kind(command, 0) == CommandEnvelope.COMMAND;
    }

    /** Sessions are opened here only: no client of the simulator opens or closes one later. */
    private void create(final DirectBuffer genesis) {
        created = true;
        clusterId = CommandEnvelope.clusterId(genesis, 0);
        for (int i = 0; i < genesis.getInt(GENESIS_COUNT, ByteOrder.LITTLE_ENDIAN); i++) {
            sessions.put(genesis.getLong(GENESIS_SESSIONS + i * GENESIS_SESSION_LENGTH, ByteOrder.LITTLE_ENDIAN),
                new Holding(0, 0, 0));
        }
    }

    private void put(final DirectBuffer command, final Holding holding) {
        sessions.put(CommandEnvelope.session(command, 0), holding);
    }

    /** Who has the session that a command names, or null for one that is not open. */
    Holding holding(final DirectBuffer command, final int length) {
        return created && length >= CommandEnvelope.HEADER_LENGTH
            ? sessions.get(CommandEnvelope.session(command, 0)) : null;
    }

    /** What was to be executed was, and nothing else. */
    static void check(final long index, final boolean isNext, final boolean isExecuted) {
        if (isNext != isExecuted) {
            throw new Violation("I14 exactly what is next is executed", "index " + index
                + (isExecuted ? " was executed and must not be" : " was to be executed and was not"));
        }
    }

    /** The shipped table says the same of the session. */
    static void checkHolding(final long index, final Holding expected, final int epoch, final long lastApplied) {
        if (expected != null && (expected.epoch() != epoch || expected.lastApplied() != lastApplied)) {
            throw new Violation("I14 exactly what is next is executed", "after index " + index
                + " a session is in epoch " + epoch + " at number " + lastApplied + ", should be " + expected);
        }
    }
}
