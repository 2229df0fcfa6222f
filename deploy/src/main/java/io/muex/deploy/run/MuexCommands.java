package io.muex.deploy.run;

import io.muex.deploy.replica.StuckReplica;
import io.muex.exchange.protocol.link.StageStamps;
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
    /** File that replicas and gateway stamp; null for none. */
    private final Path stamps;
    /** Configuration file of replicas that can be made to stall; null for real ones. */
    private final Path stalling;

    /** For a cluster that is made for one run, with that configuration file: the last of its processes removes it. */
    public MuexCommands(final Path config) {
        this(List.of("--config", config.toString()), true, null, null);
    }

    /** For a cluster that stays, with options of the command line by which a process finds its configuration. */
    public MuexCommands(final List<String> options) {
        this(options, false, null, null);
    }

    /** As {@link #MuexCommands(Path)}, with replicas whose state machine can be made to stand still. */
    public static MuexCommands withStalling(final Path config) {
        return new MuexCommands(List.of("--config", config.toString()), true, config, null);
    }

    /** As {@link #MuexCommands(Path)}, with processes that stamp in that file when sampled commands pass them. */
    public static MuexCommands withStamps(final Path config, final Path stamps) {
        return new MuexCommands(List.of("--config", config.toString()), true, null, stamps);
    }

    private MuexCommands(final List<String> options, final boolean isTemporary, final Path stalling,
                         final Path stamps) {
        this.options = List.copyOf(options);
        this.isTemporary = isTemporary;
        this.stalling = stalling;
        this.stamps = stamps;
    }

    @Override
    public JvmCommand driver() {
        return verb(ProcessKind.DRIVER, "driver");
    }

    @Override
    public JvmCommand replica(final int id) {
        final JvmCommand replica = stalling == null
            ? verb(ProcessKind.REPLICA, "replica", Integer.toString(id))
            : JvmCommand.of(ProcessKind.REPLICA, StuckReplica.class.getName())
                .arguments(stalling.toString(), Integer.toString(id));
        return isTemporary ? replica.property(Orphans.PROPERTY, "true") : replica;
    }

    @Override
    public JvmCommand gateway(final int number) {
        return verb(ProcessKind.GATEWAY, "gateway", "gateway-" + number, "--number", Integer.toString(number));
    }

    @Override
    public JvmCommand status() {
        return verb(ProcessKind.CLIENT, "status");
    }

    @Override
    public boolean canStall() {
        return stalling != null;
    }

    private JvmCommand verb(final ProcessKind kind, final String... words) {
        final JvmCommand command = JvmCommand.muex(kind, words).arguments(options.toArray(String[]::new));
        return stamps == null ? command : command.property(StageStamps.PROPERTY, stamps.toString());
    }
}
