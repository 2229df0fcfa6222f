package io.muex.deploy.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.muex.deploy.client.Talk;
import io.muex.deploy.cluster.LocalCluster;
import io.muex.deploy.cluster.Refusal;
import io.muex.exchange.node.GenesisCommand;
import io.muex.exchange.protocol.wire.Message;
import io.muex.exchange.protocol.wire.MessageYaml;
import io.muex.exchange.protocol.wire.MessageYamlException;

/** {@code muex submit}. */
@Command(name = "submit", mixinStandardHelpOptions = true,
    description = "Gives the commands of a YAML file to the running cluster, one after the other, up to the first that "
        + "is refused, for example: --- !CancelOrder { clOrdId: 1 }. Exit status 1: one was refused.")
final class SubmitVerb implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE.yaml", description = "One document per command, tagged with its name.")
    private Path file;
    @Mixin
    private TalkOptions options;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!Files.isReadable(file)) {
            throw new ParameterException(spec.commandLine(), "cannot read " + file);
        }
        final List<Message> commands = read();
        final LocalCluster cluster = options.cluster();
        try (Talk talk = options.open(cluster, GenesisCommand.FIRST_TRADER_SESSION)) {
            return options.askAndTell(talk, commands, spec);
        }
    }

    private List<Message> read() throws IOException {
        try {
            return MessageYaml.read(file);
        } catch (final MessageYamlException e) {
            throw new Refusal(e.getMessage());
        }
    }
}
