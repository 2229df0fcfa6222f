package io.muex.load.trace;

import io.muex.exchange.protocol.CancelReason;
import io.muex.exchange.protocol.CancelRejectedFlyweight;
import io.muex.exchange.protocol.CommandRejectedFlyweight;
import io.muex.exchange.protocol.FillFlyweight;
import io.muex.exchange.protocol.FillRole;
import io.muex.exchange.protocol.MarketPriceSetFlyweight;
import io.muex.exchange.protocol.OrderAcceptedFlyweight;
import io.muex.exchange.protocol.OrderCancelledFlyweight;
import io.muex.exchange.protocol.OrderReducedFlyweight;
import io.muex.exchange.protocol.OrderRejectedFlyweight;
import io.muex.exchange.protocol.OrderReplacedFlyweight;
import io.muex.exchange.protocol.OrderTriggeredFlyweight;
import io.muex.exchange.protocol.ReduceRejectedFlyweight;
import io.muex.exchange.protocol.RejectReason;
import io.muex.exchange.protocol.ReplaceRejectedFlyweight;
import io.muex.exchange.protocol.SetMarketPriceFlyweight;
import io.muex.load.play.Report;
import io.muex.load.play.RunListener;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes every report of a run as a line of book-trace, with the ids of the flow. A trade reaches the client as two
 * reports, one for each order, and is one FILL here, in the place of the trade. What a BOOK needs (cancelling what the
 * old book holds, creating an instrument) leaves no line, and market data are no reports.
 * <p>
 * With one session the lines are exactly those that the rules of matching demand for the operations in this order,
 * without DEPTH, BBO, ROW and END. With several they are not, since sessions overtake one another.
 */
