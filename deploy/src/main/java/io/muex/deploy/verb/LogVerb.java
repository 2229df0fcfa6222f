package io.muex.deploy.verb;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import io.muex.deploy.cluster.LocalCluster;
import io.muex.deploy.log.EntryYaml;
import io.muex.deploy.log.LogView;
import io.muex.deploy.report.JsonReport;
import io.muex.load.cluster.ClusterObserver;
import io.muex.load.cluster.ReplicaStatus;
import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.log.Entry;

/** {@code muex log}. */
@Command(name = "log", mixinStandardHelpOptions = true, description = "Looks at the replicated log.",
    subcommands = LogVerb.Dump.class)
final class LogVerb implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "muex log: dump?");
    }

    /** {@code muex log dump}. */
    @Command(name = "dump", mixinStandardHelpOptions = true,
        description = "Prints the committed entries that a replica of the cluster of this host still holds, as YAML.")
    static final class Dump implements Callable<Integer> {
        @Option(names = "--from", paramLabel = "I", defaultValue = "0", description = "First index. Default: 0.")
        private long from;
        @Option(names = "--to", paramLabel = "I", description = "Index after the last. Default: all that is committed.")
        private Long to;
        @Option(names = "--replica", paramLabel = "ID", description = "Whose log. Default: the leader's.")
        private Integer replica;
        @Mixin
        private ConfigOptions options;
        @Mixin
        private JsonOption json;
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            if (from < 0 || to != null && to < from) {
                throw new ParameterException(spec.commandLine(), "indices are 0 or more, and --to is not below --from");
            }
            final ClusterDirectory directory = new LocalCluster(options.cluster()).directory();
            final int id = replica(directory);
            try (LogView log = LogView.open(directory, id)) {
                dump(log, id, new Entry(directory.geometry().slotLengthBytes()));
            }
            return ExitStatus.HELD;
        }

        private int replica(final ClusterDirectory directory) {
            final int count = directory.geometry().replicaCount();
            if (replica != null && (replica < 1 || replica > count)) {
                throw new ParameterException(spec.commandLine(), "replicas are numbered from 1 to " + count);
            }
            if (replica != null) {
                return replica;
            }
            try (ClusterObserver observer = new ClusterObserver(directory)) {
                return observer.leader().map(ReplicaStatus::id).orElse(1);
            }
        }

        private void dump(final LogView log, final int id, final Entry entry) {
            final PrintWriter out = spec.commandLine().getOut();
            final long end = to == null ? log.commitIndex() : Math.min(to, log.commitIndex());
            long printed = 0;
            long gone = 0;
            out.println("# replica " + id + ", committed below " + log.commitIndex());
            for (long index = Math.max(from, log.firstIndex()); index < end; index++) {
                if (log.read(index, entry)) {
                    out.print(EntryYaml.item(index, entry));
                    printed++;
                } else {
                    gone++;
                }
            }
            gone += Math.max(0, Math.min(end, log.firstIndex()) - from);
            out.println("# " + printed + " entries; " + gone + " are no longer in the log of this replica");
            out.flush();
            json.write(new JsonReport().put("replica", id).put("commitIndex", log.commitIndex())
                .put("entries", printed).put("gone", gone));
        }
    }
}
