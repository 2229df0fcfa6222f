package io.muex.exchange.node;

import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import io.muex.exchange.protocol.CommandDecoder;
import io.muex.exchange.protocol.link.LinkChannel;
import io.muex.exchange.protocol.link.LinkHeader;
import io.muex.exchange.protocol.link.LinkSubscription;
import io.muex.exchange.protocol.link.MarketLink;
import io.muex.exchange.protocol.link.MediaConnection;
import io.muex.exchange.protocol.link.ReplicaLink;
import io.muex.exchange.protocol.link.StageStamps;
import io.muex.exchange.protocol.link.Tally;
import io.muex.exchange.protocol.proof.GatewayProof;
import io.muex.mu.Proposer;
import io.muex.mu.session.CommandEnvelope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * The entrance of a replica: greetings on the control stream, connections and commands on the data stream, and one
 * {@link GatewayLink} per gateway for the way back. A command that the log has no room for is not taken off the stream;
 * so Aeron pushes back to that gateway, and nothing is lost, reordered or queued here. Replication thread.
 */
final class GatewayLinks implements AutoCloseable {
    private static final long FORGET_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int MAX_GATEWAYS = 16;
    /** After which somebody who has proved no more than that he greets may have to give way to another. */
    private static final long UNPROVEN_NS = TimeUnit.SECONDS.toNanos(1);
    /** Least time between two proofs to judge: whoever sends wrong ones takes no more than a few per cent. */
    private static final long PROOF_NS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final int CONTROL_LIMIT = 8;
    private static final int COMMAND_LIMIT = 64;

    private final NodeConfig config;
    private final ReplicaEngine engine;
    private final MediaConnection media;
    private final ConnectionWatch connections;
    private final Tally<NodeCounter> tally;
    private final LinkSubscription control;
    private final LinkSubscription data;
    private final GatewayProof proofs;
    private final CommandDecoder decoder = new CommandDecoder();
    private final List<GatewayLink> links = new ArrayList<>();
    private final ControlledFragmentHandler controlHandler = this::onControlMessage;
    private final ControlledFragmentHandler dataHandler = this::onDataMessage;
    private int dataStream;
    private long nowNs;
    private long nextProofNs;
    private int commands;
    private boolean readOut;

    GatewayLinks(final NodeConfig config, final ReplicaEngine engine, final MediaConnection media,
        final ConnectionWatch connections, final Tally<NodeCounter> tally) {
        this.config = config;
        this.engine = engine;
        this.media = media;
        this.connections = connections;
        this.tally = tally;
        proofs = new GatewayProof(config.clusterSecret());
        nextProofNs = System.nanoTime();
        control = new LinkSubscription(media, config.ingressChannel(),
            ReplicaLink.CONTROL_STREAM_BASE + config.replicaId(), sender -> { });
        data = new LinkSubscription(
            media, config.ingressChannel(), LinkSubscription.FRESH, this::onConnectionGone);
    }

    /** Takes what has come in, a bounded number of messages; returns the number of commands among them. */
    int receive(final long now) {
        nowNs = now;
        readOut = false;
        if (control.step(now)) {
            control.poll(controlHandler, CONTROL_LIMIT);
        }
        if (!data.step(now)) {
            return 0;
        }
        if (data.stream() != dataStream) {
            dataStream = data.stream();
            disconnectAll();
        }
        commands = 0;
        readOut = true;
        final int polled = data.poll(dataHandler, COMMAND_LIMIT);
        readOut &= polled < COMMAND_LIMIT;
        return commands;
    }

    /** True if the latest {@link #receive} left nothing behind that had come. */
    boolean isReadOut() {
        return readOut;
    }

    /** Sends what goes out, a bounded amount; returns the amount of work that was about events. */
    int publish(final long now) {
        if (!data.isReady()) {
            return 0;
        }
        int work = 0;
        for (int i = 0; i < links.size(); i++) {
            final GatewayLink link = links.get(i);
            work += link.publish(now, dataStream);
            if (now - link.greetedNs() > FORGET_NS) {
                remove(i--);
            }
        }
        return work;
    }