public final class TraceEventsWriter implements RunListener, AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LINE_BYTES = 256;

    private final OutputStream out;
    private final UnsafeBuffer line = new UnsafeBuffer(new byte[LINE_BYTES]);
    private final byte[][] reasons = reasons();
    private int length;
    private long lines;

    private final OrderAcceptedFlyweight accepted = new OrderAcceptedFlyweight();
    private final OrderRejectedFlyweight rejected = new OrderRejectedFlyweight();
    private final OrderTriggeredFlyweight triggered = new OrderTriggeredFlyweight();
    private final FillFlyweight fill = new FillFlyweight();
    private final OrderCancelledFlyweight cancelled = new OrderCancelledFlyweight();
    private final CancelRejectedFlyweight cancelRejected = new CancelRejectedFlyweight();
    private final OrderReducedFlyweight reduced = new OrderReducedFlyweight();
    private final ReduceRejectedFlyweight reduceRejected = new ReduceRejectedFlyweight();
    private final OrderReplacedFlyweight replaced = new OrderReplacedFlyweight();
    private final ReplaceRejectedFlyweight replaceRejected = new ReplaceRejectedFlyweight();
    private final MarketPriceSetFlyweight marketPriceSet = new MarketPriceSetFlyweight();
    private final CommandRejectedFlyweight commandRejected = new CommandRejectedFlyweight();

    /** The active half of a trade whose other half comes next; trade 0 when there is none. */
    private long trade;
    private long activeId;
    private long activeLeft;
    private long halfTrades;

    /**
     * A writer to a stream.
     *
     * @param out buffered here; closed with the writer
     */
    public TraceEventsWriter(final OutputStream out) {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    }

    /** Lines written so far. */
    public long lines() {
        return lines;
    }

    /** Trades of which only one half was seen, because the other went to another session; no line was written. */
    public long halfTrades() {
        return halfTrades + (trade == 0 ? 0 : 1);
    }

    @Override
    public void onReport(final Report report) {
        if (!report.isOfExchange()) {
            return;
        }
        final DirectBuffer in = report.buffer();
        final int at = report.messageOffset();
        switch (report.kind()) {
            case OrderAcceptedFlyweight.TEMPLATE_ID -> event("ACC", accepted.wrap(in, at).clOrdId());
            case OrderTriggeredFlyweight.TEMPLATE_ID -> event("TRIG", triggered.wrap(in, at).clOrdId());
            case FillFlyweight.TEMPLATE_ID -> onFill(fill.wrap(in, at));
            case OrderCancelledFlyweight.TEMPLATE_ID -> onCancelled(cancelled.wrap(in, at));
            case OrderReducedFlyweight.TEMPLATE_ID -> {
                reduced.wrap(in, at);
                event("RED", reduced.clOrdId(), reduced.quantity(), reduced.leavesQuantity());
            }
            case OrderReplacedFlyweight.TEMPLATE_ID -> {
                replaced.wrap(in, at);
                event("REPL", replaced.clOrdId(), replaced.delta(), replaced.price(), replaced.leavesQuantity());
            }
            case MarketPriceSetFlyweight.TEMPLATE_ID -> event("MKT", marketPriceSet.wrap(in, at).price());
            default -> onReject(report.kind(), in, at);
        }
    }

    private void onReject(final int kind, final DirectBuffer in, final int at) {
        switch (kind) {
            case OrderRejectedFlyweight.TEMPLATE_ID ->
                reject("REJ", rejected.wrap(in, at).clOrdId(), rejected.reason());
            case CancelRejectedFlyweight.TEMPLATE_ID ->
                reject("CXLREJ", cancelRejected.wrap(in, at).clOrdId(), cancelRejected.reason());
            case ReduceRejectedFlyweight.TEMPLATE_ID ->
                reject("REDREJ", reduceRejected.wrap(in, at).clOrdId(), reduceRejected.reason());
            case ReplaceRejectedFlyweight.TEMPLATE_ID ->
                reject("REPLREJ", replaceRejected.wrap(in, at).clOrdId(), replaceRejected.reason());
            case CommandRejectedFlyweight.TEMPLATE_ID -> {
                if (commandRejected.wrap(in, at).commandTemplateId() == SetMarketPriceFlyweight.TEMPLATE_ID) {
                    name("MKTREJ");
                    reason(commandRejected.reason());
                    end();
                }
            }
            default -> {
                // Market data, and answers to what is no operation of book-trace.
            }
        }
    }

    private void onFill(final FillFlyweight half) {
        if (half.role() == FillRole.ACTIVE) {
            halfTrades += trade == 0 ? 0 : 1;
            trade = half.tradeId();
            activeId = half.clOrdId();
            activeLeft = half.leavesQuantity();
        } else if (half.tradeId() == trade) {
            trade = 0;
            event("FILL", activeId, half.clOrdId(), half.quantity(), half.price(), activeLeft, half.leavesQuantity());
        } else {
            halfTrades++;
        }
    }

    /** Nothing in book-trace cancels many orders at once; the player does, to empty a book before the next. */
    private void onCancelled(final OrderCancelledFlyweight gone) {
        if (gone.reason() != CancelReason.MASS_CANCEL) {
            event("CXL", gone.clOrdId(), gone.quantity());
        }
    }

    private void event(final String name, final long first) {
        name(name);
        number(first);
        end();
    }

    private void event(final String name, final long first, final long second) {
        name(name);
        number(first);
        number(second);
        end();
    }

    private void event(final String name, final long first, final long second, final long third) {
        name(name);
        number(first);
        number(second);
        number(third);
        end();
    }

    private void event(final String name, final long first, final long second, final long third, final long fourth) {
        name(name);
        number(first);
        number(second);
        number(third);
        number(fourth);
        end();
    }

    private void event(final String name, final long active, final long passive, final long quantity, final long price,
                       final long leftOfActive, final long leftOfPassive) {
        name(name);
        number(active);
        number(passive);
        number(quantity);
        number(price);
        number(leftOfActive);
        number(leftOfPassive);
        end();
    }

    private void reject(final String name, final long id, final RejectReason reason) {
        name(name);
        number(id);
        reason(reason);
        end();
    }

    private void name(final String name) {
        length = line.putStringWithoutLengthAscii(0, name);
    }

    private void number(final long value) {
        line.putByte(length++, (byte) ' ');
        length += line.putLongAscii(length, value);
    }

    private void reason(final RejectReason reason) {
        final byte[] text = reasons[reason.ordinal()];
        line.putByte(length++, (byte) ' ');
        line.putBytes(length, text);
        length += text.length;
    }

    private void end() {
        line.putByte(length++, (byte) '\n');
        try {
            out.write(line.byteArray(), 0, length);
        } catch (final IOException failure) {
            throw new UncheckedIOException("cannot write events: " + failure.getMessage(), failure);
        }
        lines++;
    }

    /**
     * The book calls an id that is taken a duplicate order; the exchange, which has ids of its own, a duplicate name.
     */
    private static byte[][] reasons() {
        final RejectReason[] all = RejectReason.values();
        final byte[][] texts = new byte[all.length][];
        for (final RejectReason reason : all) {
            final RejectReason named =
                reason == RejectReason.DUPLICATE_CL_ORD_ID ? RejectReason.DUPLICATE_ORDER : reason;
            texts[reason.ordinal()] = named.name().getBytes(StandardCharsets.US_ASCII);
        }
        return texts;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
