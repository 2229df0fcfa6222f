package io.muex.deploy.run;

import io.muex.load.local.ClusterCommands;
import io.muex.load.process.JvmCommand;
import io.muex.load.process.Orphans;
import io.muex.load.process.ProcessKind;
import java.nio.file.Path;
import java.util.List;

/** Starts the processes of a cluster by the very verbs that people use, with one configuration for all. */
public final class MuexCommands implements ClusterCommands {
    private final List<String> options;
    private final boolean isTemporary;

    /** For a cluster that is made for one run, with that configuration file: the last of its processes removes it. */
    public MuexCommands(final Path config) {
        this(List.of("--config", config.toString()), true);
    }

    /** For a cluster that stays, with options of the command line by which a process finds its configuration. */
    public MuexCommands(final List<String> options) {
        this(options, false);
    }

    private MuexCommands(final List<String> options, final boolean isTemporary) {
        this.options = List.copyOf(options);
        this.isTemporary = isTemporary;
    }

    @Override
    public JvmCommand driver() {
        return verb(ProcessKind.DRIVER, "driver");
    }

    @Override
    public JvmCommand replica(final int id) {
        final JvmCommand replica = verb(ProcessKind.REPLICA, "replica", Integer.toString(id));
        return isTemporary ? replica.property(Orphans.PROPERTY, "true") : replica;
    }

    @Override
    public JvmCommand gateway() {
        return verb(ProcessKind.GATEWAY, "gateway", "gateway-1", "--number", "1");
    }

    @Override
    public JvmCommand status() {
        return verb(ProcessKind.CLIENT, "status");
    }

    private JvmCommand verb(final ProcessKind kind, final String... words) {
        return JvmCommand.muex(kind, words).arguments(options.toArray(String[]::new));
    }
}
