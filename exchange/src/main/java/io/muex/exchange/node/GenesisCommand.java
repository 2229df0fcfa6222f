package io.muex.exchange.node;

import io.muex.exchange.config.CapacityConfig;
import io.muex.exchange.protocol.GenesisFlyweight;
import io.muex.mu.session.SessionCommands;
import org.agrona.concurrent.UnsafeBuffer;

/** The first command of a log, made from configuration: from then on only the log decides. Any thread. */
public final class GenesisCommand {
    /** Session of the operator, open from the beginning. */
    public static final long OPERATOR_SESSION = 1;
    /** First session of a trader that is open from the beginning. */
    public static final long FIRST_TRADER_SESSION = 2;
    /** Traders' sessions that are open from the beginning; an operator opens more. */
    public static final int TRADER_SESSIONS = 4;

    private GenesisCommand() {
    }

    /** The bytes, envelope included, for the cluster of that id. */
    public static byte[] of(final long clusterId, final CapacityConfig capacity) {
        final UnsafeBuffer application = new UnsafeBuffer(new byte[GenesisFlyweight.LENGTH]);
        new GenesisFlyweight().wrapForWrite(application, 0)
            .maxOrders(capacity.maxOrders())
            .maxLevels(capacity.maxLevels())
            .maxInstruments(capacity.maxInstruments())
            .maxOpenOrders(capacity.maxOpenOrders())
            .maxCommandsPerSecond(capacity.maxCommandsPerSecond())
            .maxCommandBurst(capacity.maxCommandBurst());
        final long[] sessions = new long[2 * (1 + TRADER_SESSIONS)];
        sessions[0] = OPERATOR_SESSION;
        sessions[1] = SessionCommands.OPERATOR;
        for (int i = 0; i < TRADER_SESSIONS; i++) {
            sessions[2 + 2 * i] = FIRST_TRADER_SESSION + i;
        }
        final UnsafeBuffer command = new UnsafeBuffer(new byte[1_024]);
        final int length = SessionCommands.encodeGenesis(command, 0, clusterId,
            new SessionCommands.Capacities(capacity.maxSessions(), capacity.maxEvents(), capacity.eventBytes()),
            sessions, application.byteArray());
        final byte[] bytes = new byte[length];
        command.getBytes(0, bytes);
        return bytes;
    }
}
