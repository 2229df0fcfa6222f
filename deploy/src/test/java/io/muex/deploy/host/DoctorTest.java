package io.muex.deploy.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.file.Configuration;

class DoctorTest {
    @TempDir
    private Path root;

    @Test
    void shouldFindNothingToDoOnAGoodHost() throws Exception {
        write("proc/meminfo", "MemTotal: 33554432 kB\nMemAvailable: 25165824 kB\nSwapTotal: 0 kB\n");
        write("proc/self/limits", "Max open files            20000   20000   files\n"
            + "Max locked memory         unlimited  unlimited  bytes\n");
        write("proc/sys/net/core/rmem_max", "4194304\n");
        write("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
        write("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");

        final Map<String, Finding> findings = examine("disni");

        assertEquals("", findings.values().stream().filter(one -> !one.check().equals("cores"))
            .map(Finding::advice).collect(Collectors.joining()));
        assertEquals("4MiB", findings.get("socket-buffers").value());
    }

    @Test
    void shouldSayWhatToDoOnAPoorHost() throws Exception {
        write("proc/meminfo", "MemTotal: 2097152 kB\nMemAvailable: 1048576 kB\nSwapTotal: 1048576 kB\n");
        write("proc/self/limits", "Max open files            256     4096    files\n"
            + "Max locked memory         65536      65536      bytes\n");
        write("proc/sys/net/core/rmem_max", "212992\n");
        write("sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never\n");
        write("sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet\n");
        write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");

        final Map<String, Finding> findings = examine("disni");

        for (final String check : new String[] {"memory", "swap", "open-files", "clock-source",
            "transparent-huge-pages", "cpu-governor", "socket-buffers"}) {
            assertEquals(Finding.Status.ADVICE, findings.get(check).status(), check);
        }
        assertEquals(Finding.Status.PROBLEM, findings.get("locked-memory").status());
        assertEquals(Finding.Status.GOOD, examine("shm").get("locked-memory").status(), "shm locks nothing");
    }

    @Test
    void shouldNotStumbleOverAHostThatSaysNothing() {
        assertTrue(examine("shm").values().stream().noneMatch(one -> one.status() == Finding.Status.PROBLEM));
    }

    @Test
    void shouldWeighSharedMemoryAgainstTheSizeOfTheCluster() {
        final Doctor doctor = new Doctor(new Host(root), cluster("shm"));
        final long mib = 1L << 20;
        assertEquals(Finding.Status.GOOD, doctor.sharedMemory("/dev/shm", "tmpfs", 8_192 * mib).status());
        assertEquals(Finding.Status.ADVICE, doctor.sharedMemory("/dev/shm", "tmpfs", 64 * mib).status());
        assertEquals(Finding.Status.ADVICE, doctor.sharedMemory("/var/tmp", "ext4", 8_192 * mib).status());
        final Finding small = doctor.sharedMemory("/dev/shm", "tmpfs", 16 * mib);
        assertEquals(Finding.Status.PROBLEM, small.status());
        assertTrue(small.advice().contains("--shm-size"), small.advice());
    }

    private Map<String, Finding> examine(final String fabric) {
        return new Doctor(new Host(root), cluster(fabric)).examine().stream()
            .collect(Collectors.toMap(Finding::check, Function.identity()));
    }

    private static ClusterConfig cluster(final String fabric) {
        final Configuration configuration = Configuration.ofText("test.yaml",
            "cluster: {memory: /dev/shm/muex-doctor-test, fabric: " + fabric + "}", Map.of(), Map.of());
        final ClusterConfig cluster = configuration.read("cluster", ClusterConfig::from);
        configuration.throwIfAnyProblem();
        return cluster;
    }

    private void write(final String file, final String text) throws Exception {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }
}
