package io.muex.gateway;

import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.LinkChannel;
import io.muex.exchange.protocol.link.LinkHeader;
import io.muex.exchange.protocol.link.LinkReject;
import io.muex.exchange.protocol.link.LinkSubscription;
import io.muex.exchange.protocol.link.MediaConnection;
import io.muex.exchange.protocol.link.StageStamps;
import io.muex.exchange.protocol.link.Tally;
import io.muex.gateway.auth.LogOn;
import io.muex.gateway.auth.LogOnCounter;
import io.muex.gateway.auth.LogOnDesk;
import io.muex.mu.session.CommandEnvelope;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * The side of a gateway that faces clients: takes them in, checks and passes on what they send, and keeps their
 * connections. A command for which there is no room stays on the stream of its client, so that only that client waits.
 */
final class ClientSide implements AutoCloseable {
    private static final long KEEP_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long GOODBYE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int CONTROL_LIMIT = 4;
    private static final int COMMAND_LIMIT = 64;

    private final GatewaySettings settings;
    private final ClusterSide cluster;
    private final ClientTable clients;
    private final Reports reports;
    private final HeldSessions held;
    private final CommandCheck check = new CommandCheck();
    private final Tally<GatewayCounter> tally;
    private final Tally<LogOnCounter> logOns;
    private final LogOnDesk desk;
    private final LinkSubscription control;
    private final LinkSubscription data;
    private final ControlledFragmentHandler controlHandler = this::onControlMessage;
    private final ControlledFragmentHandler dataHandler = this::onDataMessage;
    private int dataStream;
    private long nextKeepNs;
    private long nextOnlineNs;
    private long nowNs;
    private int commands;

    ClientSide(final GatewaySettings settings, final MediaConnection media, final ClusterSide cluster,
        final ClientTable clients, final Reports reports, final Tally<GatewayCounter> tally,
        final Tally<LogOnCounter> logOns) {
        this.settings = settings;
        this.cluster = cluster;
        this.clients = clients;
        this.reports = reports;
        this.held = new HeldSessions(settings, clients, cluster);
        this.tally = tally;
        this.logOns = logOns;
        desk = new LogOnDesk(settings.gatewayId(), settings.clientStream(), media, settings.sessionKeys(), logOns,
            this::onProven);
        control = new LinkSubscription(media, settings.clientChannel(), settings.clientStream(), sender -> { });
        data = new LinkSubscription(media, settings.clientChannel(), LinkSubscription.FRESH, this::onImageGone);
        nextKeepNs = System.nanoTime();
        nextOnlineNs = nextKeepNs;
    }

    /** Takes what clients have sent, a bounded number of messages; returns the number of commands. */
    int receive(final long now) {
        nowNs = now;
        final boolean canAttach = data.step(now);
        if (canAttach && data.stream() != dataStream) {
            dataStream = data.stream();
            closeAll(LinkReject.CLOSING);
        }
        if (control.step(now) && canAttach) {
            control.poll(controlHandler, CONTROL_LIMIT);
        }
        commands = 0;
        data.poll(dataHandler, COMMAND_LIMIT);
        if (now - nextKeepNs >= 0) {
            nextKeepNs = now + KEEP_NS;
            keep(now);
        }
        return commands;
    }

    /** Ends every connection, for instance because the cluster is another one. */
    void closeAll(final LinkReject code) {
        for (int slot = 0; slot < clients.end(); slot++) {
            final ClientConnection connection = clients.at(slot);
            if (connection != null && connection.closing() == null) {
                clients.release(connection, code);
            }
        }
    }

    private Action onControlMessage(
        final DirectBuffer buffer, final int offset, final int length, final Header header) {
        final int type = LinkHeader.type(buffer, offset, length);
        if (!isWhole(header) || !ClientLink.check(type, buffer, offset, length)
            || type != ClientLink.PROVE
            && (type != ClientLink.NEGOTIATE || ClientLink.negotiateSession(buffer, offset) < 1)) {
            tally.increment(GatewayCounter.MALFORMED);
        } else if (!cluster.isReady()) {
            tally.increment(GatewayCounter.CLIENTS_NOT_TAKEN);
        } else if (type == ClientLink.PROVE) {
            tally.increment(GatewayCounter.PROOFS);
            desk.onProve(buffer, offset, nowNs);
        } else {
            negotiate(buffer, offset);
        }
        return Action.CONTINUE;
    }

    private void negotiate(final DirectBuffer buffer, final int offset) {
        if (!desk.makePlace(buffer, offset, nowNs)) {
            tally.increment(GatewayCounter.GREETINGS);
            return;
        }
        final String channel = ClientLink.negotiateChannel(buffer, offset);
        if (!LinkChannel.isAnswerable(channel, settings.clientChannel())) {
            tally.increment(GatewayCounter.MALFORMED);
            return;
        }
        final boolean meansUs = ClientLink.negotiateCluster(buffer, offset).equals(settings.cluster());
        tally.increment(meansUs ? GatewayCounter.GREETINGS : GatewayCounter.WRONG_CLUSTER);
        desk.onNegotiate(
            buffer, offset, cluster.clusterId(), meansUs ? null : LinkReject.WRONG_CLUSTER, nowNs);
    }

