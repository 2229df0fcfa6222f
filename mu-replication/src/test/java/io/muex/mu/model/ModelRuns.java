package io.muex.mu.model;

/**
 * Explores one scope from the command line: {@code indices ballots [crash|restart] [history] [snapshots] [outcomes]
 * [fine] [steer OWNERS KILLED] [VARIANT] [max=STATES]}.
 */
final class ModelRuns {
    private ModelRuns() {
    }

    public static void main(final String[] args) {
        Scope scope = Scope.of(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        int most = 60_000_000;
        for (int i = 2; i < args.length; i++) {
            scope = switch (args[i]) {
                case "crash" -> scope.withCrash();
                case "restart" -> scope.withRestart();
                case "history" -> scope.withHistory();
                case "snapshots" -> scope.withSnapshots();
                case "fine" -> scope.withFineSteps();
                case "outcomes" -> scope.withOutcomesOnly();
                case "steer" -> scope.steered(args[i + 1], Integer.parseInt(args[i + 2]));
                default -> args[i].startsWith("max=") || Character.isDigit(args[i].charAt(0)) ? scope
                    : scope.with(Variant.valueOf(args[i]));
            };
            most = args[i].startsWith("max=") ? Integer.parseInt(args[i].substring(4)) : most;
        }
        final long begin = System.nanoTime();
        final Explorer.Result result = new Explorer(scope, most).explore();
        System.out.printf("%s, %s: %s, %.1f s%n", scope.variant(), scope, result, (System.nanoTime() - begin) / 1e9);
        result.trace().forEach(System.out::println);
    }
}
