package io.muex.deploy.host;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.FabricKind;
import io.muex.exchange.config.file.Units;
import io.muex.mu.fabric.shm.ClusterGeometry;

/**
 * Looks over a host and says what stands in the way of a cluster, or of its speed, and what to do about it. Changes
 * nothing but this thread's timer slack. Any thread.
 */
public final class Doctor {
    private static final int TESTED_JAVA = 25;
    private static final long GIB = 1L << 30;
    private static final long MIB = 1L << 20;
    private static final long REPLICA_BYTES = 640 * MIB;
    private static final long OTHERS_BYTES = GIB;
    private static final long DRIVER_BYTES = 32 * MIB;
    private static final long LOCKED_BYTES = GIB;
    private static final long SOCKET_BYTES = 2 * MIB;
    private static final long OPEN_FILES = 1_024;

    private final Host host;
    private final ClusterConfig cluster;

    /**
     * A doctor for this host.
     *
     * @param cluster the cluster that is to run here
     */
    public Doctor(final ClusterConfig cluster) {
        this(new Host(Path.of("/")), cluster);
    }

    Doctor(final Host host, final ClusterConfig cluster) {
        this.host = host;
        this.cluster = cluster;
    }

    /** Runs all checks. */
    public List<Finding> examine() {
        return List.of(platform(), java(), cores(), memory(), sharedMemory(), swap(), openFiles(), timerSlack(),
            clockSource(), hugePages(), governor(), lockedMemory(), socketBuffers());
    }

    private static Finding platform() {
        final String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return platform.equals("Linux amd64") ? Finding.good("platform", platform)
            : Finding.problem("platform", platform, "only Linux x86-64 is supported: memory order and system calls of "
                + "others were not considered");
    }

    private static Finding java() {
        final Runtime.Version version = Runtime.version();
        return version.feature() == TESTED_JAVA ? Finding.good("java", version.toString())
            : Finding.advice("java", version.toString(), "use a JDK " + TESTED_JAVA + "; nothing was tested with this "
                + "one, and later ones may refuse the memory access that libraries need");
    }

    private static Finding cores() {
        final int cores = Runtime.getRuntime().availableProcessors();
        return cores >= 2 ? Finding.good("cores", Integer.toString(cores))
            : Finding.advice("cores", Integer.toString(cores), "works, but leader and client take turns on one core; "
                + "two make every order faster by a time slice of the scheduler");
    }

    private Finding memory() {
        final long needed = cluster.replicas() * REPLICA_BYTES + OTHERS_BYTES;
        return atLeast("memory", host.memoryBytes("MemAvailable"), needed,
            "a cluster of " + cluster.replicas() + " needs about " + Units.formatSizeBytes(needed)
                + "; end other programs or run fewer replicas");
    }

    private Finding sharedMemory() {
        final Path place = existing(cluster.memory());
        try {
            final FileStore store = Files.getFileStore(place);
            return sharedMemory(place.toString(), store.type(), store.getUsableSpace());
        } catch (final IOException e) {
            return Finding.problem("shared-memory", place + ": " + e.getMessage(), "set cluster.memory to a directory "
                + "on a tmpfs");
        }
    }

    Finding sharedMemory(final String place, final String type, final long freeBytes) {
        final ClusterGeometry fitting =
            ClusterGeometry.fitting(1, cluster.replicas(), cluster.slotLengthBytes(), freeBytes);
        final ClusterGeometry wanted = new ClusterGeometry(1, cluster.replicas(),
            cluster.slots() == 0 ? fitting.slots() : cluster.slots(), cluster.slotLengthBytes(), fitting.retained(),
            cluster.snapshotCapacityBytes() == 0 ? fitting.snapshotCapacityBytes() : cluster.snapshotCapacityBytes(),
            fitting.spareRings());
        final long neededBytes = wanted.clusterBytes() + DRIVER_BYTES;
        final String value = megabytes(freeBytes) + " free in " + place + " (" + type + "), " + megabytes(neededBytes)
            + " needed for " + wanted.slots() + " slots";
        final String remedy = "mount -o remount,size=2G /dev/shm, or --shm-size=2g for a container";
        if (freeBytes < neededBytes) {
            return Finding.problem("shared-memory", value, remedy);
        } else if (!type.equals("tmpfs")) {
            return Finding.advice("shared-memory", value, "put cluster.memory on a tmpfs such as /dev/shm; on a disk "
                + "the kernel writes back pages under the leader's hands");
        }
        return wanted.slots() >= ClusterGeometry.DEFAULT_SLOTS ? Finding.good("shared-memory", value)
            : Finding.advice("shared-memory", value, "a short log is full sooner when a replica stalls; for the usual "
                + ClusterGeometry.DEFAULT_SLOTS + " slots: " + remedy);
    }

