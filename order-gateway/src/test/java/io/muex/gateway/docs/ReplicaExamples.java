package io.muex.gateway.docs;

import static io.muex.gateway.docs.ClientExamples.filled;
import static io.muex.gateway.docs.SessionStory.CLUSTER;
import static io.muex.gateway.docs.SessionStory.CONNECTION;
import static io.muex.gateway.docs.SessionStory.SESSION;

import io.muex.exchange.protocol.link.LinkHeader;
import io.muex.exchange.protocol.link.MarketLink;
import io.muex.exchange.protocol.link.ReplicaLink;
import io.muex.exchange.protocol.proof.GatewayProof;
import io.muex.exchange.protocol.proof.Secret;
import io.muex.exchange.protocol.wire.InstrumentAdded;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** One of every message between a gateway and replica 2, with real proofs, and those of a publisher. */
final class ReplicaExamples {
    private static final int EGRESS = 1_303;
    private static final int DATA = 99_002;
    private static final long REPLAY = 5;
    private static final String CHANNEL = "aeron:ipc";
    private static final GatewayProof.Connection LINE =
        new GatewayProof.Connection(1, 2, EGRESS, DATA, CLUSTER, CONNECTION);

    private final GatewayProof proof = new GatewayProof(Secret.ofHex(ClientExamples.SECRET));
    private final SessionStory story = new SessionStory();

    private static UnsafeBuffer buffer() {
        return new UnsafeBuffer(new byte[512]);
    }

    List<LinkExample> toReplica() {
        return List.of(hello(), open(), read(), replay(), command(), sessions());
    }

    List<LinkExample> toGateway() {
        return List.of(present(), events(ReplicaLink.EVENTS), eventsGone(), states(), statesEnd(),
            events(ReplicaLink.REPLAYED), mark(ReplicaLink.REPLAY_GONE, "REPLAY_GONE", "first",
                "events before it that were not replayed are no longer retained"),
            mark(ReplicaLink.REPLAY_END, "REPLAY_END", "next", "all before it was replayed, EVENTS goes on there"));
    }

    List<LinkExample> ofMarket() {
        return List.of(market(), instrument(), orders(), marketEnd());
    }

    private LinkExample hello() {
        final UnsafeBuffer buffer = buffer();
        final byte[] shown = proof.ofHello(1, 2, EGRESS, CHANNEL);
        final int length = ReplicaLink.encodeHello(buffer, 0, 1, CLUSTER, EGRESS, CHANNEL);
        ReplicaLink.helloProof(buffer, 0, shown);
        return LinkExample.ofLink("HELLO", buffer, length, "On the control stream, every 100 ms.")
            .i64("clusterId", CLUSTER, "0: not known yet").i32("egressStream", EGRESS, "where the gateway listens")
            .i32("channelLength", CHANNEL.length(), "1 to 512")
            .raw("proof", shown, "of purpose `muex gateway 1 hello`").text("channel", CHANNEL, "where it listens");
    }

    private LinkExample open() {
        final UnsafeBuffer buffer = buffer();
        final byte[] shown = proof.ofOpen(LINE, filled(0xC3));
        ReplicaLink.encodeOpen(buffer, 0, 1, CONNECTION, EGRESS, shown);
        return LinkExample.ofLink("OPEN", buffer, ReplicaLink.OPEN_LENGTH,
            "The first message on the data stream; a new one voids what was before.")
            .i64("connectionId", CONNECTION, "drawn by the gateway").i32("egressStream", EGRESS, "that of HELLO")
            .zero().raw("proof", shown, "of purpose `muex gateway 1 open`, with the nonce of the latest PRESENT");
    }

    private static LinkExample read() {
        final UnsafeBuffer buffer = buffer();
        ReplicaLink.encodeRead(buffer, 0, 1, 101);
        return LinkExample.ofLink("READ", buffer, ReplicaLink.READ_LENGTH, "Which events to send.")
            .i64("fromEventSeq", 101, "from here on; 0: none");
    }

    private static LinkExample replay() {
        final UnsafeBuffer buffer = buffer();
        ReplicaLink.encodeReplay(buffer, 0, 1, REPLAY, SESSION, 40, 0);
        return LinkExample.ofLink("REPLAY", buffer, ReplicaLink.REPLAY_LENGTH,
            "Send once more what a session was told.")
            .i64("replayId", REPLAY, "stands in the answers").i64("session", SESSION, "whose events")
            .i64("fromEventSeq", 40, "the first one wanted")
            .i64("number", 0, "only the answers to this command; 0: everything");
    }

