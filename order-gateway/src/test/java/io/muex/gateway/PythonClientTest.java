package io.muex.gateway;

import static io.muex.gateway.World.ALICE;
import static io.muex.gateway.World.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.LinkReject;
import io.muex.exchange.protocol.proof.Secret;
import io.muex.gateway.tcp.TcpCounter;
import io.muex.gateway.tcp.TcpPort;
import io.muex.gateway.tcp.TcpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The published client in Python trades with a gateway of this process. */
class PythonClientTest {
    private static final Path DIRECTORY = Path.of("src/main/python");
    private static final Path SCHEMA =
        Path.of("../exchange/src/main/resources/io/muex/exchange/protocol/exchange-schema.xml");

    @Test
    void shouldLogOnPlaceAndCancelFromPython() throws IOException, InterruptedException {
        final boolean isThere = hasPython();
        if (!isThere) {
            System.out.println("the client in Python is not tried: there is no python3");
        }
        assumeTrue(isThere, "no python3");
        try (World world = new World(); TcpPort port = open(world)) {
            world.open(BOB);
            // Twice: the second time the session has an epoch, which the client learns by a refusal.
            for (int time = 0; time < 2; time++) {
                assertEquals(List.of("OrderAccepted", "OrderCancelled", "CancelRejected"),
                    play(world, port, TestKeys.of(ALICE)));
            }
            assertEquals(List.of("refused"), play(world, port, TestKeys.of(BOB)), "another's secret lets nobody in");
            world.until("both have left", () -> port.doWork() >= 0 && port.tally().value(TcpCounter.CONNECTIONS) == 0);
        }
    }

    @Test
    void shouldBeShort() throws IOException {
        assertTrue(Files.readAllLines(DIRECTORY.resolve("muex.py")).size() < 100);
    }

    private static TcpPort open(final World world) throws IOException {
        final TcpSettings usual = TcpSettings.of(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1, world.driver.directory());
        assertEquals(ClientLink.CONTROL_STREAM_BASE + 1, usual.controlStream());
        return new TcpPort(usual);
    }

    /** First word of each line that it prints. */
    private static List<String> play(final World world, final TcpPort port, final Secret secret)
        throws IOException {
        final Path output = Files.createTempFile("muex-python-", ".txt");
        final ProcessBuilder builder = new ProcessBuilder("python3", "-B", DIRECTORY.resolve("example.py").toString(),
            "127.0.0.1:" + port.address().getPort(), SCHEMA.toString(), World.NAME, Long.toString(ALICE))
            .redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("MUEX_SESSION_SECRET", secret.hex());
        final Process python = builder.start();
        try {
            world.until("python ends", () -> port.doWork() >= 0 && !python.isAlive());
            final String said = Files.readString(output);
            if (said.contains("turned away")) {
                assertTrue(said.contains(Integer.toString(LinkReject.NOT_AUTHENTICATED.code())), said);
                return List.of("refused");
            }
            assertEquals(0, python.exitValue(), said);
            return said.lines().map(line -> line.split(" ")[0]).toList();
        } finally {
            python.destroyForcibly();
            Files.delete(output);
        }
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            final Process process =
                new ProcessBuilder("python3", "-c", "import hmac").redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (final IOException absent) {
            return false;
        }
    }
}
