package io.muex.deploy.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.muex.deploy.roads.Roads;
import io.muex.deploy.run.MuexCommands;
import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.DriverConfig;
import io.muex.exchange.config.file.Configuration;
import io.muex.exchange.config.secret.ClusterSecrets;
import io.muex.gateway.GatewaySettings;
import io.muex.gateway.ReplicaAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in {@code deploy/three-hosts} fits the program and itself. */
class DeploymentFilesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path FILES = Path.of("three-hosts");

    @Test
    void shouldSendOverUdpBetweenHostsAndThroughMemoryWithin(@TempDir final Path home) throws IOException {
        final ClusterSecrets secrets = new ClusterSecrets(home, Map.of());
        secrets.create(1, 2, 5);
        final ClusterConfig cluster = cluster().at("two");
        final GatewaySettings gateway = Roads.gateway(cluster, secrets, 2);
        assertEquals(List.of(new ReplicaAddress(1, "aeron:udp?endpoint=10.77.0.1:40100"),
            new ReplicaAddress(2, "aeron:ipc"), new ReplicaAddress(3, "aeron:udp?endpoint=10.77.0.3:40100")),
            gateway.replicas());
        assertEquals("aeron:udp?endpoint=10.77.0.2:40100", gateway.egressChannel());
        assertEquals("aeron:udp?endpoint=10.77.0.2:40100",
            Roads.replica(cluster, secrets, 2, new byte[8]).ingressChannel());
        assertEquals(List.of("aeron:ipc", "aeron:udp?endpoint=10.77.0.1:40100"),
            Roads.client(cluster, secrets, 2).gateways().stream().map(one -> one.channel()).toList());
    }

    @Test
    void shouldStartTheSameCommandsAsEverywhere() throws IOException {
        final MuexCommands commands = new MuexCommands(List.of("--config", "/etc/muex/muex.yaml"));
        assertEquals(words(commands.driver().line(), "driver"), execStart("muex-driver.service", ""));
        assertEquals(words(commands.replica(2).line(), "replica"), execStart("muex-replica@.service", "2"));
        assertEquals(words(commands.gateway(1).line(), "gateway"), execStart("muex-gateway@.service", "1"));
    }

    @Test
    void shouldHaveUnitsThatSystemdUnderstands(@TempDir final Path directory) throws Exception {
        final boolean isThere = Files.isExecutable(Path.of("/usr/bin/systemd-analyze"));
        if (!isThere) {
            System.out.println("the units are not checked: there is no systemd-analyze");
        }
        assumeTrue(isThere, "no systemd-analyze");
        final List<String> line = new ArrayList<>(List.of("systemd-analyze", "verify"));
        for (final Path unit : units()) {
            final String text = Files.readString(unit).replace("/opt/muex/muex", ROOT.resolve("muex").toString());
            line.add(Files.writeString(directory.resolve(unit.getFileName()), text).toString());
        }
        assertEquals("", said(line));
        final Path wrong = directory.resolve("wrong.service");
        Files.writeString(wrong, "[Service]\nExecStart=/bin/true\nRestarts=always\n");
        assertTrue(said(List.of("systemd-analyze", "verify", wrong.toString())).contains("Restarts"), "it looks");
    }

    @Test
    void shouldLockMemoryAndNotForbidWhatTheJvmNeeds() throws IOException {
        for (final Path unit : units()) {
            final List<String> lines = Files.readAllLines(unit);
            assertTrue(lines.contains("LimitMEMLOCK=infinity") && lines.contains("NoNewPrivileges=yes")
                && lines.contains("Restart=on-failure"), unit.toString());
            assertFalse(lines.stream().anyMatch(line ->
                line.matches("(MemoryDenyWriteExecute|PrivateIPC|PrivatePIDs|PrivateNetwork)=.*")), unit.toString());
        }
        assertTrue(Files.readString(FILES.resolve("systemd/muex-replica@.service"))
            .contains("RestartPreventExitStatus=2 3\n"), "a replica that took itself out stays out");
    }

    /** No image is built here; that everything is there to build one can be seen. */
    @Test
    void shouldCopyOnlyWhatIsThereIntoAnImage() throws IOException {
        final List<String> lines = Files.readAllLines(FILES.resolve("Containerfile"));
        final List<String> copied = new ArrayList<>();
        for (final String line : lines) {
            final List<String> words = List.of(line.strip().split("\\s+"));
            if (words.getFirst().equals("COPY") && !words.get(1).startsWith("--from=")) {
                copied.addAll(words.subList(1, words.size() - 1));
            }
        }
        assertEquals(List.of(), copied.stream().filter(path -> !Files.exists(ROOT.resolve(path))).toList());
        final String pom = Files.readString(ROOT.resolve("pom.xml"));
        final List<String> modules = pom.lines().filter(line -> line.contains("<module>"))
            .map(line -> line.replaceAll("</?module>", "").strip()).toList();
        assertTrue(modules.size() == 5 && copied.containsAll(modules) && copied.contains("muex"), copied.toString());
        assertTrue(Files.isExecutable(ROOT.resolve("muex")), "what the image runs");
        assertTrue(lines.contains("ENTRYPOINT [\"/opt/muex/muex\"]"), "and runs it");
    }

    private static ClusterConfig cluster() {
        final Configuration file = Configuration.open(FILES.resolve("muex.yaml"), Map.of(), Map.of());
        final ClusterConfig cluster = file.read(ClusterConfig.SECTION, ClusterConfig::from);
        file.read(DriverConfig.SECTION, DriverConfig::from);
        file.throwIfAnyProblem();
        return cluster;
    }

    private static List<Path> units() throws IOException {
        try (Stream<Path> units = Files.list(FILES.resolve("systemd"))) {
            return units.sorted().toList();
        }
    }

    private static List<String> execStart(final String unit, final String instance) throws IOException {
        final String start = Files.readAllLines(FILES.resolve("systemd").resolve(unit)).stream()
            .filter(line -> line.startsWith("ExecStart=/opt/muex/muex ")).findFirst().orElseThrow();
        return Arrays.stream(start.substring("ExecStart=/opt/muex/muex ".length()).split(" "))
            .map(word -> word.replace("%i", instance)).toList();
    }

    private static List<String> words(final List<String> line, final String verb) {
        return line.subList(line.lastIndexOf(verb), line.size());
    }

    private static String said(final List<String> line) throws IOException {
        final Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
