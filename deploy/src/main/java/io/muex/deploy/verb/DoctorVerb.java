package io.muex.deploy.verb;

import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import io.muex.deploy.host.Doctor;
import io.muex.deploy.host.Finding;
import io.muex.deploy.report.Console;
import io.muex.deploy.report.JsonReport;
import io.muex.deploy.report.Table;
import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.file.Configuration;

/** {@code muex doctor}. */
@Command(name = "doctor", mixinStandardHelpOptions = true,
    description = "Looks over this host and says what to do about it. Exit status 0: a cluster runs here.")
final class DoctorVerb implements Callable<Integer> {
    @Mixin
    private ConfigOptions options;
    @Mixin
    private JsonOption json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        final Configuration configuration = options.open();
        final ClusterConfig cluster = configuration.read(ClusterConfig.SECTION, ClusterConfig::from);
        configuration.throwIfAnyProblem();
        final List<Finding> findings = new Doctor(cluster).examine();
        final Table table = new Table("check", "status", "found");
        findings.forEach(finding -> table.row(finding.check(), finding.status(), finding.value()));
        final Console console = Console.of(spec.commandLine().getOut(), spec.commandLine().getErr());
        console.table(table);
        findings.stream().filter(finding -> !finding.advice().isEmpty())
            .forEach(finding -> console.line(finding.check() + ": " + finding.advice()));
        final boolean holds = findings.stream().noneMatch(one -> one.status() == Finding.Status.PROBLEM);
        json.write(new JsonReport().put("holds", holds).put("findings", findings));
        return holds ? ExitStatus.HELD : ExitStatus.NOT_HELD;
    }
}
