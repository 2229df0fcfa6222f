package io.muex.deploy.rehearsal;

import io.muex.exchange.config.secret.SessionKeys;
import io.muex.exchange.config.secret.SessionRole;
import io.muex.exchange.node.GenesisCommand;
import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.PacedIdle;
import io.muex.exchange.protocol.proof.Secret;
import io.muex.gateway.client.ClientConfig;
import io.muex.gateway.client.GatewayAddress;
import io.muex.load.flow.FlowProfile;
import io.muex.load.flow.OrderFlow;
import io.muex.load.local.FlowSource;
import io.muex.load.play.ClientPort;
import io.muex.load.play.PlayFailedException;
import io.muex.load.play.PlayPlan;
import io.muex.load.play.Player;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Plays a little of everything before a process is ready. A first pass through cold code costs 10 ms and more, and the
 * code that replaces a dead leader is otherwise first passed through when one is dead. So first leaders of a miniature
 * cluster die in quick succession, then orders go from a client through a gateway to it and back, and leaders die on
 * the way: the same classes, the same media driver, private memory and streams of its own.
 */
public final class Rehearsal {
    /** Place of a gateway's rehearsal beside those of replicas, which have their ids. */
    public static final int GATEWAY = 10;

    private static final String CLUSTER = "rehearsal";
    private static final int FIRST_SHOWN = 100;
    private static final int TAKE_OVERS = 250;
    private static final int OPERATIONS = 6_000;
    private static final int RATE = 10_000;
    private static final int ROOM = 1_024;
    private static final int TERM_BYTES = 64 << 10;

    private static final Secret SECRET = Secret.random();
    private static final SessionKeys KEYS = SessionKeys.NONE.with(
        GenesisCommand.OPERATOR_SESSION, GenesisCommand.OPERATOR_SESSION, SessionRole.OPERATOR);

    private Rehearsal() {
    }

    /**
     * Rehearses; returns when done or when time is up, which is no failure: code is slower at first then.
     *
     * @param aeronDirectory of the media driver of this host; without one only replication is rehearsed
     * @param place          different for every process that may rehearse at the same time, 1 to 10
     * @param mostNs         most time that it may take; 0 for none at all
     */
    public static void run(final Path aeronDirectory, final int place, final long mostNs) {
        if (mostNs <= 0) {
            return;
        }
        final long startNs = System.nanoTime();
        final long deadlineNs = startNs + mostNs;
        new TakeOverRehearsal(startNs + mostNs / 2).run(TAKE_OVERS);
        final int shownBase = FIRST_SHOWN + 8 * place;
        final RehearsedStage stage = new RehearsedStage(aeronDirectory, shownBase, deadlineNs);
        final Thread thread = Thread.ofPlatform().daemon().name("muex-rehearsal").start(stage);
        try {
            play(aeronDirectory, shownBase, deadlineNs);
        } catch (final PlayFailedException | IOException late) {
            // No media driver, or a busy host: what has been rehearsed is rehearsed.
        } finally {
            stage.end();
            awaitEnd(thread);
        }
    }

    private static void play(final Path aeronDirectory, final int shownBase, final long deadlineNs)
        throws IOException {
        final ClientConfig config =
            ClientConfig.ofLocal(CLUSTER, aeronDirectory, GenesisCommand.OPERATOR_SESSION,
                KEYS.find(GenesisCommand.OPERATOR_SESSION).orElseThrow().secret(GenesisCommand.OPERATOR_SESSION))
                .withGateways(List.of(
                    new GatewayAddress("aeron:ipc", ClientLink.CONTROL_STREAM_BASE + shownBase)))
                .withTermLengthBytes(TERM_BYTES);
        final PlayPlan plan = PlayPlan.ofRate(RATE).withRoom(ROOM, ROOM).withMaxUnanswered(256);
        final long leftNs = Math.max(1, deadlineNs - System.nanoTime());
        try (ClientPort port = ClientPort.connect(config, leftNs);
             OrderFlow flow = FlowSource.generated(FlowProfile.of(1, OPERATIONS)).open((file, line, problem) -> { })) {
            final Player player = new Player(flow, plan, List.of(port), List.of(), System::nanoTime);
            final PacedIdle idle = new PacedIdle();
            while (!player.isDone()) {
                idle.idle(player.doWork());
                if (System.nanoTime() - deadlineNs >= 0) {
                    player.abandon();
                }
            }
        }
    }

    private static void awaitEnd(final Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Known to all who take part, who are all in this process. */
    static Secret secret() {
        return SECRET;
    }

    static SessionKeys sessionKeys() {
        return KEYS;
    }

    static String cluster() {
        return CLUSTER;
    }

    static int termBytes() {
        return TERM_BYTES;
    }
}
