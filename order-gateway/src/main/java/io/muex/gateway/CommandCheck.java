package io.muex.gateway;

import io.muex.exchange.protocol.CommandDecoder;
import io.muex.exchange.protocol.ExpireFlyweight;
import io.muex.exchange.protocol.GenesisFlyweight;
import io.muex.exchange.protocol.NewOrderFlyweight;
import io.muex.exchange.protocol.QueryBookFlyweight;
import io.muex.exchange.protocol.QueryOrdersFlyweight;
import io.muex.exchange.protocol.ReplaceOrderFlyweight;
import io.muex.exchange.protocol.link.LinkReject;
import io.muex.gateway.auth.RolePermits;
import io.muex.mu.session.CommandEnvelope;
import org.agrona.DirectBuffer;

/**
 * Judges a command before it may come near the log: well-formed, of this cluster, of the session of its connection, the
 * next one of an established connection, of a kind that the role of the session allows. Values in the body are judged
 * by the exchange, in the order of the log.
 */
final class CommandCheck {
    private final CommandDecoder decoder = new CommandDecoder();

    /** What is wrong, and what counts it. */
    enum Verdict {
        GOOD(null, null),
        OVERSIZED(LinkReject.OVERSIZED, GatewayCounter.OVERSIZED),
        MALFORMED(LinkReject.MALFORMED, GatewayCounter.MALFORMED),
        NOT_PERMITTED(LinkReject.NOT_PERMITTED, GatewayCounter.NOT_PERMITTED),
        WRONG_SESSION(LinkReject.WRONG_SESSION, GatewayCounter.WRONG_SESSION),
        WRONG_CLUSTER(LinkReject.WRONG_CLUSTER, GatewayCounter.WRONG_CLUSTER),
        NOT_READY(LinkReject.NOT_READY, GatewayCounter.OUT_OF_SEQUENCE),
        NOT_ESTABLISHED(LinkReject.NOT_ESTABLISHED, GatewayCounter.NOT_ESTABLISHED),
        NOT_APPLIED(LinkReject.NOT_APPLIED, GatewayCounter.OUT_OF_SEQUENCE),
        REPEATED(LinkReject.REPEATED, GatewayCounter.REPEATED),
        THROTTLED(LinkReject.THROTTLED, GatewayCounter.THROTTLED);

        private final LinkReject code;
        private final GatewayCounter counter;

        Verdict(final LinkReject code, final GatewayCounter counter) {
            this.code = code;
            this.counter = counter;
        }

        LinkReject code() {
            return code;
        }

        GatewayCounter counter() {
            return counter;
        }

        /** True for what a good client may meet; it waits for the reject, so it must be told. */
        boolean isAwaited() {
            return this == NOT_APPLIED || this == REPEATED || this == THROTTLED;
        }
    }

    /** Judges; changes nothing. */
    Verdict judge(final ClientConnection connection, final ClusterSide cluster, final DirectBuffer buffer,
        final int offset, final int length, final long nowNs) {
        if (length > cluster.maxCommandLength()) {
            return Verdict.OVERSIZED;
        } else if (!CommandEnvelope.check(buffer, offset, length)) {
            return Verdict.MALFORMED;
        }
        final int kind = CommandEnvelope.kind(buffer, offset);
        if (!CommandEnvelope.checkIngress(buffer, offset, length)) {
            return Verdict.NOT_PERMITTED;
        } else if (CommandEnvelope.session(buffer, offset) != connection.session()) {
            return Verdict.WRONG_SESSION;
        } else if (CommandEnvelope.clusterId(buffer, offset) != cluster.clusterId()) {
            return Verdict.WRONG_CLUSTER;
        } else if (!RolePermits.permitsKind(connection.role(), kind)) {
            return Verdict.NOT_PERMITTED;
        } else if (kind == CommandEnvelope.ESTABLISH) {
            return judgeClaim(connection, nowNs);
        }
        return judgeNumbered(connection, kind, buffer, offset, length, nowNs);
    }

    /** A claim is a command in the log like any other, and counts like one. */
    private static Verdict judgeClaim(final ClientConnection connection, final long nowNs) {
        if (connection.isAttemptPending()) {
            return Verdict.NOT_READY;
        }
        return connection.rate().allows(nowNs) ? Verdict.GOOD : Verdict.THROTTLED;
    }

    private Verdict judgeNumbered(final ClientConnection connection, final int kind, final DirectBuffer buffer,
        final int offset, final int length, final long nowNs) {
        if (!connection.isEstablished()
            || CommandEnvelope.connectionEpoch(buffer, offset) != connection.connectionEpoch()) {
            return Verdict.NOT_ESTABLISHED;
        }
        final long number = CommandEnvelope.number(buffer, offset);
        if (number != connection.expected()) {
            return number < connection.expected() ? Verdict.REPEATED : Verdict.NOT_APPLIED;
        } else if (kind == CommandEnvelope.COMMAND) {
            decoder.decode(
                buffer, offset + CommandEnvelope.HEADER_LENGTH, length - CommandEnvelope.HEADER_LENGTH);
            if (!decoder.isFramed()) {
                return Verdict.MALFORMED;
            }
            if (isLeaders(decoder.templateId())
                || !RolePermits.permits(connection.role(), decoder.templateId())) {
                return Verdict.NOT_PERMITTED;
            }
            return isRated(decoder.templateId()) && !connection.rate().allows(nowNs)
                ? Verdict.THROTTLED : Verdict.GOOD;
        }
        return Verdict.GOOD;
    }

    /** What only a leader proposes. */
    private static boolean isLeaders(final int templateId) {
        return templateId == GenesisFlyweight.TEMPLATE_ID || templateId == ExpireFlyweight.TEMPLATE_ID;
    }

    /** As in the exchange: what lessens risk is never held up by a rate, nor is what an operator does. */
    private static boolean isRated(final int templateId) {
        return switch (templateId) {
            case NewOrderFlyweight.TEMPLATE_ID, ReplaceOrderFlyweight.TEMPLATE_ID,
                 QueryBookFlyweight.TEMPLATE_ID, QueryOrdersFlyweight.TEMPLATE_ID -> true;
            default -> false;
        };
    }

    /** A command that was judged good has been taken. */
    void taken(
        final ClientConnection connection, final DirectBuffer buffer, final int offset, final long nowNs) {
        final int kind = CommandEnvelope.kind(buffer, offset);
        if (kind == CommandEnvelope.ESTABLISH || kind == CommandEnvelope.COMMAND && isRated(decoder.templateId())) {
            connection.rate().count(nowNs);
        }
        if (kind == CommandEnvelope.ESTABLISH) {
            connection.attempting(CommandEnvelope.number(buffer, offset));
        } else {
            connection.commandTaken();
        }
    }

    /** The number that a command seems to have, 0 if it is too short to have one. */
    static long numberIn(final DirectBuffer buffer, final int offset, final int length) {
        return length < CommandEnvelope.HEADER_LENGTH ? 0 : CommandEnvelope.number(buffer, offset);
    }
}
