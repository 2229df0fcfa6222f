package io.muex.exchange.config.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A configuration being read: a YAML file under environment variables under options. A file may hold all sections, so
 * that the processes of one cluster can share it; each process reads the sections it needs, and everything wrong in
 * those is told at once by {@link #throwIfAnyProblem}. One thread.
 * <p>
 * The environment variable of {@code replica.stall-time} is {@code MUEX_REPLICA_STALL_TIME}. Lists come from the file
 * only.
 */
public final class Configuration {
    /** What a file may hold at its top level. */
    public static final List<String> SECTIONS = List.of("cluster", "driver", "replica", "gateway", "genesis");

    static final String VARIABLE_PREFIX = "MUEX_";

    private final String label;
    private final List<String> sections;
    private final ConfigNode.Mapping root;
    private final Map<String, String> environment;
    private final Map<String, String> options;
    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Map<String, Source> sources = new TreeMap<>();
    private final Set<String> opened = new LinkedHashSet<>();
    private final List<Problem> problems;

    private Configuration(
        final String label, final List<String> sections, final ConfigNode.Mapping root,
        final Map<String, String> environment, final Map<String, String> options, final List<Problem> problems) {
        this.label = label;
        this.sections = sections;
        this.root = root;
        this.environment = new TreeMap<>(environment);
        this.options = new LinkedHashMap<>(options);
        this.problems = problems;
        root.entries().forEach((name, node) -> {
            if (!sections.contains(name)) {
                problem(fileSource(node), name, unknown("section", name, sections));
            }
        });
    }

    /**
     * Opens a file.
     *
     * @param file        the YAML file, or null for none
     * @param environment environment variables, usually {@code System.getenv()}
     * @param options     values from the command line by full path of the key
     */
    public static Configuration open(
        final Path file, final Map<String, String> environment, final Map<String, String> options) {
        final List<Problem> problems = new ArrayList<>();
        final ConfigNode.Mapping root = file == null ? YamlReader.empty() : YamlReader.read(file, problems);
        return new Configuration(
            file == null ? "" : file.toString(), SECTIONS, root, environment, options, problems);
    }

    /**
     * Opens a file that is no configuration of a process but is written and checked alike; the environment does not
     * count.
     *
     * @param sections what it may hold at its top level
     */
    public static Configuration ofDocument(final Path file, final List<String> sections) {
        final List<Problem> problems = new ArrayList<>();
        final ConfigNode.Mapping root = YamlReader.read(file, problems);
        return new Configuration(file.toString(), List.copyOf(sections), root, Map.of(), Map.of(), problems);
    }

    /** Opens a document in a string; {@code label} stands for the file in messages. */
    public static Configuration ofText(
        final String label, final String text, final Map<String, String> environment,
        final Map<String, String> options) {
        final List<Problem> problems = new ArrayList<>();
        final ConfigNode.Mapping root = YamlReader.readText(label, text, problems);
        return new Configuration(label, SECTIONS, root, environment, options, problems);
    }

    /**
     * Reads one section into a record.
     *
     * @return the record, or null if something in it is wrong; the problems are kept
     */
    public <T> T read(final String section, final Function<Section, T> reader) {
        opened.add(section);
        final int before = problems.size();
        final T result = build(new Section(this, section, mapping(root.entries().get(section), section)), reader);
        checkVariables(section);
        return problems.size() == before ? result : null;
    }

    /** Throws everything that was found wrong since the file was opened. Call it after the last section was read. */
    public void throwIfAnyProblem() {
        options.keySet().stream()
            .filter(path -> opened.contains(firstPart(path)) && !isUsed(path))
            .forEach(path -> problem(new Source(Source.Kind.OPTION, "option"), path,
                unknown("key", path, List.copyOf(sources.keySet()))));
        options.keySet().stream()
            .filter(path -> !sections.contains(firstPart(path)))
            .forEach(path -> problem(new Source(Source.Kind.OPTION, "option"), path,
                unknown("section", firstPart(path), sections)));
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    /** Every key read so far with the value that holds, in the order of reading. */
    public List<Setting> settings() {
        return List.copyOf(settings.values());
    }

    /** Runs {@code reader}, closes the section, and keeps the problems of both. */
    <T> T build(final Section section, final Function<Section, T> reader) {
        T result = null;
        try {
            result = reader.apply(section);
        } catch (final ConfigException e) {
            e.problems().forEach(problem -> problems.add(problem.at(placeOf(problem.path()))));
        }
        section.rejectUnknownKeys();
        return result;
    }

    /** The strongest value of a key, or null; remembers where it came from. */
    String value(final String path, final ConfigNode.Scalar inFile) {
        final String variable = variable(path);
        if (options.containsKey(path)) {
            sources.put(path, new Source(Source.Kind.OPTION, "option"));
            return options.get(path);
        } else if (environment.containsKey(variable)) {
            sources.put(path, new Source(Source.Kind.ENVIRONMENT, variable));
            return environment.get(variable);
        } else if (inFile != null) {
            sources.put(path, fileSource(inFile));
            return inFile.text();
        }
        sources.put(path, Source.DEFAULT);
        return null;
    }

    /** Remembers where something stands that has no value of its own. */
    void locate(final String path, final ConfigNode node) {
        sources.put(path, fileSource(node));
    }

    void settle(final String path, final String value, final String defaultValue) {
        settings.put(path, new Setting(path, value, defaultValue, sources.getOrDefault(path, Source.DEFAULT)));
    }

    void problem(final Source source, final String path, final String message) {
        problems.add(new Problem(source.kind() == Source.Kind.DEFAULT ? label : source.place(), path, message));
    }

    void problem(final String path, final String message) {
        problem(sources.getOrDefault(path, Source.DEFAULT), path, message);
    }

    Source fileSource(final ConfigNode node) {
        return node.line() == 0 ? Source.DEFAULT : new Source(Source.Kind.FILE, label + ":" + node.line());
    }

    /** The mapping that a node should be; an empty one if there is no node, or it is something else. */
    ConfigNode.Mapping mapping(final ConfigNode node, final String path) {
        return switch (node) {
            case null -> YamlReader.empty();
            case final ConfigNode.Mapping mapping -> mapping;
            case final ConfigNode.Scalar scalar when scalar.text().isEmpty() -> YamlReader.empty();
            default -> {
                problem(fileSource(node), path, "must hold keys and values");
                yield YamlReader.empty();
            }
        };
    }

    static String unknown(final String what, final String name, final List<String> known) {
        return "is no " + what + " that exists" + Similar.to(name, known)
            .map(close -> "; did you mean " + close + "?").orElse("");
    }

    private String placeOf(final String path) {
        final Source source = sources.getOrDefault(path, Source.DEFAULT);
        return source.kind() == Source.Kind.DEFAULT ? label : source.place();
    }

    /** Whether an option or a variable of that key was used, or yielded to a stronger one. */
    private boolean isUsed(final String path) {
        final Source.Kind kind = sources.getOrDefault(path, Source.DEFAULT).kind();
        return kind == Source.Kind.ENVIRONMENT || kind == Source.Kind.OPTION;
    }

    private void checkVariables(final String section) {
        final String prefix = variable(section) + "_";
        environment.keySet().stream()
            .filter(name -> name.startsWith(prefix))
            .filter(name -> sources.keySet().stream().noneMatch(path -> variable(path).equals(name) && isUsed(path)))
            .forEach(name -> problem(new Source(Source.Kind.ENVIRONMENT, name), "", unknown("key", name,
                sources.keySet().stream().map(Configuration::variable).toList())));
    }

    private static String variable(final String path) {
        return VARIABLE_PREFIX + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static String firstPart(final String path) {
        final int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }
}
