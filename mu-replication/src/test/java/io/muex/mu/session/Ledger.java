package io.muex.mu.session;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A toy application: every session has an account and sends money to others. It answers before, between, after or not
 * at all, and always tells the receiver, so that LAST and DONE have something to get wrong.
 * Body: i64 unique id of the command, i32 operation, i32 amount, i64 receiving session.
 */
final class Ledger implements SessionApplication {
    static final int TRANSFER = 1;
    static final int SILENT_TRANSFER = 2;
    static final int CHATTY_TRANSFER = 3;
    static final int BODY_LENGTH = 24;

    static final int SENT = 1;
    static final int RECEIVED = 2;
    static final int REFUSED = 3;
    static final int BALANCE = 4;
    static final long START = 1_000;

    /** A command that was executed, for the checker; not part of the state. */
    record Executed(long session, long number, long uid) {
    }

    final List<Executed> executed = new ArrayList<>();
    private final Map<Long, Long> balances = new LinkedHashMap<>();

    static int encode(final MutableDirectBuffer buffer, final int offset, final long uid, final int operation,
        final int amount, final long receiver) {
        buffer.putLong(offset, uid, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(offset + 8, operation, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(offset + 12, amount, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(offset + 16, receiver, ByteOrder.LITTLE_ENDIAN);
        return BODY_LENGTH;
    }

    long total() {
        return balances.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public boolean onGenesis(
        final long timestampNs, final DirectBuffer buffer, final int offset, final int length, final EventSink sink) {
        return length == 0;
    }

    @Override
    public void onCommand(final long session, final long number, final long timestampNs, final DirectBuffer buffer,
        final int offset, final int length, final EventSink sink) {
        if (length != BODY_LENGTH) {
            say(sink, sink.claimAnswer(REFUSED, 16), 0, 0);
            return;
        }
        final long uid = buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN);
        final int operation = buffer.getInt(offset + 8, ByteOrder.LITTLE_ENDIAN);
        final int amount = buffer.getInt(offset + 12, ByteOrder.LITTLE_ENDIAN);
        final long receiver = buffer.getLong(offset + 16, ByteOrder.LITTLE_ENDIAN);
        executed.add(new Executed(session, number, uid));
        final long balance = balances.get(session);
        if (amount < 0 || amount > balance || !balances.containsKey(receiver)) {
            say(sink, sink.claimAnswer(REFUSED, 16), uid, balance);
            return;
        }
        balances.merge(session, (long) -amount, Long::sum);
        balances.merge(receiver, (long) amount, Long::sum);
        if (operation != SILENT_TRANSFER) {
            say(sink, sink.claimAnswer(SENT, 16), uid, balances.get(session));
        }
        say(sink, sink.claimUnsolicited(receiver, RECEIVED, 20), uid, amount);
        if (operation == CHATTY_TRANSFER) {
            say(sink, sink.claimAnswer(BALANCE, 16), uid, balances.get(session));
            say(sink, sink.claimUnsolicited(session, BALANCE, 16), uid, balances.get(session));
            say(sink, sink.claimUnsolicited(CommandEnvelope.NO_SESSION, BALANCE, 17), uid, amount);
        }
    }

    /** A gift for everybody. */
    @Override
    public void onInternal(
        final long timestampNs, final DirectBuffer buffer, final int offset, final int length, final EventSink sink) {
        balances.replaceAll((session, balance) -> balance + 1);
        say(sink, sink.claimAnswer(BALANCE, 16), 0, total());
    }

    @Override
    public void onSessionOpened(final long session, final long role, final long timestampNs, final EventSink sink) {
        balances.put(session, START);
        say(sink, sink.claimUnsolicited(session, BALANCE, 16), 0, START);
    }

    @Override
    public void onSessionClosed(final long session, final long timestampNs, final EventSink sink) {
        say(sink, sink.claimUnsolicited(session, BALANCE, 16), 0, balances.remove(session));
    }

    @Override
    public void writeSnapshot(final SnapshotWriter out) {
        out.putInt(balances.size());
        balances.forEach((session, balance) -> {
            out.putLong(session);
            out.putLong(balance);
        });
    }

    @Override
    public void loadSnapshot(final SnapshotReader in) {
        balances.clear();
        for (int i = in.getInt(); i > 0; i--) {
            balances.put(in.getLong(), in.getLong());
        }
    }

    private static void say(final EventSink sink, final int body, final long uid, final long value) {
        sink.buffer().putLong(body, uid, ByteOrder.LITTLE_ENDIAN);
        sink.buffer().putLong(body + 8, value, ByteOrder.LITTLE_ENDIAN);
    }
}