    private LinkExample command() {
        final UnsafeBuffer buffer = buffer();
        final byte[] command = story.bytes("COMMAND NewOrder");
        LinkHeader.encode(buffer, 0, ReplicaLink.COMMAND, 1);
        buffer.putBytes(LinkHeader.LENGTH, command);
        return LinkExample.ofLink("COMMAND", buffer, LinkHeader.LENGTH + command.length, "A command of a client.")
            .rest("command", command, "as the client sent it");
    }

    private static LinkExample sessions() {
        final UnsafeBuffer buffer = buffer();
        ReplicaLink.encodeSessions(buffer, 0, 1, 2);
        ReplicaLink.encodeHeld(buffer, 0, 0, SESSION, 3, true);
        ReplicaLink.encodeHeld(buffer, 0, 1, 8, 1, false);
        return LinkExample.ofLink("SESSIONS", buffer,
            ReplicaLink.SESSIONS_HEADER_LENGTH + 2 * ReplicaLink.SESSION_LENGTH,
            "Who is connected here, to the leader, every 250 ms while there is anybody.")
            .i32("count", 2, "sessions that follow").zero()
            .i64("session", SESSION, "the first one").i32("connectionEpoch", 3, "of its connection")
            .i32("held", 1, "1: a client holds it; 0: its client said goodbye")
            .i64("session", 8, "the next one, and so on").i32("connectionEpoch", 1, "").i32("held", 0, "");
    }

    private LinkExample present() {
        final UnsafeBuffer buffer = buffer();
        final byte[] shown = proof.ofPresent(LINE);
        ReplicaLink.encodePresent(buffer, 0, 2, CONNECTION);
        ReplicaLink.presentState(buffer, 0, CLUSTER, 12, 1, 118);
        ReplicaLink.presentReplica(buffer, 0, DATA, 4, 208, 2);
        ReplicaLink.presentProof(buffer, 0, CLUSTER, filled(0xC3), shown);
        return LinkExample.ofLink("PRESENT", buffer, ReplicaLink.PRESENT_LENGTH,
            "At once when role, ballot or connection changes, else as a sign of life. With a ballot and the connection "
                + "of its receiver it announces a leader.")
            .i64("connectionId", CONNECTION, "0: none is open").i64("clusterId", CLUSTER, "0: no GENESIS yet")
            .i64("ballot", 12, "under which it leads; 0: does not lead")
            .i64("firstRetained", 1, "oldest event that can be read").i64("lastEventSeq", 118, "newest event")
            .i32("dataStream", DATA, "where the replica listens")
            .i32("role", 4, "1 learner, 2 follower, 3 preparing, 4 leader, 5 halted")
            .i32("maxCommandLength", 208, "with envelope, in bytes").i32("leader", 2, "that it knows of; 0: none")
            .i64("ofCluster", CLUSTER, "that it was started for, for the proofs")
            .raw("nonce", filled(0xC3), "for the next OPEN")
            .raw("proof", shown, "of purpose `muex gateway 1 present`; zero where none is open");
    }

    private LinkExample events(final int type) {
        final UnsafeBuffer buffer = buffer();
        final byte[] event = story.bytes("ESTABLISHED");
        final boolean isReplay = type == ReplicaLink.REPLAYED;
        final int at = isReplay ? ReplicaLink.REPLAYED_HEADER_LENGTH : LinkHeader.LENGTH;
        if (isReplay) {
            ReplicaLink.encodeReplayed(buffer, 0, 2, REPLAY);
        } else {
            LinkHeader.encode(buffer, 0, ReplicaLink.EVENTS, 2);
        }
        buffer.putBytes(at, event);
        final LinkExample example = LinkExample.ofLink(isReplay ? "REPLAYED" : "EVENTS", buffer, at + event.length,
            isReplay ? "Events of one session once more." : "Events of all sessions, as they are made.");
        return (isReplay ? example.i64("replayId", REPLAY, "that of REPLAY") : example)
            .rest("events", event, isReplay ? "back to back, eventSeq rising" : "back to back, eventSeq without a gap");
    }

    private static LinkExample eventsGone() {
        final UnsafeBuffer buffer = buffer();
        ReplicaLink.encodeEventsGone(buffer, 0, 2, 90_000, 190_000);
        return LinkExample.ofLink("EVENTS_GONE", buffer, ReplicaLink.EVENTS_GONE_LENGTH,
            "The reader fell off. The states of all sessions follow, then events behind asOf.")
            .i64("firstRetained", 90_000, "oldest event that can be read")
            .i64("asOf", 190_000, "event that the states are as of");
    }

