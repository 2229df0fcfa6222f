package io.muex.gateway;

import static io.muex.gateway.World.ACME;
import static io.muex.gateway.World.ALICE;
import static io.muex.gateway.World.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.book.OrderBook;
import io.muex.exchange.protocol.Side;
import io.muex.gateway.marketdata.BookHash;
import io.muex.gateway.marketdata.MarketDataConfig;
import io.muex.gateway.marketdata.MarketDataListener;
import io.muex.gateway.marketdata.MarketDataReader;
import io.muex.gateway.marketdata.MarketDataSource;
import io.muex.gateway.marketdata.PublicBook;
import io.muex.gateway.marketdata.PublisherAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Replicas, gateway, publishers and reader through a real media driver: a reader has the replicas' book. */
class MarketDataEndToEndTest {
    private static final int ORDERS = 400;
    private final Random random = new Random(4);
    private final List<Long> trades = new ArrayList<>();
    private long nextName = 1;

    private final MarketDataListener listener = new MarketDataListener() {
        @Override
        public void onTrade(final PublicBook book, final long tradeId, final Side side, final long price,
            final long quantity, final long timestampNs) {
            trades.add(tradeId);
        }
    };

    @Test
    void shouldShowTheBookOfTheReplicasThroughTheDeathOfReplicaAndPublisher() {
        try (World world = new World()) {
            final World.Trader[] traders = world.open(ALICE, BOB);
            trade(world, traders);
            final List<PublisherAgent> publishers = new ArrayList<>();
            publishers.add(publisher(world, 1));
            publishers.add(publisher(world, 2));
            final MarketDataReader reader = new MarketDataReader(world.driver.directory(),
                List.of(MarketDataSource.ofLocal(1), MarketDataSource.ofLocal(2)), listener);
            final Runnable others = () -> {
                publishers.forEach(PublisherAgent::doWork);
                reader.poll(System.nanoTime());
            };
            untilSame(world, others, reader, 1);
            trade(world, traders);
            untilSame(world, others, reader, 1);
            assertTrue(trades.size() > 20, trades.size() + " trades");
            final int replica = 3;
            world.killReplica(replica);
            trade(world, traders);
            untilSame(world, others, reader, 1);
            final PublisherAgent dead = publishers.removeFirst();
            trade(world, traders);
            untilSame(world, others, reader, 1);
            assertEquals(0, reader.losses(), reader::condition);
            assertEquals(trades.stream().distinct().count(), trades.size(), "a trade was told twice");
            reader.close();
            dead.close();
            publishers.forEach(PublisherAgent::close);
        }
    }

    private static PublisherAgent publisher(final World world, final int number) {
        return new PublisherAgent(GatewaySettings.ofLocal(World.NAME, number, world.driver.directory(),
            world.cluster.size(), TestKeys.CLUSTER, TestKeys.source()), MarketDataConfig.ofDefaults());
    }

    private void trade(final World world, final World.Trader... traders) {
        for (int i = 0; i < ORDERS; i++) {
            final World.Trader trader = traders[random.nextInt(traders.length)];
            final Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
            assertTrue(trader.client.place(
                ACME, side, 1 + random.nextInt(9), 95 + random.nextInt(11), nextName++) > 0);
        }
        world.until("everything is answered",
            () -> traders[0].client.unanswered() + traders[1].client.unanswered() == 0);
    }

    private static void untilSame(
        final World world, final Runnable others, final MarketDataReader reader, final int replica) {
        world.until("the reader has the book of the replica: " + reader.condition(), () -> {
            others.run();
            final PublicBook known = reader.book(ACME);
            return reader.isLive() && reader.isConsistent() && known != null && known.isKnown()
                && known.hash() == hash(world.engines.get(replica).exchange().book(ACME));
        });
    }

    private static long hash(final OrderBook book) {
        long hash = BookHash.empty();
        for (final Side side : Side.values()) {
            for (int level = book.bestLevel(side.code() - 1); level != OrderBook.NO_LEVEL;
                 level = book.nextLevel(level)) {
                hash = BookHash.level(
                    hash, side, book.levelPrice(level), book.levelQuantity(level), book.levelOrders(level));
            }
        }
        return hash;
    }
}
