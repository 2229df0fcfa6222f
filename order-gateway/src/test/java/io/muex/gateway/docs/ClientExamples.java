package io.muex.gateway.docs;

import static io.muex.gateway.docs.SessionStory.CLUSTER;
import static io.muex.gateway.docs.SessionStory.CONNECTION;
import static io.muex.gateway.docs.SessionStory.SESSION;

import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.LinkHeader;
import io.muex.exchange.protocol.link.LinkReject;
import io.muex.exchange.protocol.proof.LogOnProof;
import io.muex.exchange.protocol.proof.Secret;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** One of every message between a client and a gateway: a log-on by TCP with real proofs, and what follows. */
final class ClientExamples {
    static final String SECRET = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    static final int EGRESS = 1_203;
    static final int DATA = 88_001;
    static final int CONTROL = 2_001;
    private static final String CHANNEL = "aeron:ipc";
    private static final String WHICH = "connection id of NEGOTIATE";
    private static final Secret KEY = Secret.ofHex(SECRET);

    private final byte[] clientNonce = filled(0xA1);
    private final byte[] gatewayNonce = filled(0xB2);
    private final LogOnProof proof = new LogOnProof(
        1, CONTROL, CLUSTER, SESSION, CONNECTION, EGRESS, CHANNEL, clientNonce, gatewayNonce);
    private final SessionStory story = new SessionStory();

