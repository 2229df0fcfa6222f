package io.muex.gateway.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.MarketLink;
import io.muex.exchange.protocol.link.ReplicaLink;
import io.muex.gateway.marketdata.FeedExamples;
import io.muex.mu.session.CommandEnvelope;
import io.muex.mu.session.SessionEvents;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The pages with the fields and bytes of every message between processes are what the encoders write today. */
class LinkMessagesPageTest {
    private static final Set<String> NO_MESSAGES = Set.of("CONTROL_STREAM_BASE", "DEFINITION", "MAX_PACKET", "END",
        "VERSION", "FIRST_KIND");
    private static final String MADE = """

        Made by `LinkMessagesPageTest` from the encoders and compared with them; do not edit. When they differ the test
        writes the right page to `order-gateway/target`. Everything is little-endian. Bytes are in hexadecimal, 32 in a
        row; the column "here" says what the bytes below the table hold.
        """;
    private static final String HEADER = """

        Every message begins with eight bytes: `u16` type, `u16` version (1), `i32` sender. Type and sender of the
        example stand above each table. Offsets count from the first byte of the message.
        """;

    /** A page: its name, what it begins with, and sections of messages. */
    private record Page(String name, String head, List<Section> sections) {
        String text() {
            final StringBuilder out = new StringBuilder(head);
            for (final Section section : sections) {
                out.append("\n## ").append(section.title()).append('\n');
                section.examples().forEach(example -> example.appendTo(out));
            }
            return out.toString();
        }

        Stream<LinkExample> examples() {
            return sections.stream().flatMap(section -> section.examples().stream());
        }
    }

    private record Section(String title, List<LinkExample> examples) {
    }

    private static Page client() {
        final ClientExamples examples = new ClientExamples();
        return new Page("MESSAGES-CLIENT.md", "# Messages between client and gateway\n" + MADE + HEADER + """

            The examples are one log-on by TCP, with proofs that are right: the secret of the session is
            `%s`, the gateway is 1.
            By TCP every message has its length before it (`u32`, without itself), which is not shown here. What is said
            when, and why: [PROTOCOL.md](PROTOCOL.md).
            """.formatted(ClientExamples.SECRET), List.of(
            new Section("From the client, and WELCOME", examples.toGateway()),
            new Section("From the gateway, egress stream of the client", examples.toClient())));
    }

    private static Page session() {
        final SessionExamples examples = new SessionExamples();
        return new Page("MESSAGES-SESSION.md", "# Commands and events of the session layer\n" + MADE + """

            A command travels in COMMAND, behind its link header; events travel in REPORTS. Offsets count from the first
            byte of the command or event. Every command begins with the envelope of the first two, 32 bytes; every event
            with the envelope of the first one, 40 bytes; the tables of the others begin behind it. The bytes are those
            of one short life of a cluster, as the exchange itself answered. Messages of the exchange:
            [PROTOCOL-MESSAGES.md](../../exchange/docs/PROTOCOL-MESSAGES.md), and
            [one example of each](../../exchange/docs/MESSAGE-EXAMPLES.md). DONE, kind 65282, has no body: the command
            was executed and there is nothing else to say.
            """, List.of(new Section("Commands of clients", examples.commands()),
            new Section("Commands of the leader, never taken from outside", examples.ofLeader()),
            new Section("Events", examples.events())));
    }

    private static Page replica() {
        final ReplicaExamples examples = new ReplicaExamples();
        return new Page("MESSAGES-REPLICA.md", "# Messages between gateway and replica\n" + MADE + HEADER + """

            The gateway is 1, the replica 2; proofs are right for the secret of a cluster
            `%s`. What is said when:
            [LINKS.md](LINKS.md).
            """.formatted(ClientExamples.SECRET), List.of(new Section("From the gateway", examples.toReplica()),
            new Section("From the replica, egress stream of the gateway", examples.toGateway()),
            new Section("Of a publisher of market data", examples.ofMarket())));
    }

    private static Page feed() {
        return new Page("MESSAGES-FEED.md", "# Packets of the market data feed\n" + MADE + HEADER + """

            How packets are numbered and what a reader does with them: [MARKETDATA.md](MARKETDATA.md).
            """, List.of(new Section("Packets", FeedExamples.all())));
    }

    private static List<Page> pages() {
        return List.of(client(), session(), replica(), feed());
    }

    @Test
    void shouldShowWhatTheEncodersWrite() throws IOException {
        final List<String> stale = new ArrayList<>();
        for (final Page page : pages()) {
            final Path file = Path.of("docs", page.name());
            if (!Files.exists(file) || !Files.readString(file).equals(page.text())) {
                Files.writeString(Path.of("target", page.name()), page.text());
                stale.add(page.name());
            }
        }
        assertEquals(List.of(), stale, "target has these pages as they should be");
    }

    @Test
    void shouldTellEveryByteByItsFields() {
        pages().stream().flatMap(Page::examples)
            .forEach(example -> assertTrue(example.isToldBy(example.bytes()), example.title()));
    }

    @Test
    void shouldShowMessagesThatTheReceiversTake() {
        client().examples().map(LinkExample::bytes).forEach(bytes ->
            assertTrue(ClientLink.check(bytes[0], new UnsafeBuffer(bytes), 0, bytes.length)));
        replica().examples().map(LinkExample::bytes).forEach(bytes ->
            assertTrue(ReplicaLink.check(bytes[0], new UnsafeBuffer(bytes), 0, bytes.length)));
        feed().examples().map(LinkExample::bytes).forEach(bytes -> assertTrue(FeedExamples.isPacket(bytes)));
    }

    @Test
    void shouldShowEveryMessageThatThereIs() {
        assertEquals(messages(ClientLink.class), names(client()));
        final Set<String> ofReplicas = messages(ReplicaLink.class);
        ofReplicas.addAll(messages(MarketLink.class));
        assertEquals(ofReplicas, names(replica()));
        assertEquals(messages(FeedExamples.numbers()), names(feed()));
        final Set<String> ofSessions = messages(CommandEnvelope.class);
        ofSessions.addAll(messages(SessionEvents.class));
        ofSessions.remove("DONE"); // told in words: it has no body
        ofSessions.add("OrderAccepted");
        assertEquals(ofSessions, names(session()));
    }

    @Test
    void shouldNoticeAnotherByteAndAnotherField() {
        final LinkExample attach = new ClientExamples().toGateway().get(3);
        final byte[] other = attach.bytes();
        other[9]++;
        assertFalse(attach.isToldBy(other));
        final LinkExample swapped = LinkExample.of("swapped", new byte[] {1, 0, 0, 0, 2, 0, 0, 0}, 0, "")
            .i32("second", 2, "").i32("first", 1, "");
        assertFalse(swapped.isToldBy(swapped.bytes()));
        final LinkExample missing = LinkExample.of("missing", new byte[] {1, 0, 0, 0, 2, 0, 0, 0}, 0, "")
            .i32("first", 1, "");
        assertFalse(missing.isToldBy(missing.bytes()));
        assertFalse(client().text().equals(client().text().replace("| 8 | i64 | session |", "| 16 | i64 | session |")));
    }

    private static Set<String> names(final Page page) {
        return page.examples().map(example -> example.title().replaceAll(",.*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> messages(final Class<?> numbers) {
        return Stream.of(numbers.getDeclaredFields())
            .filter(field -> field.getType() == int.class && !Modifier.isPrivate(field.getModifiers()))
            .map(Field::getName).filter(name -> !name.endsWith("_LENGTH") && !NO_MESSAGES.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    }
}
