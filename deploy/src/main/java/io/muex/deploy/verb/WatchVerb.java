package io.muex.deploy.verb;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.muex.deploy.client.Ladder;
import io.muex.deploy.client.Market;
import io.muex.deploy.cluster.LocalCluster;
import io.muex.deploy.cluster.Refusal;
import io.muex.deploy.report.Console;
import io.muex.deploy.report.JsonReport;
import io.muex.deploy.roads.Roads;
import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.file.Configuration;
import io.muex.exchange.config.file.Units;
import io.muex.exchange.protocol.link.ClientLink;
import io.muex.gateway.marketdata.MarketDataConfig;
import io.muex.gateway.marketdata.MarketDataReader;
import io.muex.gateway.marketdata.MarketDataSource;
import io.muex.load.process.StopRequest;

/** {@code muex watch}. */
@Command(name = "watch", mixinStandardHelpOptions = true,
    description = "Shows the order book and the trades of an instrument as they happen, from the public feed: as a "
        + "ladder in a terminal, else line by line. Exit status 1: the book did not become known.")
final class WatchVerb implements Callable<Integer> {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final long PICTURE_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long NAP_NS = TimeUnit.MILLISECONDS.toNanos(1);

    @Parameters(index = "0", paramLabel = "SYMBOL", description = "Instrument: its symbol or number.")
    private String symbol;
    @Option(names = "--levels", paramLabel = "N", defaultValue = "10",
        description = "Price levels a side. Default: ${DEFAULT-VALUE}.")
    private int levels;
    @Option(names = "--for", paramLabel = "T", description = "Ends after this long, for example 10s. Default: never.")
    private String duration;
    @Option(names = "--lines", description = "Line by line in a terminal too.")
    private boolean isPlain;
    @Mixin
    private ConfigOptions options;
    @Mixin
    private JsonOption json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        final long limitNs = limitNs();
        if (levels < 1) {
            throw new Refusal("at least one level is needed, not " + levels);
        }
        final Configuration configuration = options.open();
        final ClusterConfig config = options.cluster();
        final MarketDataConfig feed = configuration.read(MarketDataConfig.SECTION, MarketDataConfig::from);
        configuration.throwIfAnyProblem();
        final LocalCluster cluster = new LocalCluster(config);
        cluster.directory();
        final Market market = Market.find(cluster.instruments(), symbol);
        final Console console = Console.of(spec.commandLine().getOut(), spec.commandLine().getErr());
        final boolean isTerminal = !isPlain && System.console() != null && System.console().isTerminal();
        final Ladder ladder = new Ladder(market, levels, isTerminal, console);
        try (StopRequest stop = StopRequest.install(GRACE);
             MarketDataReader reader = new MarketDataReader(config.aeronDirectory(), sources(config, feed), ladder)) {
            watch(reader, ladder, stop, limitNs);
            final boolean isKnown = ladder.isKnown();
            if (!isKnown) {
                console.note("muex: the book of " + market.symbol() + " did not become known: " + reader.condition());
            }
            json.write(report(reader, ladder));
            return isKnown ? ExitStatus.HELD : ExitStatus.NOT_HELD;
        }
    }

    private long limitNs() {
        final OptionalLong given = duration == null ? OptionalLong.of(Long.MAX_VALUE) : Units.durationNs(duration);
        if (given.isEmpty() || given.getAsLong() <= 0) {
            throw new Refusal("not a duration: " + duration + "; say for example 10s");
        }
        return given.getAsLong();
    }

    /** The publishers of every gateway that was started here; one that does not publish costs nothing. */
    private static List<MarketDataSource> sources(final ClusterConfig config, final MarketDataConfig feed)
        throws IOException {
        return Roads.startedGateways(config.home()).stream()
            .map(address -> new MarketDataSource(
                address.stream() - ClientLink.CONTROL_STREAM_BASE, feed.channel(), feed.requestChannel()))
            .toList();
    }

    private static void watch(
        final MarketDataReader reader, final Ladder ladder, final StopRequest stop, final long limitNs) {
        final long startNs = System.nanoTime();
        long pictureNs = startNs;
        while (!stop.isAsked() && System.nanoTime() - startNs < limitNs) {
            final long nowNs = System.nanoTime();
            if (reader.poll(nowNs) == 0) {
                LockSupport.parkNanos(NAP_NS);
            }
            if (nowNs - pictureNs >= PICTURE_NS) {
                pictureNs = nowNs;
                ladder.show(reader);
            }
        }
    }

    private static JsonReport report(final MarketDataReader reader, final Ladder ladder) {
        return ladder.report().put("live", reader.isLive()).put("seq", reader.seq())
            .put("clusterId", Long.toHexString(reader.clusterId())).put("gaps", reader.gaps())
            .put("losses", reader.losses());
    }
}
