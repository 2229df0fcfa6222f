package io.muex.exchange.config.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Turns a YAML file into nodes that know their lines. Stops at the parser's node graph, so nothing in a file can ask
 * for an object of any class. Anchors are refused: what an alias repeats would have two lines.
 */
final class YamlReader {
    private static final int MAX_CHARACTERS = 1 << 20;

    private final String label;
    private final List<Problem> problems;

    private YamlReader(final String label, final List<Problem> problems) {
        this.label = label;
        this.problems = problems;
    }

    /**
     * Reads a file whose top level is a mapping. Whatever is wrong goes into {@code problems}, and is left out of the
     * mapping; a problem of the whole file makes it empty.
     */
    static ConfigNode.Mapping read(final Path file, final List<Problem> problems) {
        final YamlReader reader = new YamlReader(file.toString(), problems);
        try {
            return reader.parse(Files.readString(file));
        } catch (final NoSuchFileException e) {
            reader.problem(0, "", "there is no such file");
        } catch (final IOException e) {
            reader.problem(0, "", "cannot be read: " + e.getMessage());
        }
        return empty();
    }

    /** Reads a document from a string; {@code label} stands for the file in messages. */
    static ConfigNode.Mapping readText(final String label, final String text, final List<Problem> problems) {
        return new YamlReader(label, problems).parse(text);
    }

    /** What a file says that holds nothing. */
    static ConfigNode.Mapping empty() {
        return new ConfigNode.Mapping(1, new LinkedHashMap<>());
    }

    private ConfigNode.Mapping parse(final String text) {
        final LoadSettings settings = LoadSettings.builder().setLabel(label).setCodePointLimit(MAX_CHARACTERS).build();
        try {
            final Iterator<Node> documents = new Compose(settings).composeAllFromString(text).iterator();
            if (!documents.hasNext()) {
                return empty();
            }
            final Node root = documents.next();
            if (documents.hasNext()) {
                problem(0, "", "holds more than one document");
            }
            if (convert(root, "", line(root)) instanceof final ConfigNode.Mapping mapping) {
                return mapping;
            }
            problem(line(root), "", "must hold keys and values at its top level");
        } catch (final MarkedYamlEngineException e) {
            problem(e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0), "",
                "is not YAML: " + e.getProblem());
        } catch (final YamlEngineException e) {
            problem(0, "", "is not YAML: " + e.getMessage());
        }
        return empty();
    }

    /** Converts the value at {@code path}, which is said to stand at {@code line}: that of its key if it has one. */
    private ConfigNode convert(final Node node, final String path, final int line) {
        if (node.getAnchor().isPresent()) {
            problem(line, path, "anchors and aliases are not accepted");
            return new ConfigNode.Scalar(line, "");
        }
        return switch (node) {
            case final ScalarNode scalar -> new ConfigNode.Scalar(line, scalar.getValue().strip());
            case final SequenceNode sequence -> convertSequence(sequence, path, line);
            case final MappingNode mapping -> convertMapping(mapping, path, line);
            default -> new ConfigNode.Scalar(line, "");
        };
    }

    private ConfigNode convertSequence(final SequenceNode sequence, final String path, final int line) {
        final List<ConfigNode> items = new ArrayList<>();
        for (final Node item : sequence.getValue()) {
            items.add(convert(item, path + "[" + items.size() + "]", line(item)));
        }
        return new ConfigNode.Sequence(line, items);
    }

    private ConfigNode convertMapping(final MappingNode mapping, final String path, final int line) {
        final Map<String, ConfigNode> entries = new LinkedHashMap<>();
        for (final NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof final ScalarNode key)) {
                problem(line(tuple.getKeyNode()), path, "a key must be a word");
                continue;
            }
            final String keyPath = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            final ConfigNode value = convert(tuple.getValueNode(), keyPath, line(key));
            if (entries.putIfAbsent(key.getValue(), value) != null) {
                problem(line(key), keyPath, "is given twice");
            }
        }
        return new ConfigNode.Mapping(line, entries);
    }

    private void problem(final int line, final String path, final String message) {
        problems.add(new Problem(line == 0 ? label : label + ":" + line, path, message));
    }

    private static int line(final Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }
}