    private Finding swap() {
        final OptionalLong swap = host.memoryBytes("SwapTotal");
        return swap.orElse(0) == 0 ? Finding.good("swap", "none")
            : Finding.advice("swap", megabytes(swap.getAsLong()), "a replica whose memory is swapped out stalls for "
                + "milliseconds: swapoff -a, or vm.swappiness=1");
    }

    private Finding openFiles() {
        return atLeastCount("open-files", host.limit("Max open files"), OPEN_FILES, "raise it: ulimit -n 4096");
    }

    private static Finding timerSlack() {
        final boolean accepted = TimerSlack.minimise();
        final long slackNs = TimerSlack.currentNs();
        return accepted && slackNs == 1 ? Finding.good("timer-slack", "1ns for our processes")
            : Finding.advice("timer-slack", slackNs + "ns", "the kernel refused a shorter one (a sandbox?); every "
                + "sleep is about 50us longer than asked");
    }

    private Finding clockSource() {
        final Optional<String> source =
            host.text("sys/devices/system/clocksource/clocksource0/current_clocksource");
        final String value = source.orElse("unknown");
        return switch (value) {
            case "tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "unknown" -> Finding.good("clock-source", value);
            default -> Finding.advice("clock-source", value, "reading this clock is a system call; choose tsc if "
                + "available_clocksource beside it offers that");
        };
    }

    private Finding hugePages() {
        final String value = host.chosen("sys/kernel/mm/transparent_hugepage/enabled").orElse("unknown");
        return value.equals("always")
            ? Finding.advice("transparent-huge-pages", value, "merging pages stalls threads: echo madvise > "
                + "/sys/kernel/mm/transparent_hugepage/enabled")
            : Finding.good("transparent-huge-pages", value);
    }

    private Finding governor() {
        final String value = host.text("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor").orElse("none");
        return value.equals("none") || value.equals("performance") ? Finding.good("cpu-governor", value)
            : Finding.advice("cpu-governor", value, "short work finds a slow core: cpupower frequency-set -g "
                + "performance");
    }

    private Finding lockedMemory() {
        final boolean needed = cluster.fabric() == FabricKind.DISNI;
        final OptionalLong limit = host.limit("Max locked memory");
        final String value = limit.isEmpty() ? "unknown"
            : limit.getAsLong() == Long.MAX_VALUE ? "unlimited" : megabytes(limit.getAsLong());
        if (!needed) {
            return Finding.good("locked-memory", value + " (used by fabric disni only)");
        }
        return limit.orElse(Long.MAX_VALUE) >= LOCKED_BYTES ? Finding.good("locked-memory", value)
            : Finding.problem("locked-memory", value, "memory regions cannot be registered: ulimit -l unlimited, or "
                + "memlock in /etc/security/limits.conf");
    }

    private Finding socketBuffers() {
        final OptionalLong bytes = host.number("proc/sys/net/core/rmem_max");
        if (bytes.isEmpty() || bytes.getAsLong() >= SOCKET_BYTES) {
            return Finding.good("socket-buffers", bytes.isEmpty() ? "unknown" : megabytes(bytes.getAsLong()));
        }
        return Finding.advice("socket-buffers", Units.formatSizeBytes(bytes.getAsLong()), "matters with more than one "
            + "host only: sysctl net.core.rmem_max=" + SOCKET_BYTES + " net.core.wmem_max=" + SOCKET_BYTES);
    }

    private static Finding atLeast(
        final String check, final OptionalLong bytes, final long needed, final String advice) {
        if (bytes.isEmpty()) {
            return Finding.good(check, "unknown");
        }
        final String value = megabytes(bytes.getAsLong());
        return bytes.getAsLong() >= needed ? Finding.good(check, value) : Finding.advice(check, value, advice);
    }

    private static Finding atLeastCount(
        final String check, final OptionalLong count, final long needed, final String advice) {
        if (count.isEmpty()) {
            return Finding.good(check, "unknown");
        }
        final String value = count.getAsLong() == Long.MAX_VALUE ? "unlimited" : Long.toString(count.getAsLong());
        return count.getAsLong() >= needed ? Finding.good(check, value) : Finding.advice(check, value, advice);
    }

    private static String megabytes(final long bytes) {
        return bytes / MIB + "MiB";
    }

    /** The directory itself, or the closest one above it that exists. */
    private static Path existing(final Path directory) {
        Path place = directory;
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }
        return place;
    }
}