    /** Every gateway is to be told at once where this replica stands. */
    void presentDue() {
        for (int i = 0; i < links.size(); i++) {
            links.get(i).presentDue();
        }
    }

    private void disconnectAll() {
        for (int i = 0; i < links.size(); i++) {
            links.get(i).disconnect();
        }
    }

    private void onConnectionGone(final long sender) {
        final GatewayLink link = linkOf(sender);
        if (link != null) {
            link.disconnect();
        }
    }

    private Action onControlMessage(
        final DirectBuffer buffer, final int offset, final int length, final Header header) {
        if (!isWhole(header) || LinkHeader.type(buffer, offset, length) != ReplicaLink.HELLO
            || !ReplicaLink.check(ReplicaLink.HELLO, buffer, offset, length)) {
            tally.increment(NodeCounter.MALFORMED);
            return Action.CONTINUE;
        }
        final int gatewayId = LinkHeader.sender(buffer, offset);
        final int stream = ReplicaLink.helloEgressStream(buffer, offset);
        final GatewayLink link = linkOf(gatewayId, stream);
        if (link != null) {
            link.onHello(nowNs);
        } else if (!mayJudge()) {
            return Action.ABORT;
        } else {
            onNewGateway(gatewayId, stream, buffer, offset);
        }
        return Action.CONTINUE;
    }

    private boolean mayJudge() {
        if (nowNs - nextProofNs < 0) {
            return false;
        }
        nextProofNs = nowNs + PROOF_NS;
        return true;
    }

    /** The former gateway of that id, if there is one, keeps its place until this one has opened a connection. */
    private void onNewGateway(final int gatewayId, final int stream, final DirectBuffer buffer, final int offset) {
        final String channel = ReplicaLink.helloChannel(buffer, offset);
        if (!LinkChannel.isAnswerable(channel, config.ingressChannel())) {
            tally.increment(NodeCounter.MALFORMED);
        } else if (!proofs.isOfHello(
            gatewayId, config.replicaId(), stream, channel, buffer, ReplicaLink.proof(offset))) {
            tally.increment(NodeCounter.NOT_PROVEN);
        } else if (!makePlace()) {
            tally.increment(NodeCounter.GATEWAYS_REFUSED);
        } else {
            final GatewayLink link = new GatewayLink(gatewayId, stream, config, engine, media, tally, nowNs);
            link.onHello(nowNs);
            link.answerOn(channel);
            links.add(link);
        }
    }

    private boolean makePlace() {
        for (int i = 0; i < links.size() && links.size() == MAX_GATEWAYS; i++) {
            if (!links.get(i).isConnected() && nowNs - links.get(i).bornNs() > UNPROVEN_NS) {
                remove(i);
            }
        }
        return links.size() < MAX_GATEWAYS;
    }

    private void remove(final int i) {
        links.remove(i).close();
    }

    private Action onDataMessage(
        final DirectBuffer buffer, final int offset, final int length, final Header header) {
        final int type = LinkHeader.type(buffer, offset, length);
        if (!isWhole(header) || !ReplicaLink.check(type, buffer, offset, length)) {
            tally.increment(NodeCounter.MALFORMED);
            return Action.CONTINUE;
        }
        if (type == ReplicaLink.OPEN) {
            return onOpen(buffer, offset, LinkSubscription.sender(header));
        }
        final GatewayLink link = linkOf(LinkSubscription.sender(header));
        if (link == null) {
            tally.increment(NodeCounter.NOT_OPEN);
            return Action.CONTINUE;
        }
        switch (type) {
            case ReplicaLink.COMMAND -> {
                return onCommand(link, buffer, offset + LinkHeader.LENGTH, length - LinkHeader.LENGTH);
            }
            case ReplicaLink.SESSIONS -> onSessions(buffer, offset);
            case MarketLink.MARKET -> link.onMarket(MarketLink.requestId(buffer, offset));
            case ReplicaLink.READ -> link.onRead(ReplicaLink.readFrom(buffer, offset));
            case ReplicaLink.REPLAY -> link.onReplay(ReplicaLink.replayId(buffer, offset),
                ReplicaLink.replaySession(buffer, offset), ReplicaLink.replayFrom(buffer, offset),
                ReplicaLink.replayNumber(buffer, offset));
            default -> tally.increment(NodeCounter.MALFORMED);
        }
        return Action.CONTINUE;
    }

