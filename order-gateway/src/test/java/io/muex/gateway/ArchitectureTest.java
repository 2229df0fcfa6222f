package io.muex.gateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.muex.gateway");

    /** Whoever writes a gateway or client of his own needs the published messages and the session layer, no more. */
    @Test
    void shouldUseOnlyTheProtocolAndTheSessionLayer() {
        classes().that().resideInAnyPackage("io.muex.gateway", "io.muex.gateway.client")
            .should().onlyDependOnClassesThat(resideInAnyPackage("io.muex.gateway", "io.muex.gateway.client",
                "io.muex.gateway.auth", "io.muex.gateway.config", "io.muex.gateway.tcp",
                "io.muex.exchange.config.secret", "io.muex.exchange.protocol", "io.muex.exchange.protocol.link",
                "io.muex.exchange.protocol.proof", "io.muex.mu.session", "io.aeron..", "org.agrona..", "java.."))
            .check(CLASSES);
    }

    @Test
    void shouldKeepTheClientFreeOfTheGateway() {
        noClasses().that().resideInAPackage("io.muex.gateway.client")
            .should().dependOnClassesThat().resideInAnyPackage("io.muex.gateway").check(CLASSES);
        slices().matching("io.muex.(gateway).(*)").should().beFreeOfCycles().check(CLASSES);
    }

    /** Threads are made by the classes of the process, and for a moment by the attachment to a driver; nowhere else. */
    @Test
    void shouldMakeThreadsInOnePlace() {
        noClasses().that().resideInAPackage("io.muex.gateway..").and().doNotHaveSimpleName("OrderGateway")
            .and().doNotHaveSimpleName("MarketDataFeed")
            .should().dependOnClassesThat().haveFullyQualifiedName("java.lang.Thread").check(CLASSES);
    }
}
