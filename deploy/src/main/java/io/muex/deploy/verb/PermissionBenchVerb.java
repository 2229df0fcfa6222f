package io.muex.deploy.verb;

import io.muex.deploy.report.Console;
import io.muex.load.bench.BenchReport;
import io.muex.load.bench.BenchRow;
import io.muex.load.report.Environment;
import io.muex.mu.fabric.disni.PermissionTiming;
import io.muex.mu.fabric.disni.RdmaDevices;
import io.muex.mu.fabric.disni.provider.RdmaMissingException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code muex bench permission}. */
@Command(name = "permission", mixinStandardHelpOptions = true,
    description = "Measures on an RDMA device how long it takes to take a log away and give it anew, until the new "
        + "holder can write it, and how long a write of one entry takes from posting to completion.")
final class PermissionBenchVerb implements Callable<Integer> {
    private static final int PORT = 7_200;
    private static final int[] LENGTHS = {8, 64, 200};

    @Option(names = "--address", paramLabel = "A", description = "IPv4 address of the device. Default: the first.")
    private String address;
    @Option(names = "--slots", paramLabel = "N", defaultValue = "4096",
        description = "Entries in a log, of 256 bytes. Default: ${DEFAULT-VALUE}.")
    private int slots;
    @Option(names = "--count", paramLabel = "N", defaultValue = "2000",
        description = "Writes of each length; a tenth as many switches. Default: ${DEFAULT-VALUE}.")
    private int count;
    @Mixin
    private JsonOption json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        final Console console = Console.of(spec.commandLine().getOut(), spec.commandLine().getErr());
        final List<BenchRow> rows = new ArrayList<>();
        try {
            final InetAddress device = address == null ? RdmaDevices.firstAddress() : InetAddress.getByName(address);
            console.stage("measuring permission");
            try (PermissionTiming timing = new PermissionTiming(device, PORT, slots)) {
                final PermissionTiming.Switches switches = timing.switches(Math.max(10, count / 10));
                rows.add(row("revoke and grant", switches.grantNs(), Double.NaN));
                rows.add(row("until the new holder can write", switches.fetchNs(), Double.NaN));
                for (final int length : LENGTHS) {
                    final PermissionTiming.Writes writes = timing.writes(count, length);
                    rows.add(row("write " + length + " B", writes.completionNs(), writes.bytesPerWrite()));
                }
            }
        } catch (final RdmaMissingException missing) {
            System.err.println("muex: " + missing.getMessage());
            return ExitStatus.USAGE;
        }
        final BenchReport report = new BenchReport(rows, Map.of(), List.of(), Environment.here());
        BenchOutput.print(console, report);
        json.write(report);
        return ExitStatus.HELD;
    }

    private static BenchRow row(final String name, final long[] timesNs, final double allocatedBytesPerOp) {
        final Histogram histogram = new Histogram(3);
        for (final long time : timesNs) {
            histogram.recordValue(time);
        }
        return BenchRow.ofMicroseconds(name, histogram, Double.NaN, allocatedBytesPerOp);
    }
}
