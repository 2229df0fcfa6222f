package io.muex.exchange.matching;

import io.muex.exchange.protocol.CancelReason;
import io.muex.mu.session.EventSink;

/** The command being executed: who sent it, when, and where its events go. One object, used again for every command. */
final class Step {
    /** Takes the events. */
    EventSink sink;
    /** Stamp of the command. */
    long nowNs;
    /** Session that sent it; null for what the leader proposed. */
    SessionState sender;
    /** Slot of the order that the command names; events about it answer the command. */
    int order;
    /** True when events about any order of the sender answer the command, as for a mass cancel. */
    boolean answersForSender;
    /** Why orders end while the book is at work. */
    CancelReason cancelReason;
    /** OrderAccepted was sent before the book was asked. */
    boolean isAccepted;
    /** Lots of the command's order that were not given to the book: they would reach an order of the same owner. */
    long withheld;
    /** Nanoseconds at which the command's order expires; 0 = never. */
    long expiryNs;

    void begin(final EventSink newSink, final long newNowNs, final SessionState newSender) {
        sink = newSink;
        nowNs = newNowNs;
        sender = newSender;
        order = LiveOrders.NONE;
        answersForSender = false;
        cancelReason = CancelReason.REQUESTED;
        isAccepted = false;
        withheld = 0;
        expiryNs = 0;
    }
}
