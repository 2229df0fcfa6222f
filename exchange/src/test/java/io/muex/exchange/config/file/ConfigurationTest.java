package io.muex.exchange.config.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.DriverConfig;
import io.muex.exchange.config.ExchangeGenesisConfig;
import io.muex.exchange.config.FabricKind;
import io.muex.exchange.config.InstrumentConfig;
import io.muex.exchange.config.Profile;
import io.muex.exchange.config.ReplicaConfig;
import io.muex.mu.DetectorConfig;

class ConfigurationTest {
    private static final Map<String, String> NONE = Map.of();

    @Test
    void shouldHoldDefaultsWhenNobodySaysAnything() {
        final Configuration configuration = Configuration.open(null, NONE, NONE);
        final ClusterConfig cluster = configuration.read("cluster", ClusterConfig::from);
        final ReplicaConfig replica = configuration.read("replica", ReplicaConfig::from);
        final DriverConfig driver = configuration.read("driver", DriverConfig::from);
        final ExchangeGenesisConfig genesis = configuration.read("genesis", ExchangeGenesisConfig::from);
        configuration.throwIfAnyProblem();

        assertEquals(3, cluster.replicas());
        assertEquals(2, cluster.majority());
        assertEquals(FabricKind.SHM, cluster.fabric());
        assertEquals(70_000_000, replica.detector().stallNs());
        assertEquals(1 << 20, driver.ipcTermLengthBytes());
        assertEquals(List.of("ACME"), genesis.instruments().stream().map(InstrumentConfig::symbol).toList());
        assertTrue(configuration.settings().stream().allMatch(setting -> setting.source().equals(Source.DEFAULT)));
    }

    @Test
    void shouldReadEveryKindOfValueFromAFile() {
        final Configuration configuration = of("""
            cluster:
              name: "exchange-7"
              home: /var/lib/muex
              replicas: 7
              slots: 65_536
              slot-length: 512B
              fabric: disni
            replica:
              profile: dedicated
              detector:
                read-interval: 50us
            genesis:
              instruments:
                - symbol: ABC
                  tick-size: 0.0100
                - symbol: XYZ
                  lot-size: 100
            """);
        final ClusterConfig cluster = configuration.read("cluster", ClusterConfig::from);
        final ReplicaConfig replica = configuration.read("replica", ReplicaConfig::from);
        final ExchangeGenesisConfig genesis = configuration.read("genesis", ExchangeGenesisConfig::from);
        configuration.throwIfAnyProblem();

        assertEquals("exchange-7", cluster.name());
        assertEquals(Path.of("/var/lib/muex/logs"), cluster.logDirectory());
        assertEquals(7, cluster.replicas());
        assertEquals(65_536, cluster.slots());
        assertEquals(512, cluster.slotLengthBytes());
        assertEquals(FabricKind.DISNI, cluster.fabric());
        assertEquals(Profile.DEDICATED, replica.profile());
        assertEquals(50_000, replica.detector().readIntervalNs());
        assertEquals(new BigDecimal("0.01"), genesis.instruments().get(0).tickSize());
        assertEquals("XYZ", genesis.instruments().get(1).symbol());
    }

    @Test
    void shouldTakeTheAggressiveDetectorOnlyWhereThreadsNeverSleep() {
        final Configuration dedicated = of("replica: {profile: dedicated, detector: {profile: aggressive}}");
        final ReplicaConfig replica = dedicated.read("replica", ReplicaConfig::from);
        dedicated.throwIfAnyProblem();
        assertEquals(DetectorConfig.AGGRESSIVE, replica.detector());
        assertEquals(700_000, replica.detector().stallNs());

        final Configuration small = of("replica: {detector: {profile: aggressive}}");
        small.read("replica", ReplicaConfig::from);
        assertTrue(assertThrows(ConfigException.class, small::throwIfAnyProblem).getMessage()
            .contains("needs profile: dedicated"));
    }

    @Test
    void shouldTellAllProblemsAtOnceEachWithItsPlace() {
        final Configuration configuration = of("""
            cluster:
              replicas: 4
              replica-count: 3
              slot-length: 256
              fabric: tcp
            replica:
              warm-up: 2h
              detector:
                fail-threshold: 9
                read-intervall: 5ms
            geteway: {}
            """);
        assertNull(configuration.read("cluster", ClusterConfig::from));
        assertNull(configuration.read("replica", ReplicaConfig::from));

        final String message = assertThrows(ConfigException.class, configuration::throwIfAnyProblem).getMessage();

        assertEquals("""
            test.yaml:11: geteway: is no section that exists; did you mean gateway?
            test.yaml:4: cluster.slot-length: must be a size with a unit, such as 64MiB (B, KiB, MiB, GiB) (is 256)
            test.yaml:5: cluster.fabric: must be one of shm, disni (is tcp)
            test.yaml:2: cluster.replicas: must be odd: one replica more than 3 survives no more deaths, \
            and every commit would wait for one write more (is 4)
            test.yaml:3: cluster.replica-count: is no key that exists
            test.yaml:9: replica.detector.fail-threshold: must be below recover-threshold (is 9, and that is 6)
            test.yaml:10: replica.detector.read-intervall: is no key that exists; did you mean read-interval?
            test.yaml:7: replica.warm-up: must be at most 1m (is 2h)""", message);
    }