    private LinkReject onProven(final LogOn logOn, final long now) {
        final ClientConnection connection = !logOn.isFor(cluster.clusterId()) ? null : clients.admit(logOn.session(),
            logOn.role(), logOn.connectionId(), logOn.egressStream(), logOn.channel(), now);
        if (connection == null) {
            tally.increment(GatewayCounter.CLIENTS_NOT_TAKEN);
            return LinkReject.TOO_MANY_CONNECTIONS;
        }
        connection.proofs(logOn.gatewayProof(dataStream), logOn.attachProof(dataStream));
        resume(connection, logOn.afterEventSeq(), logOn.ofCluster());
        return null;
    }

    /** Event numbers of another cluster mean nothing in this one; whoever saved them himself names no cluster. */
    private void resume(final ClientConnection connection, final long afterEventSeq, final long ofCluster) {
        final long last = cluster.lastEventSeq();
        final boolean isKnown = ofCluster == 0 || ofCluster == cluster.clusterId();
        if (afterEventSeq == ClientLink.FROM_NOW || !isKnown) {
            connection.resume(ClientConnection.Flow.LIVE, last);
        } else {
            connection.resume(afterEventSeq >= last ? ClientConnection.Flow.LIVE : ClientConnection.Flow.BEHIND,
                afterEventSeq);
        }
    }

    private Action onDataMessage(
        final DirectBuffer buffer, final int offset, final int length, final Header header) {
        final ClientConnection connection = clients.ofSender(LinkSubscription.sender(header));
        if (!isWhole(header)) {
            if ((header.flags() & FrameDescriptor.BEGIN_FRAG_FLAG) != 0) {
                turnAway(connection, buffer, offset, length, LinkReject.OVERSIZED, GatewayCounter.OVERSIZED);
            }
            return Action.CONTINUE;
        }
        final int type = LinkHeader.type(buffer, offset, length);
        if (!ClientLink.check(type, buffer, offset, length)) {
            turnAway(connection, buffer, offset, length, LinkReject.MALFORMED, GatewayCounter.MALFORMED);
        } else if (type == ClientLink.ATTACH) {
            onAttach(buffer, offset, LinkSubscription.sender(header));
        } else if (connection == null) {
            tally.increment(GatewayCounter.NOT_ATTACHED);
        } else {
            connection.heard(nowNs);
            return onClientMessage(type, connection, buffer, offset, length);
        }
        return Action.CONTINUE;
    }

    private void onAttach(final DirectBuffer buffer, final int offset, final long sender) {
        if (clients.attach(buffer, offset, sender)) {
            tally.increment(GatewayCounter.ATTACHED);
        } else {
            tally.increment(GatewayCounter.NOT_ATTACHED);
            logOns.increment(LogOnCounter.WRONG_ATTACHMENTS);
        }
    }

    private Action onClientMessage(final int type, final ClientConnection connection, final DirectBuffer buffer,
        final int offset, final int length) {
        switch (type) {
            case ClientLink.COMMAND -> {
                return onCommand(connection, buffer, offset + LinkHeader.LENGTH, length - LinkHeader.LENGTH);
            }
            case ClientLink.LEAVE -> {
                tally.increment(GatewayCounter.GOODBYES);
                held.onGoodbye(connection);
                clients.release(connection, LinkReject.CLOSING);
            }
            case ClientLink.ALIVE -> tally.increment(GatewayCounter.SIGNS_OF_LIFE);
            default -> turnAway(connection, buffer, offset, length, LinkReject.MALFORMED, GatewayCounter.MALFORMED);
        }
        return Action.CONTINUE;
    }

    private Action onCommand(
        final ClientConnection connection, final DirectBuffer buffer, final int offset, final int length) {
        if (connection.closing() != null) {
            tally.increment(GatewayCounter.TOO_LATE);
            return Action.CONTINUE;
        }
        final CommandCheck.Verdict verdict = check.judge(connection, cluster, buffer, offset, length, nowNs);
        if (verdict.isAwaited()) {
            final long number = CommandEnvelope.number(buffer, offset);
            final Action action = refuse(connection, number, verdict.code(), verdict.counter());
            if (verdict == CommandCheck.Verdict.REPEATED && action == Action.CONTINUE) {
                reports.answerAgain(connection, number, nowNs);
            }
            return action;
        } else if (verdict != CommandCheck.Verdict.GOOD) {
            turnAway(connection, buffer, offset - LinkHeader.LENGTH, length + LinkHeader.LENGTH,
                verdict.code(), verdict.counter());
            return Action.CONTINUE;
        }
        if (connection.unanswered() >= settings.maxUnansweredPerSession()) {
            return pushBack();
        }
        StageStamps.pass(StageStamps.AT_GATEWAY, connection.session(), CommandEnvelope.number(buffer, offset));
        switch (cluster.offer(buffer, offset, length)) {
            case ACCEPTED -> {
                check.taken(connection, buffer, offset, nowNs);
                tally.increment(GatewayCounter.COMMANDS_TAKEN);
                commands++;
            }
            case BUSY -> {
                return pushBack();
            }
            case ALREADY_OFFERED -> {
                // A former connection of the session sent the same; it will be settled before this one is established.
                return refuse(connection, CommandEnvelope.number(buffer, offset), LinkReject.NOT_APPLIED,
                    GatewayCounter.OUT_OF_SEQUENCE);
            }
            default -> turnAway(connection, buffer, offset - LinkHeader.LENGTH, length + LinkHeader.LENGTH,
                LinkReject.MALFORMED, GatewayCounter.MALFORMED);
        }
        return Action.CONTINUE;
    }