    static byte[] filled(final int value) {
        final byte[] bytes = new byte[Secret.LENGTH];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static UnsafeBuffer buffer() {
        return new UnsafeBuffer(new byte[512]);
    }

    List<LinkExample> toGateway() {
        return List.of(welcome(), negotiate(), prove(), attach(), command(), alive(ClientLink.ALIVE, "ALIVE",
            "A sign of life, by a client that has nothing else to say: every 100 ms."),
            alive(ClientLink.LEAVE, "LEAVE", "The client goes. The gateway ends its connection at once."));
    }

    List<LinkExample> toClient() {
        return List.of(challenge(), negotiated(), code(ClientLink.REFUSED, "REFUSED", LinkReject.LOCKED_OUT,
            "No connection came to be."), online(), reports(), reject(), gone(), renew(),
            code(ClientLink.CLOSED, "CLOSED", LinkReject.TAKEN_OVER, "The gateway ends the connection."));
    }

    private static LinkExample welcome() {
        final UnsafeBuffer buffer = buffer();
        ClientLink.encodeWelcome(buffer, 0, 1, EGRESS, CONTROL);
        return LinkExample.ofLink("WELCOME", buffer, ClientLink.WELCOME_LENGTH,
            "By TCP only, and from the gateway: the first message of all.")
            .i32("egressStream", EGRESS, "to be put into NEGOTIATE, with channel `aeron:ipc`")
            .i32("controlStream", CONTROL, "control stream of the gateway, for the proofs");
    }

    private LinkExample negotiate() {
        final UnsafeBuffer buffer = buffer();
        final int length = ClientLink.encodeNegotiate(buffer, 0, "demo", SESSION, CONNECTION, 100, CHANNEL);
        ClientLink.negotiateEgressStream(buffer, 0, EGRESS);
        ClientLink.negotiateClusterId(buffer, 0, CLUSTER);
        ClientLink.negotiateNonce(buffer, 0, clientNonce);
        return LinkExample.ofLink("NEGOTIATE", buffer, length,
            "The first message of a client. Repeated every 50 ms until it is answered.")
            .i64("session", SESSION, "1 or more")
            .i64("connectionId", CONNECTION,
                "positive; upper 48 bits a random identity of the client, lower 16 count its attempts from 1")
            .i64("afterEventSeq", 100, "reports of events above this one are wanted; -1: from now on")
            .i32("egressStream", EGRESS, "where the client listens; random, by TCP that of WELCOME")
            .i32("channelLength", CHANNEL.length(), "1 to 512")
            .i64("clusterId", CLUSTER, "of the cluster in which afterEventSeq was; 0: none was read, or not remembered")
            .chars("cluster", 32, "demo", "name of the cluster, zero bytes behind it")
            .raw("nonce", clientNonce, "random, fresh for every attempt")
            .text("channel", CHANNEL, "where the client listens; by TCP this one");
    }

    private LinkExample prove() {
        final UnsafeBuffer buffer = buffer();
        final byte[] shown = proof.ofClient(KEY);
        ClientLink.encodeChallenge(buffer, 0, ClientLink.PROVE, 0, CONNECTION, SESSION, shown);
        return LinkExample.ofLink("PROVE", buffer, ClientLink.CHALLENGE_LENGTH,
            "Answers CHALLENGE, on the control stream. Repeated every 50 ms until it is answered.")
            .i64("connectionId", CONNECTION, WHICH).i64("session", SESSION, "that of NEGOTIATE")
            .raw("proof", shown, "of purpose `muex log-on 1 client`");
    }

    private LinkExample attach() {
        final UnsafeBuffer buffer = buffer();
        final byte[] shown = proof.ofAttach(KEY, DATA);
        ClientLink.encodeAttach(buffer, 0, CONNECTION, shown);
        return LinkExample.ofLink("ATTACH", buffer, ClientLink.ATTACH_LENGTH,
            "The first message on the data stream that NEGOTIATED named.")
            .i64("connectionId", CONNECTION, WHICH).raw("proof", shown, "of purpose `muex log-on 1 attach`");
    }

    private LinkExample command() {
        final UnsafeBuffer buffer = buffer();
        final byte[] command = story.bytes("COMMAND NewOrder");
        LinkHeader.encode(buffer, 0, ClientLink.COMMAND, 0);
        buffer.putBytes(LinkHeader.LENGTH, command);
        return LinkExample.ofLink("COMMAND", buffer, LinkHeader.LENGTH + command.length,
            "One command, here a NewOrder. It has at most maxCommandLength bytes without the header.")
            .rest("command", command, "envelope and body, see [MESSAGES-SESSION.md](MESSAGES-SESSION.md)");
    }

    private static LinkExample alive(final int type, final String name, final String words) {
        final UnsafeBuffer buffer = buffer();
        ClientLink.encodeShort(buffer, 0, type, 0, CONNECTION);
        return LinkExample.ofLink(name, buffer, ClientLink.SHORT_LENGTH, words).i64("connectionId", CONNECTION, WHICH);
    }

    private LinkExample challenge() {
        final UnsafeBuffer buffer = buffer();
        ClientLink.encodeChallenge(buffer, 0, ClientLink.CHALLENGE, 1, CONNECTION, CLUSTER, gatewayNonce);
        return LinkExample.ofLink("CHALLENGE", buffer, ClientLink.CHALLENGE_LENGTH,
            "Answers NEGOTIATE. Its sender is the gateway's id in the proofs.")
            .i64("connectionId", CONNECTION, WHICH).i64("clusterId", CLUSTER, "id of the cluster, for the proofs")
            .raw("nonce", gatewayNonce, "good for one PROVE and three seconds");
    }

    private LinkExample negotiated() {
        final UnsafeBuffer buffer = buffer();
        final byte[] shown = proof.ofGateway(KEY, DATA);
        ClientLink.encodeNegotiated(buffer, 0, 1, CONNECTION, SESSION, CLUSTER, 100);
        ClientLink.encodeTerms(buffer, 0, DATA, 208, 1_024);
        ClientLink.negotiatedProof(buffer, 0, shown);
        return LinkExample.ofLink("NEGOTIATED", buffer, ClientLink.NEGOTIATED_LENGTH, "Answers PROVE that was right.")
            .i64("connectionId", CONNECTION, WHICH).i64("session", SESSION, "that of NEGOTIATE")
            .i64("clusterId", CLUSTER, "to be put into every command; another one than before: the cluster is new")
            .i64("afterEventSeq", 100, "reports of events above this one follow")
            .i32("dataStream", DATA, "where the gateway listens from now on")
            .i32("maxCommandLength", 208, "longest command with its envelope, in bytes")
            .i32("maxUnanswered", 1_024, "beyond so many the gateway leaves commands of this client waiting")
            .zero().raw("proof", shown, "of purpose `muex log-on 1 gateway`");
    }

    private static LinkExample code(
        final int type, final String name, final LinkReject code, final String words) {
        final UnsafeBuffer buffer = buffer();
        ClientLink.encodeCode(buffer, 0, type, 1, CONNECTION, code);
        return LinkExample.ofLink(name, buffer, ClientLink.CODE_LENGTH, words).i64("connectionId", CONNECTION, WHICH)
            .i32("code", code.code(), "link code, see [REJECT-CODES.md](REJECT-CODES.md)").zero();
    }

    private static LinkExample online() {
        final UnsafeBuffer buffer = buffer();
        ClientLink.encodeOnline(buffer, 0, 1, CONNECTION, 118, 2);
        return LinkExample.ofLink("ONLINE", buffer, ClientLink.ONLINE_LENGTH, "A sign of life of the gateway.")
            .i64("connectionId", CONNECTION, WHICH)
            .i64("upTo", 118, "everything for the session up to this event was sent")
            .i32("leader", 2, "replica that leads; 0: none is known").zero();
    }

    private LinkExample reports() {
        final UnsafeBuffer buffer = buffer();
        final byte[] event = story.bytes("ESTABLISHED");
        LinkHeader.encode(buffer, 0, ClientLink.REPORTS, 1);
        buffer.putBytes(LinkHeader.LENGTH, event);
        return LinkExample.ofLink("REPORTS", buffer, LinkHeader.LENGTH + event.length,
            "Events of the session, here one.")
            .rest("events", event, "back to back, eventSeq rising, see [MESSAGES-SESSION.md](MESSAGES-SESSION.md)");
    }

    private static LinkExample reject() {
        final UnsafeBuffer buffer = buffer();
        ClientLink.encodeReject(buffer, 0, 1, SESSION, 5, LinkReject.NOT_APPLIED, 4);
        return LinkExample.ofLink("REJECT", buffer, ClientLink.REJECT_LENGTH,
            "A command did not reach the log. Nothing changed and its number is free, but for REPEATED.")
            .i64("session", SESSION, "of the command").i64("number", 5, "of the command")
            .i32("code", 9, "link code, see [REJECT-CODES.md](REJECT-CODES.md)").zero()
            .i64("expected", 4, "number that the gateway takes next");
    }

    private static LinkExample gone() {
        final UnsafeBuffer buffer = buffer();
        ClientLink.encodeShort(buffer, 0, ClientLink.GONE, 1, 90_000);
        return LinkExample.ofLink("GONE", buffer, ClientLink.SHORT_LENGTH,
            "Reports that the client has not read are no longer retained.")
            .i64("first", 90_000, "what lies before this event and above the last one read is lost");
    }

    private static LinkExample renew() {
        final UnsafeBuffer buffer = buffer();
        ClientLink.encodeShort(buffer, 0, ClientLink.RENEW, 1, CONNECTION);
        return LinkExample.ofLink("RENEW", buffer, ClientLink.SHORT_LENGTH,
            "Establish again: what became of some commands is known only by that.")
            .i64("connectionId", CONNECTION, WHICH);
    }
}
