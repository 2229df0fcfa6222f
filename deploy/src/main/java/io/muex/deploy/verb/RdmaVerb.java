package io.muex.deploy.verb;

import io.muex.deploy.report.Console;
import io.muex.deploy.report.JsonReport;
import io.muex.deploy.report.Table;
import io.muex.mu.fabric.disni.RdmaDevices;
import io.muex.mu.fabric.disni.RevokeRace;
import io.muex.mu.fabric.disni.provider.ForeignProvider;
import io.muex.mu.fabric.disni.provider.RdmaMissingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muex rdma}: everything about the fabric over RDMA. */
@Command(name = "rdma", mixinStandardHelpOptions = true,
    description = "The fabric over RDMA: tests in guests with a software device, checks and advice for a real one.",
    subcommands = {RdmaVerb.Test.class, RdmaVerb.Demo.class, RdmaVerb.Check.class, RdmaVerb.Doctor.class})
final class RdmaVerb implements Runnable {
    private static final int PORT = 7_100;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
            "muex rdma: " + String.join(", ", spec.subcommands().keySet()) + "?");
    }

    /** Runs the guests' script, whose output is shown as it comes. */
    private static int guests(final String... arguments) throws IOException, InterruptedException {
        final Path script = project().resolve("deploy/rdma/test.sh");
        if (!Files.exists(script)) {
            System.err.println("muex: " + script + " is not there: guests are started from a checkout only");
            return ExitStatus.USAGE;
        }
        final List<String> command = new ArrayList<>(List.of("bash", script.toString()));
        command.addAll(List.of(arguments));
        final ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("MUEX_JAVA_HOME", System.getProperty("java.home"));
        final Process process = builder.start();
        final Thread end = new Thread(process::destroy, "end-guests");
        Runtime.getRuntime().addShutdownHook(end);
        return process.waitFor() == 0 ? ExitStatus.HELD : ExitStatus.NOT_HELD;
    }

    private static Path project() {
        try {
            final Path classes =
                Path.of(RdmaVerb.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return classes.getParent().getParent().getParent();
        } catch (final URISyntaxException elsewhere) {
            return Path.of(".").toAbsolutePath();
        }
    }

    /** {@code muex rdma test}. */
    @Command(name = "test", mixinStandardHelpOptions = true,
        description = "Boots guests with a software RDMA device (QEMU, no KVM) and runs in them: the contract of the "
            + "fabric, revocations under load, the demo. Skipped with one line where QEMU or the kernel package is "
            + "missing.")
    static final class Test implements Callable<Integer> {
        @Parameters(paramLabel = "PART", arity = "0..*",
            description = "all, short, contract, takeover, race [ROUNDS], bench, demo [RATE KILLS]. Default: all.")
        private String[] part = {"all"};

        @Override
        public Integer call() throws Exception {
            return guests(part);
        }
    }

    /** {@code muex rdma demo}. */
    @Command(name = "demo", mixinStandardHelpOptions = true,
        description = "The demo over RDMA, in a guest with a software device.")
    static final class Demo implements Callable<Integer> {
        @Option(names = "--rate", paramLabel = "R", defaultValue = "100",
            description = "Operations per second. Default: ${DEFAULT-VALUE}: an emulated machine is slow.")
        private int rate;
        @Option(names = "--kills", paramLabel = "N", defaultValue = "2",
            description = "Leaders killed on the way. Default: ${DEFAULT-VALUE}.")
        private int kills;

        @Override
        public Integer call() throws Exception {
            return guests("demo", Integer.toString(rate), Integer.toString(kills));
        }
    }

    /** {@code muex rdma check}. */
    @Command(name = "check", mixinStandardHelpOptions = true,
        description = "Takes permission away under load again and again, and looks whether anything landed later. Exit "
            + "status 0: deregistering memory is a barrier on this device.")
    static final class Check implements Callable<Integer> {
        @Option(names = "--address", paramLabel = "A", description = "IPv4 address of the device. Default: the first.")
        private String address;
        @Option(names = "--rounds", paramLabel = "N", defaultValue = "1000",
            description = "Revocations. Default: ${DEFAULT-VALUE}.")
        private int rounds;
        @Option(names = "--seconds", paramLabel = "S", defaultValue = "600",
            description = "No new round after this time. Default: ${DEFAULT-VALUE}.")
        private long seconds;
        @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "Of the moments of revocation. Default: ${DEFAULT-VALUE}.")
        private long seed;
        @Option(names = "--control",
            description = "Also by queue pair flags and by breaking the queue pair off, which the fabric does not use: "
                + "on software devices they are known to let writes through.")
        private boolean control;
        @Mixin
        private JsonOption json;
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws Exception {
            final Console console = Console.of(spec.commandLine().getOut(), spec.commandLine().getErr());
            final List<RevokeRace.Result> results = new ArrayList<>();
            try {
                final InetAddress device =
                    address == null ? RdmaDevices.firstAddress() : InetAddress.getByName(address);
                for (final RevokeRace.Means means : RevokeRace.Means.values()) {
                    if (control || means == RevokeRace.Means.DEREGISTER) {
                        results.add(run(device, means, console));
                    }
                }
            } catch (final RdmaMissingException missing) {
                System.err.println("muex: " + missing.getMessage());
                return ExitStatus.USAGE;
            }
            final Table table = new Table("revoked by", "rounds", "memory changed later", "success missing", "writes",
                "revoke us");
            results.forEach(one -> table.row(one.means(), one.rounds(), one.changed(), one.missing(), one.writes(),
                "%.0f".formatted(one.medianRevokeNs() / 1e3)));
            console.table(table);
            final RevokeRace.Result used = results.getFirst();
            final boolean holds = used.isBarrier() && used.rounds() > 0;
            console.line(holds ? "held: deregistering is a barrier on this device, as far as " + used.rounds()
                + " rounds can tell" : "DID NOT HOLD: do not use this device");
            json.write(new JsonReport().put("holds", holds).put("results", results));
            return holds ? ExitStatus.HELD : ExitStatus.NOT_HELD;
        }

        private RevokeRace.Result run(final InetAddress device, final RevokeRace.Means means, final Console console)
            throws IOException, InterruptedException {
            console.stage("revoking by " + means + ", seed " + seed);
            try (RevokeRace race = new RevokeRace(device, PORT)) {
                return race.run(means, rounds, TimeUnit.SECONDS.toNanos(seconds), seed, done ->
                    console.stage(done + " rounds"));
            }
        }
    }

    /** {@code muex rdma doctor}. */
    @Command(name = "doctor", mixinStandardHelpOptions = true,
        description = "Says what this host has for RDMA and what it lacks. Exit status 0: fabric disni can run here.")
    static final class Doctor implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            final Console console = Console.of(spec.commandLine().getOut(), spec.commandLine().getErr());
            boolean holds = true;
            try {
                ForeignProvider.install();
                console.line("libraries: libibverbs and librdmacm are there");
            } catch (final RdmaMissingException missing) {
                console.line("libraries: " + missing.getMessage());
                holds = false;
            }
            final List<RdmaDevices.Device> devices = RdmaDevices.all();
            final Table table = new Table("device", "interface", "link", "state", "address", "kind");
            devices.forEach(one -> table.row(one.name(), one.card(), one.link(), one.state(),
                one.address() == null ? "none" : one.address().getHostAddress(),
                one.software() ? "software" : "hardware"));
            if (devices.isEmpty()) {
                console.line("devices: none. Without a card: modprobe rdma_rxe, then rdma link add rxe0 type rxe "
                    + "netdev INTERFACE (kernels with CONFIG_RDMA_RXE); or muex rdma test, which does that in a guest");
            } else {
                console.table(table);
            }
            holds &= advise(devices, console);
            console.line(holds ? "fabric disni can run here; before it is trusted: muex rdma check"
                : "fabric disni cannot run here");
            return holds ? ExitStatus.HELD : ExitStatus.NOT_HELD;
        }

        private static boolean advise(final List<RdmaDevices.Device> devices, final Console console) {
            final boolean usable = devices.stream().anyMatch(one -> one.address() != null);
            final boolean connects = Files.exists(Path.of("/dev/infiniband/rdma_cm"));
            if (!devices.isEmpty() && !usable) {
                console.line("addresses: no device has an IPv4 address on its interface, by which replicas find each "
                    + "other");
            }
            if (!devices.isEmpty() && !connects) {
                console.line("connections: /dev/infiniband/rdma_cm is missing: modprobe rdma_ucm ib_uverbs");
            }
            if (devices.stream().anyMatch(RdmaDevices.Device::software)) {
                console.line("software devices are for tests: they are slower than shared memory");
            }
            return usable && connects;
        }
    }
}