    private void onSessions(final DirectBuffer buffer, final int offset) {
        for (int i = 0; i < ReplicaLink.sessionsCount(buffer, offset); i++) {
            connections.onConnection(ReplicaLink.heldSession(buffer, offset, i),
                ReplicaLink.heldEpoch(buffer, offset, i), ReplicaLink.isHeld(buffer, offset, i));
        }
    }

    private Action onOpen(final DirectBuffer buffer, final int offset, final long sender) {
        final int gatewayId = LinkHeader.sender(buffer, offset);
        final GatewayLink link = linkOf(gatewayId, ReplicaLink.openEgressStream(buffer, offset));
        if (link == null) {
            tally.increment(NodeCounter.NOT_OPEN);
            return Action.CONTINUE;
        } else if (!mayJudge()) {
            return Action.ABORT;
        }
        final long connectionId = ReplicaLink.connectionId(buffer, offset);
        final GatewayProof.Connection asked = link.asked(connectionId, dataStream);
        if (connectionId == 0 || !proofs.isOfOpen(asked, link.nonce(), buffer, ReplicaLink.proof(offset))) {
            tally.increment(NodeCounter.NOT_PROVEN);
            link.presentDue();
            return Action.CONTINUE;
        }
        for (int i = links.size() - 1; i >= 0; i--) {
            if (links.get(i).gatewayId() == gatewayId && links.get(i) != link) {
                remove(i);
            }
        }
        link.onOpen(sender, connectionId, proofs.ofPresent(asked));
        return Action.CONTINUE;
    }

    private Action onCommand(final GatewayLink link, final DirectBuffer buffer, final int offset, final int length) {
        if (!CommandEnvelope.checkIngress(buffer, offset, length) || !isFramed(buffer, offset, length)) {
            tally.increment(NodeCounter.MALFORMED);
            return Action.CONTINUE;
        }
        StageStamps.pass(StageStamps.AT_LEADER, CommandEnvelope.session(buffer, offset),
            CommandEnvelope.number(buffer, offset));
        final long result = engine.proposer().propose(buffer, offset, length);
        if (result == Proposer.BACK_PRESSURED) {
            tally.increment(NodeCounter.COMMANDS_BACK_PRESSURED);
            readOut = false;
            return Action.ABORT;
        }
        commands++;
        if (result >= 0) {
            tally.increment(NodeCounter.COMMANDS_PROPOSED);
        } else if (result == Proposer.NOT_LEADER) {
            tally.increment(NodeCounter.COMMANDS_NOT_LEADING);
            link.presentDue();
        } else {
            tally.increment(NodeCounter.OVERSIZED);
        }
        return Action.CONTINUE;
    }

    /** The body of a command of the exchange has a good frame; values are judged when it is applied. */
    private boolean isFramed(final DirectBuffer buffer, final int offset, final int length) {
        if (CommandEnvelope.kind(buffer, offset) != CommandEnvelope.COMMAND) {
            return true;
        }
        decoder.decode(
            buffer, offset + CommandEnvelope.HEADER_LENGTH, length - CommandEnvelope.HEADER_LENGTH);
        return decoder.isFramed();
    }

    private static boolean isWhole(final Header header) {
        return (header.flags() & FrameDescriptor.UNFRAGMENTED) == FrameDescriptor.UNFRAGMENTED;
    }

    private GatewayLink linkOf(final long sender) {
        for (int i = 0; i < links.size(); i++) {
            if (links.get(i).isConnectedBy(sender)) {
                return links.get(i);
            }
        }
        return null;
    }

    private GatewayLink linkOf(final int gatewayId, final int egressStream) {
        for (int i = 0; i < links.size(); i++) {
            if (links.get(i).isOf(gatewayId, egressStream)) {
                return links.get(i);
            }
        }
        return null;
    }

    @Override
    public void close() {
        for (final GatewayLink link : links) {
            link.close();
        }
        control.close();
        data.close();
    }
}
