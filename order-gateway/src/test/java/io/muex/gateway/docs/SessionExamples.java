package io.muex.gateway.docs;

import static io.muex.gateway.docs.SessionStory.CLAIM;
import static io.muex.gateway.docs.SessionStory.CLUSTER;
import static io.muex.gateway.docs.SessionStory.SESSION;

import io.muex.exchange.protocol.wire.Genesis;
import io.muex.mu.session.CommandEnvelope;
import io.muex.mu.session.EventEnvelope;
import java.util.Arrays;
import java.util.List;

/** Commands and events of the session layer, from what the real exchange executed and answered. */
final class SessionExamples {
    private static final long NOW_NS = 1_800_000_000_000_000_000L;
    private static final String NUMBER = "the one that its command had";
    private final SessionStory story = new SessionStory();

    List<LinkExample> commands() {
        return List.of(claim(), command(), command("OPEN_SESSION, kind 3", "OPEN_SESSION",
            "Opens a session. Operators; whoever has role bit 2 may open those with neither bit.")
            .i64("opened", 8, "session, 1 or more")
            .i64("role", 0, "1 operator, 2 may open sessions, 4 read-only; 0 trader"),
            command("CLOSE_SESSION, kind 4", "CLOSE_SESSION",
                "Removes a session and cancels its orders. Operators only.")
                .i64("closed", 8, "session"));
    }

    List<LinkExample> ofLeader() {
        final byte[] genesis = Arrays.copyOfRange(story.bytes("GENESIS"),
            CommandEnvelope.HEADER_LENGTH + 48, story.bytes("GENESIS").length);
        final byte[] expire = story.bytes("INTERNAL Expire");
        return List.of(command("INTERNAL, kind 5", "INTERNAL Expire", "What the leader proposes on its own.")
            .rest("body", Arrays.copyOfRange(expire, CommandEnvelope.HEADER_LENGTH, expire.length), "here Expire"),
            command("GENESIS, kind 6", "GENESIS", "The first command of a log.")
                .i32("maxSessions", 16, "open at the same time").i32("maxEvents", 1 << 10, "retained, a power of two")
                .i32("eventBytes", 1 << 18, "retained, a power of two").i32("sessionCount", 2, "that follow")
                .i64("session", 1, "the first one").i64("role", 1, "of it")
                .i64("session", SESSION, "the next one, and so on").i64("role", 0, "of it")
                .rest("application", genesis, "[Genesis](../../exchange/docs/PROTOCOL-MESSAGES.md): "
                    + new Genesis().length() + " bytes"),
            command("DISCONNECT, kind 7", "DISCONNECT", "The connection of this session and epoch has ended."));
    }

    List<LinkExample> events() {
        return List.of(event(), created(), rejected(), established("ESTABLISHED, kind 65284", "ESTABLISHED",
            "A connection has the session. Its number is that of the claim."),
            event("SESSION_OPENED, kind 65285", "SESSION_OPENED", "Answers OPEN_SESSION.").i64("opened", 8, "session")
                .i64("role", 0, "of it"),
            event("SESSION_CLOSED, kind 65286", "SESSION_CLOSED", "Answers CLOSE_SESSION.").i64("closed", 8, "session"),
            established("DISCONNECTED, kind 65287", "DISCONNECTED",
                "The connection of this epoch has ended; nobody has the session. Number 0."));
    }

    private LinkExample claim() {
        final byte[] bytes = story.bytes("ESTABLISH");
        return LinkExample.of("ESTABLISH, kind 2", bytes, 0, "A connection takes over its session. No body.")
            .i64("clusterId", CLUSTER, "from NEGOTIATED").i64("session", SESSION, "of the connection")
            .i64("number", CLAIM, "the claim: negative, never used before for this session")
            .i32("connectionEpoch", 0, "the one that the client believes current; 0: knows none")
            .u16("kind", 2, "of the command").u16("version", 1, "of the envelope");
    }

    private LinkExample command() {
        final byte[] bytes = story.bytes("COMMAND NewOrder");
        return LinkExample.of("COMMAND, kind 1", bytes, 0, "A message of the exchange, here NewOrder.")
            .i64("clusterId", CLUSTER, "from NEGOTIATED").i64("session", SESSION, "of the connection")
            .i64("number", 1, "1, 2, 3, ... without a gap").i32("connectionEpoch", 1, "from ESTABLISHED")
            .u16("kind", 1, "of the command").u16("version", 1, "of the envelope")
            .rest("message", SessionStory.order().toBytes(), "messageHeader and block");
    }

    private LinkExample command(final String title, final String name, final String words) {
        return LinkExample.of(title, story.bytes(name), CommandEnvelope.HEADER_LENGTH, words);
    }

    private LinkExample event() {
        final byte[] bytes = story.bytes("OrderAccepted");
        final int end = EventEnvelope.HEADER_LENGTH;
        return LinkExample.of("OrderAccepted, kind 101", bytes, 0,
            "An event of the exchange: kind is its template id. It answers the NewOrder above.")
            .i64("eventSeq", story.eventSeq("OrderAccepted"), "1, 2, 3, ... in the cluster; a session sees its own")
            .i64("session", SESSION, "whose it is; 0: for everybody")
            .i64("number", 1, NUMBER + "; 0: answers none").i64("timestampNs", NOW_NS, "of the command")
            .i32("bodyLength", bytes.length - end, "without the zero bytes that fill up to 8")
            .u16("kind", 101, "template id, or 65280 and more: of this page")
            .u16("flags", 3, "1 LAST answer, plus 2 END: last event of its command")
            .rest("body", Arrays.copyOfRange(bytes, end, bytes.length), "messageHeader and block");
    }

    private LinkExample event(final String title, final String name, final String words) {
        return LinkExample.of(title, story.bytes(name), EventEnvelope.HEADER_LENGTH, words);
    }

    private LinkExample created() {
        return event("CREATED, kind 65281", "CREATED", "Event 1 of every log.").i64("clusterId", CLUSTER, "drawn")
            .i32("maxSessions", 16, "as in GENESIS").i32("maxEvents", 1 << 10, "as in GENESIS")
            .i32("eventBytes", 1 << 18, "as in GENESIS").zero();
    }

    private LinkExample rejected() {
        return event("REJECTED, kind 65283", "REJECTED",
            "The session layer refused a command, here one with number 3 after number 1.")
            .i32("code", 5, "session code, see [REJECT-CODES.md](REJECT-CODES.md)")
            .i32("refusedEpoch", 1, "connection epoch of the refused command")
            .i64("refusedClusterId", CLUSTER, "cluster id of the refused command")
            .i64("expected", 2, "number that comes next for the session")
            .i32("presentEpoch", 1, "connection epoch of the session").i32("refusedKind", 1, "kind of the command");
    }

    private LinkExample established(final String title, final String name, final String words) {
        return event(title, name, words)
            .i64("lastApplied", name.equals("ESTABLISHED") ? 0 : 1, "the next number is this plus 1")
            .i32("connectionEpoch", 1, name.equals("ESTABLISHED") ? "for every command of this connection"
                : "that has ended").zero();
    }
}