    private static LinkExample states() {
        final UnsafeBuffer buffer = buffer();
        ReplicaLink.encodeStates(buffer, 0, 2, 190_000, 1, 0);
        ReplicaLink.encodeState(buffer, 0, 0, SESSION, 55, 3, 2);
        return LinkExample.ofLink("SESSION_STATES", buffer,
            ReplicaLink.STATES_HEADER_LENGTH + ReplicaLink.STATE_LENGTH, "Sessions, as many as fit.")
            .i64("asOf", 190_000, "that of EVENTS_GONE").i32("count", 1, "sessions that follow")
            .i32("position", 0, "of the first one in the table of sessions").i64("session", SESSION, "the first one")
            .i64("lastApplied", 55, "number of its last command that was applied")
            .i32("connectionEpoch", 3, "its present one").i32("openingEpoch", 2, "the one with which it was opened");
    }

    private static LinkExample statesEnd() {
        final UnsafeBuffer buffer = buffer();
        ReplicaLink.encodeStatesEnd(buffer, 0, 2, 190_000, 1);
        return LinkExample.ofLink("STATES_END", buffer, ReplicaLink.STATES_END_LENGTH, "That were all.")
            .i64("asOf", 190_000, "that of EVENTS_GONE").i32("sessions", 1, "in all").zero();
    }

    private static LinkExample mark(final int type, final String name, final String field, final String meaning) {
        final UnsafeBuffer buffer = buffer();
        ReplicaLink.encodeReplayMark(buffer, 0, type, 2, REPLAY, 101);
        return LinkExample.ofLink(name, buffer, ReplicaLink.REPLAY_MARK_LENGTH, "About a replay.")
            .i64("replayId", REPLAY, "that of REPLAY").i64(field, 101, meaning);
    }

    private static LinkExample market() {
        final UnsafeBuffer buffer = buffer();
        MarketLink.encodeMarket(buffer, 0, 1_001, 6);
        return LinkExample.ofLink("MARKET", buffer, MarketLink.MARKET_LENGTH,
            "To the replica, instead of READ: all instruments with their orders, then the events from there on.")
            .i64("requestId", 6, "stands in the answers");
    }

    private static LinkExample instrument() {
        final UnsafeBuffer buffer = buffer();
        final InstrumentAdded added = new InstrumentAdded();
        added.instrumentId = 3;
        added.symbol = "ACME";
        MarketLink.encodeInstrument(buffer, 0, 2, 6, 118, 1_048, 1);
        buffer.putBytes(MarketLink.DEFINITION, added.toBytes());
        return LinkExample.ofLink("MARKET_INSTRUMENT", buffer, MarketLink.MARKET_INSTRUMENT_LENGTH,
            "One instrument; its orders follow.").i64("requestId", 6, "that of MARKET")
            .i64("asOf", 118, "event that instrument and orders are as of").i64("marketPrice", 1_048, "ticks")
            .i32("status", 1, "InstrumentStatus").zero()
            .rest("definition", added.toBytes(), "InstrumentAdded: messageHeader and block");
    }

    private static LinkExample orders() {
        final UnsafeBuffer buffer = buffer();
        MarketLink.encodeOrders(buffer, 0, 2, 6, 3, 1);
        MarketLink.encodeOrder(buffer, 0, 0, 1_001, 1_050, 60, 1, false);
        return LinkExample.ofLink("MARKET_ORDERS", buffer, MarketLink.ORDERS_HEADER_LENGTH + MarketLink.ORDER_LENGTH,
            "Live orders of the instrument, as many as fit.").i64("requestId", 6, "that of MARKET")
            .i32("instrumentId", 3, "").i32("count", 1, "orders that follow").i64("orderId", 1_001, "the first one")
            .i64("price", 1_050, "ticks").i64("open", 60, "lots").i32("side", 1, "Side")
            .i32("waiting", 0, "1: a stop order that was not reached yet");
    }

    private static LinkExample marketEnd() {
        final UnsafeBuffer buffer = buffer();
        MarketLink.encodeEnd(buffer, 0, 2, 6, 118, 121);
        return LinkExample.ofLink("MARKET_END", buffer, MarketLink.MARKET_END_LENGTH, "That were all.")
            .i64("requestId", 6, "that of MARKET").i64("firstAsOf", 118, "EVENTS goes on behind it")
            .i64("lastAsOf", 121, "only behind it are all books as of one event");
    }
}
