package io.muex.gateway;

import io.muex.exchange.protocol.CancelOrderFlyweight;
import io.muex.exchange.protocol.NewOrderFlyweight;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.TimeInForce;
import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.LinkHeader;
import io.muex.exchange.protocol.link.ReplicaLink;
import io.muex.mu.session.CommandEnvelope;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/** What an attacker sends who knows the protocol: random bytes, and messages that are right but for one thing. */
final class HostileFrames {
    static final int LONGEST = 8_000;

    private static final int BODY = LinkHeader.LENGTH + CommandEnvelope.HEADER_LENGTH;
    private static final int ORDER = BODY + NewOrderFlyweight.LENGTH;
    private static final long[] EXTREMES = {
        Long.MIN_VALUE, Long.MAX_VALUE, -1, 0, 1, Long.MAX_VALUE - 1, 1L << 32, -(1L << 32)};

    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LONGEST]);
    private final Random random;
    private final RawClient raw;
    private final byte[] attachProof;
    private final byte[] clientProof;
    private final byte[] garbage = new byte[512];
    private final NewOrderFlyweight order = new NewOrderFlyweight();
    private final CancelOrderFlyweight cancel = new CancelOrderFlyweight();
    /** The next number of the attacker's own session. */
    private long next = 1;
    private boolean isGood;

    HostileFrames(final Random random, final RawClient raw) {
        this.random = random;
        this.raw = raw;
        attachProof = raw.attachProof();
        clientProof = raw.clientProof();
    }

    /** Called once the frame made last has been taken by the stream. */
    void sent() {
        if (isGood) {
            next++;
        }
    }

    private int garbage(final int length) {
        random.nextBytes(garbage);
        buffer.putBytes(0, garbage, 0, Math.min(length, garbage.length));
        return length;
    }

    /** For any stream: random bytes, half of them behind a header with a type that exists. */
    int randomBytes() {
        final int length = garbage(random.nextInt(200));
        if (random.nextBoolean() && length >= LinkHeader.LENGTH) {
            LinkHeader.encode(buffer, 0, random.nextBoolean() ? ClientLink.COMMAND : 1 + random.nextInt(31),
                random.nextInt());
        }
        return length;
    }

    /** For the data stream of the gateway, over the connection of a session that logged on. */
    int overOwnConnection() {
        isGood = false;
        order(raw.session(), raw.epoch, next);
        final long extreme = EXTREMES[random.nextInt(EXTREMES.length)];
        switch (random.nextInt(14)) {
            case 0 -> {
                return LinkHeader.LENGTH + 1 + random.nextInt(ORDER - LinkHeader.LENGTH - 1);
            }
            case 1 -> {
                return ORDER + 1 + random.nextInt(200);
            }
            case 2 -> {
                return 300 + random.nextInt(LONGEST - 300);
            }
            case 3 -> buffer.putShort(2, (short) (2 + random.nextInt(100)));
            case 4 -> buffer.putShort(LinkHeader.LENGTH + 30, (short) (2 + random.nextInt(100)));
            case 5 -> buffer.putLong(LinkHeader.LENGTH + 8, random.nextBoolean() ? World.ALICE : extreme);
            case 6 -> buffer.putInt(LinkHeader.LENGTH + 24, raw.epoch + 1 + random.nextInt(1_000));
            case 7 -> buffer.putLong(LinkHeader.LENGTH + 16,
                random.nextBoolean() && extreme != next ? extreme : next + 1 + random.nextInt(1_000));
            case 8 -> buffer.putLong(LinkHeader.LENGTH, raw.clusterId + 1 + random.nextInt(9));
            case 9 -> {
                if (random.nextBoolean()) {
                    buffer.putShort(LinkHeader.LENGTH + 28, (short) (4 + random.nextInt(60)));
                } else {
                    // What only a leader proposes.
                    CommandEnvelope.encode(buffer, LinkHeader.LENGTH, CommandEnvelope.INTERNAL, raw.clusterId, 0, 0, 0);
                }
            }
            case 10 -> {
                final int field = BODY + 2 * random.nextInt(4);
                buffer.putShort(field, (short) (buffer.getShort(field) ^ 0x4000 + random.nextInt(0x4000)));
            }
            case 11 -> {
                ClientLink.encodeAttach(buffer, 0, raw.connectionId(), attachProof);
                return ClientLink.ATTACH_LENGTH;
            }
            case 12 -> LinkHeader.encode(buffer, 0, 40 + random.nextInt(60), random.nextInt());
            default -> {
                return wellFormed(extreme);
            }
        }
        isGood = false;
        return ORDER;
    }

    /** Comes into the log, where the exchange refuses it: extreme numbers, enumerations that mean nothing. */
    private int wellFormed(final long extreme) {
        isGood = true;
        switch (random.nextInt(4)) {
            case 0 -> order.quantity(extreme).price(EXTREMES[random.nextInt(EXTREMES.length)]);
            case 1 -> order.instrumentId(random.nextInt());
            case 2 -> {
                // Side, conditions, time in force and self-trade prevention are the last four bytes.
                buffer.putInt(ORDER - Integer.BYTES, random.nextInt() | 0x40404040);
            }
            default -> {
                cancel.wrapForWrite(buffer, BODY).clOrdId(random.nextBoolean() ? HostileInputTest.RESTING : extreme);
                return BODY + CancelOrderFlyweight.LENGTH;
            }
        }
        return ORDER;
    }

    private void order(final long session, final int epoch, final long number) {
        LinkHeader.encode(buffer, 0, ClientLink.COMMAND, 0);
        CommandEnvelope.encode(
            buffer, LinkHeader.LENGTH, CommandEnvelope.COMMAND, raw.clusterId, session, epoch, number);
        order.wrapForWrite(buffer, BODY).instrumentId(World.ACME).clOrdId(0).quantity(1).price(100).side(Side.BUY)
            .timeInForce(TimeInForce.GTC);
    }

    /** For the data stream of the gateway, over a connection that nobody attached. */
    int overNoConnection() {
        switch (random.nextInt(3)) {
            case 0 -> {
                ClientLink.encodeAttach(buffer, 0, raw.connectionId(), attachProof);
                if (random.nextBoolean()) {
                    buffer.putByte(16 + random.nextInt(32), (byte) random.nextInt());
                }
                return ClientLink.ATTACH_LENGTH;
            }
            case 1 -> {
                order(World.ALICE, 1 + random.nextInt(3), 1 + random.nextInt(1_000));
                return ORDER;
            }
            default -> {
                return randomBytes();
            }
        }
    }

    /** For the control stream of the gateway: greetings and proofs that were used before, or never were any. */
    int greeting() {
        switch (random.nextInt(4)) {
            case 0 -> {
                final int length = ClientLink.encodeNegotiate(buffer, 0, random.nextInt(4) == 0 ? "other" : World.NAME,
                    random.nextBoolean() ? raw.session() : 1 + random.nextInt(100), random.nextBoolean()
                        ? raw.connectionId() : 1 + random.nextLong(Long.MAX_VALUE), 0, "aeron:ipc");
                ClientLink.negotiateEgressStream(buffer, 0, 123_456);
                return length;
            }
            case 1 -> {
                ClientLink.encodeChallenge(
                    buffer, 0, ClientLink.PROVE, 0, raw.connectionId(), raw.session(), clientProof);
                return ClientLink.CHALLENGE_LENGTH;
            }
            default -> {
                return randomBytes();
            }
        }
    }

    /** For the data stream of a replica, over a connection that was not opened. */
    int toReplica() {
        switch (random.nextInt(3)) {
            case 0 -> {
                order(World.ALICE, 1, 1 + random.nextInt(1_000));
                LinkHeader.encode(buffer, 0, ReplicaLink.COMMAND, 1);
                return ORDER;
            }
            case 1 -> {
                ReplicaLink.encodeRead(buffer, 0, 1, random.nextLong());
                return ReplicaLink.READ_LENGTH;
            }
            default -> {
                return randomBytes();
            }
        }
    }
}