    private Action pushBack() {
        tally.increment(GatewayCounter.CLIENTS_PUSHED_BACK);
        return Action.ABORT;
    }

    /** Tells a client that may wait for it, and leaves the command where it is while that cannot be told. */
    private Action refuse(final ClientConnection connection, final long number, final LinkReject code,
        final GatewayCounter counter) {
        if (!connection.tellReject(number, code) && connection.out().isConnected()) {
            tally.increment(GatewayCounter.REJECTS_UNTOLD);
            return Action.ABORT;
        }
        tally.increment(counter);
        return Action.CONTINUE;
    }

    /** Counts, and answers if there is a connection to answer on. Nobody else notices. */
    private void turnAway(final ClientConnection connection, final DirectBuffer buffer, final int offset,
        final int length, final LinkReject code, final GatewayCounter counter) {
        tally.increment(counter);
        if (connection != null && connection.closing() == null) {
            final long number = CommandCheck.numberIn(buffer, offset + LinkHeader.LENGTH, length - LinkHeader.LENGTH);
            if (!connection.tellReject(number, code)) {
                tally.increment(GatewayCounter.REJECTS_UNTOLD);
            }
        }
    }

    private void onImageGone(final long sender) {
        final ClientConnection connection = clients.ofSender(sender);
        if (connection != null) {
            clients.remove(connection);
        }
    }

    /** Looks after every connection. */
    private void keep(final long now) {
        final boolean online = now - nextOnlineNs >= 0;
        if (online) {
            nextOnlineNs = now + settings.terms().heartbeatNs();
        }
        desk.step(now);
        reports.countReplays();
        for (int slot = 0; slot < clients.end(); slot++) {
            final ClientConnection connection = clients.at(slot);
            if (connection != null) {
                final boolean listening = connection.out().step(now);
                if (connection.closing() != null) {
                    sayGoodbye(connection, now, listening);
                } else if (listening) {
                    keep(connection, now, online);
                } else {
                    watch(connection, now);
                }
            }
        }
        held.step(now);
        tally.set(GatewayCounter.UNANSWERED, cluster.unanswered());
    }

    private void keep(final ClientConnection connection, final long now, final boolean online) {
        if (connection.isGreetingDue()) {
            connection.greetingDue(!connection.tellNegotiated(cluster.clusterId(), dataStream,
                cluster.maxCommandLength(), settings.maxUnansweredPerSession()));
        }
        if (connection.isRenewDue()) {
            connection.renewDue(!connection.tell(ClientLink.RENEW, connection.connectionId()));
        }
        reports.catchUp(connection, now);
        if (online) {
            connection.tellOnline(reports.upTo(connection), cluster.leader());
        }
        watch(connection, now);
        if (connection.flow() == ClientConnection.Flow.LIVE || connection.out().hasRoom()) {
            connection.read(now);
        } else if (now - connection.readNs() > settings.terms().slowNs()) {
            tally.increment(GatewayCounter.CLIENTS_TOO_SLOW);
            clients.release(connection, LinkReject.TOO_SLOW);
        }
    }

    /** A client that is pushed back cannot give signs of life that would be read: it is not timed out. */
    private void watch(final ClientConnection connection, final long now) {
        final boolean pushedBack = connection.unanswered() >= settings.maxUnansweredPerSession()
            || cluster.unanswered() >= settings.maxUnanswered();
        if (pushedBack) {
            connection.heard(now);
        } else if (now - connection.heardNs() > settings.terms().timeoutNs()) {
            tally.increment(GatewayCounter.CLIENTS_TIMED_OUT);
            clients.release(connection, LinkReject.TIMED_OUT);
            connection.heard(now);
        }
    }

    private void sayGoodbye(final ClientConnection connection, final long now, final boolean listening) {
        if (listening && connection.tell(ClientLink.CLOSED, connection.closing())
            || now - connection.heardNs() > GOODBYE_NS + settings.terms().timeoutNs()) {
            clients.remove(connection);
        }
    }

    private static boolean isWhole(final Header header) {
        return (header.flags() & FrameDescriptor.UNFRAGMENTED) == FrameDescriptor.UNFRAGMENTED;
    }

    /** Tells every client that the gateway ends, as far as they can be told. */
    @Override
    public void close() {
        for (int slot = 0; slot < clients.end(); slot++) {
            final ClientConnection connection = clients.at(slot);
            if (connection != null) {
                connection.tell(ClientLink.CLOSED, LinkReject.CLOSING);
            }
        }
        desk.close();
        clients.close();
        control.close();
        data.close();
    }
}