    @Test
    void shouldLetOptionsWinOverEnvironmentOverFileOverDefault() {
        final Configuration configuration = Configuration.ofText("test.yaml", """
            cluster:
              replicas: 3
              name: file
              slot-length: 512B
            """,
            Map.of("MUEX_CLUSTER_REPLICAS", "5", "MUEX_CLUSTER_NAME", "environment", "MUEX_JAVA_HOME", "/opt/jdk"),
            Map.of("cluster.replicas", "7"));
        final ClusterConfig cluster = configuration.read("cluster", ClusterConfig::from);
        configuration.throwIfAnyProblem();

        assertEquals(7, cluster.replicas());
        assertEquals("environment", cluster.name());
        assertEquals(512, cluster.slotLengthBytes());
        assertEquals("option", source(configuration, "cluster.replicas"));
        assertEquals("MUEX_CLUSTER_NAME", source(configuration, "cluster.name"));
        assertEquals("test.yaml:4", source(configuration, "cluster.slot-length"));
        assertEquals("default", source(configuration, "cluster.slots"));
    }

    @Test
    void shouldRefuseUnknownVariablesAndOptions() {
        final Configuration configuration = Configuration.ofText("test.yaml", "",
            Map.of("MUEX_CLUSTER_REPLICSA", "5"), Map.of("cluster.nmae", "x", "clutser.name", "x"));
        configuration.read("cluster", ClusterConfig::from);

        final List<String> lines = messageOf(configuration).lines().sorted().toList();

        assertEquals(List.of(
            "MUEX_CLUSTER_REPLICSA: is no key that exists; did you mean MUEX_CLUSTER_REPLICAS?",
            "option: cluster.nmae: is no key that exists; did you mean cluster.name?",
            "option: clutser.name: is no section that exists; did you mean cluster?"), lines);
    }

    @Test
    void shouldNotJudgeSectionsThatBelongToOtherProcesses() {
        final Configuration configuration = of("gateway:\n  anything: 1\n");
        configuration.read("cluster", ClusterConfig::from);
        configuration.throwIfAnyProblem();
    }

    @Test
    void shouldSayWhereAFileIsNotYaml() {
        assertTrue(messageOf(of("cluster:\n  name: [\n")).startsWith("test.yaml:3: is not YAML: "));
        assertEquals("test.yaml:1: must hold keys and values at its top level", messageOf(of("just words")));
        assertEquals("test.yaml:3: cluster.name: is given twice",
            messageOf(of("cluster:\n  name: a\n  name: b\n")));
        assertEquals("test.yaml:2: cluster.name: anchors and aliases are not accepted",
            messageOf(of("cluster:\n  name: &a x\n")));
        assertEquals("test.yaml: holds more than one document", messageOf(of("cluster: {}\n---\ncluster: {}\n")));
    }

    @Test
    void shouldRefuseShapesThatAreNotAskedFor() {
        final Configuration configuration = of("""
            cluster:
              name: [a, b]
              replicas:
            replica: 5
            genesis:
              instruments: ACME
            """);
        configuration.read("cluster", ClusterConfig::from);
        configuration.read("replica", ReplicaConfig::from);
        configuration.read("genesis", ExchangeGenesisConfig::from);
        assertEquals("""
            test.yaml:2: cluster.name: must be a single value
            test.yaml:3: cluster.replicas: has no value; leave the key out to get the default
            test.yaml:4: replica: must hold keys and values
            test.yaml:6: genesis.instruments: must be a list""", messageOf(configuration));
    }

    @Test
    void shouldCheckInstrumentsAgainstEachOtherAndAgainstCapacities() {
        final Configuration configuration = of("""
            genesis:
              capacity:
                max-instruments: 1
                max-orders: 1000
              instruments:
                - symbol: A
                - symbol: A
                - symbol: a name
                  tick-size: -1
            """);
        configuration.read("genesis", ExchangeGenesisConfig::from);
        assertEquals("""
            test.yaml:8: genesis.instruments[2].symbol: must be 1 to 16 printable characters without blanks (is a name)
            test.yaml:9: genesis.instruments[2].tick-size: must be a positive decimal such as 0.01
            test.yaml:5: genesis.instruments: must have different symbols
            test.yaml:5: genesis.instruments: must be no more than capacity.max-instruments
            test.yaml:5: genesis.instruments: must not have more max-orders together than capacity.max-orders \
            (are 131072)""", messageOf(configuration));
    }

    @Test
    void shouldSayThatAFileIsNotThere(@TempDir final Path directory) throws Exception {
        final Path missing = directory.resolve("missing.yaml");
        assertEquals(missing + ": there is no such file",
            messageOf(Configuration.open(missing, NONE, NONE)));
        final Path present = Files.writeString(directory.resolve("present.yaml"), "cluster:\n  name: a\n");
        final Configuration configuration = Configuration.open(present, NONE, NONE);
        assertEquals("a", configuration.read("cluster", ClusterConfig::from).name());
        assertEquals(present + ":2", source(configuration, "cluster.name"));
    }

    private static Configuration of(final String text) {
        return Configuration.ofText("test.yaml", text, NONE, NONE);
    }

    private static String messageOf(final Configuration configuration) {
        return assertThrows(ConfigException.class, configuration::throwIfAnyProblem).getMessage();
    }

    private static String source(final Configuration configuration, final String path) {
        return configuration.settings().stream().filter(setting -> setting.path().equals(path))
            .findFirst().orElseThrow().source().toString();
    }
}
