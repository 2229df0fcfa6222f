package io.muex.deploy.run;

import io.muex.load.local.ClusterCommands;
import io.muex.load.process.JvmCommand;
import io.muex.load.process.Orphans;
import io.muex.load.process.ProcessKind;
import java.nio.file.Path;

/**
 * Starts the processes of a cluster that is made for one run, by the very verbs that people use, with one configuration
 * file for all.
 */
public final class MuexCommands implements ClusterCommands {
    private final Path config;

    /** With that configuration file. */
    public MuexCommands(final Path config) {
        this.config = config;
    }

    @Override
    public JvmCommand driver() {
        return JvmCommand.muex(ProcessKind.DRIVER, "driver", "--config", config.toString());
    }

    @Override
    public JvmCommand replica(final int id) {
        return JvmCommand.muex(ProcessKind.REPLICA, "replica", Integer.toString(id), "--config", config.toString())
            .property(Orphans.PROPERTY, "true");
    }

    @Override
    public JvmCommand gateway() {
        return JvmCommand.muex(ProcessKind.GATEWAY, "gateway", "gateway-1", "--config", config.toString());
    }
}
