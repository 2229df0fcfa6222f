package io.muex.exchange.protocol.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinkChannelTest {
    private static final String OWN = "aeron:udp?endpoint=10.0.0.1:40100";

    @Test
    void shouldAnswerAtAnAddressAndNothingElse() {
        for (final String good : List.of("aeron:ipc", "aeron:udp?endpoint=10.0.0.2:1",
            "aeron:udp?endpoint=127.0.0.1:65535", "aeron:udp?endpoint=[fe80::1]:40100")) {
            assertTrue(LinkChannel.isAnswerable(good, OWN), good);
        }
        for (final String bad : List.of("", "aeron:ipc?term-length=1g", "aeron:udp?endpoint=10.0.0.2:0",
            "aeron:udp?endpoint=10.0.0.2:65536", "aeron:udp?endpoint=10.0.0.2", "aeron:udp?endpoint=exchange:40100",
            "aeron:udp?endpoint=10.0.0.2:1|interface=0.0.0.0", "aeron:udp?endpoint=10.0.0.2:1|control=0.0.0.0:9",
            "aeron:udp?control=10.0.0.2:1|control-mode=dynamic", "aeron-spy:aeron:udp?endpoint=10.0.0.2:1",
            "aeron:udp?endpoint=10.0.0.2:1|term-length=1g")) {
            assertFalse(LinkChannel.isAnswerable(bad, OWN), bad);
        }
    }

    @Test
    void shouldSendNothingToOtherHostsWhereOnlyThisOneIsServed() {
        assertTrue(LinkChannel.isAnswerable("aeron:ipc", "aeron:ipc"));
        assertFalse(LinkChannel.isAnswerable("aeron:udp?endpoint=10.0.0.2:40100", "aeron:ipc"));
    }

    @Test
    void shouldListenWithinTheHostAsWell() {
        assertEquals(List.of("aeron:ipc", OWN), LinkChannel.listening(OWN));
        assertEquals(List.of("aeron:ipc"), LinkChannel.listening("aeron:ipc"));
        assertEquals(OWN, LinkChannel.answer("aeron:udp?endpoint=10.0.0.2:40100", OWN));
        assertEquals("aeron:ipc", LinkChannel.answer("aeron:ipc", OWN));
    }

    @Test
    void shouldSendFromTheAddressThatItListensOn() {
        assertEquals("10.0.0.1", LinkChannel.host(OWN));
        assertEquals("[fe80::1]", LinkChannel.host("aeron:udp?endpoint=[fe80::1]:1"));
        assertEquals(null, LinkChannel.host("aeron:ipc"));
    }
}
