package io.muex.deploy.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.muex.exchange.protocol.wire.InstrumentAdded;
import io.muex.exchange.protocol.wire.Message;
import io.muex.exchange.protocol.wire.MessageYaml;

/**
 * What the command line knows about instruments: the answers that the exchange gave when it added them, kept in a file
 * beside the cluster. It only helps people to say ACME and 10.50 instead of 1 and 1050; the exchange does not read it.
 */
public final class InstrumentList {
    private final Path file;

    InstrumentList(final Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** All known instruments. */
    public List<InstrumentAdded> all() throws IOException {
        final List<InstrumentAdded> known = new ArrayList<>();
        if (Files.exists(file)) {
            for (final Message message : MessageYaml.read(file)) {
                if (message instanceof final InstrumentAdded added) {
                    known.add(added);
                }
            }
        }
        return known;
    }

    /** Adds what the exchange answered. */
    public void add(final InstrumentAdded added) throws IOException {
        final String text = MessageYaml.write(added);
        Files.writeString(file, text.endsWith("\n") ? text : text + "\n",
            StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** The instrument with that symbol. */
    public Optional<InstrumentAdded> find(final String symbol) throws IOException {
        return all().stream().filter(added -> added.symbol.equals(symbol)).findFirst();
    }

    /** The instrument with that id. */
    public Optional<InstrumentAdded> find(final int id) throws IOException {
        return all().stream().filter(added -> added.instrumentId == id).findFirst();
    }

    /** The smallest id above all known ones. */
    public int nextId() throws IOException {
        return all().stream().mapToInt(added -> added.instrumentId).max().orElse(0) + 1;
    }
}
