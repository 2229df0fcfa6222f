package io.muex.exchange.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.config.file.ConfigException;
import io.muex.exchange.config.file.Configuration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostConfigTest {
    private static final String THREE = """
        cluster:
          hosts:
            - {name: one, address: "10.0.0.1:40100", replicas: 1, gateways: 1}
            - {name: two, address: "10.0.0.2:40100", replicas: 2 3, gateways: "2, 3"}
            - {name: desk, address: "[fd00::3]:40100"}
        """;

    @Test
    void shouldReadWhoRunsWhere() {
        final ClusterConfig cluster = read(THREE);
        assertEquals(List.of("one", "two", "desk"), cluster.hosts().stream().map(HostConfig::name).toList());
        assertEquals(List.of(2, 3), cluster.hosts().get(1).replicas());
        assertEquals(List.of(2, 3), cluster.hosts().get(1).gateways());
        assertEquals(List.of(), cluster.hosts().get(2).replicas());
        assertEquals("fd00::3", cluster.hosts().get(2).ip());
    }

    @Test
    void shouldGiveEachHostADriverOfItsOwn() {
        final ClusterConfig cluster = read(THREE);
        assertTrue(cluster.here().isEmpty());
        assertEquals("two", cluster.at("two").here().orElseThrow().name());
        assertTrue(cluster.at("two").aeronDirectory().endsWith("aeron-two"));
        assertTrue(cluster.at("two").driverLock().endsWith("driver-two.lock"));
        assertTrue(read("cluster: {}").aeronDirectory().endsWith("aeron"));
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        refuses("hosts[0].address", THREE.replace("10.0.0.1:40100", "0.0.0.0:40100"));
        refuses("hosts[0].address", THREE.replace("10.0.0.1:40100", "10.0.0.1"));
        refuses("hosts[0].address", THREE.replace("10.0.0.1:40100", "exchange:40100"));
        refuses("hosts[0].address", THREE.replace("10.0.0.1:40100", "10.0.0.1:0"));
        refuses("hosts[2].address", THREE.replace("[fd00::3]:40100", "[::]:40100"));
        refuses("hosts", THREE.replace("10.0.0.1:40100", "10.0.0.2:40100"));
        refuses("hosts", THREE.replace("2 3", "2"));
        refuses("hosts", THREE.replace("2 3", "1 2 3"));
        refuses("hosts[1].replicas", THREE.replace("2 3", "two"));
        refuses("hosts", THREE.replace("gateways: 1", "gateways: 2"));
        refuses("hosts", THREE.replace("name: two", "name: one"));
        refuses("host", THREE + "  host: three\n");
    }

    private static void refuses(final String key, final String text) {
        final ConfigException refused = assertThrows(ConfigException.class, () -> read(text));
        assertTrue(refused.getMessage().contains("cluster." + key), refused.getMessage());
    }

    private static ClusterConfig read(final String text) {
        final Configuration configuration = Configuration.ofText("muex.yaml", text, Map.of(), Map.of());
        final ClusterConfig cluster = configuration.read(ClusterConfig.SECTION, ClusterConfig::from);
        configuration.throwIfAnyProblem();
        return cluster;
    }
}
