package io.muex.deploy.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;

/** Dependencies follow the road of an order backwards, and nothing goes round in circles. */
class DependencyTest {
    @Test
    void shouldLookAtTheClassesOfEveryModule() {
        for (final String module : new String[] {"mu", "exchange", "gateway", "load", "deploy"}) {
            assertTrue(Product.CLASSES.stream().anyMatch(
                one -> one.getPackageName().startsWith("io.muex." + module)), module);
        }
    }

    @Test
    void shouldKeepMuFreeOfOrders() {
        noClasses().that(resideInAPackage("io.muex.mu.."))
            .should().dependOnClassesThat(resideInAnyPackage(
                "io.muex.exchange..", "io.muex.gateway..", "io.muex.load..", "io.muex.deploy.."))
            .check(Product.CLASSES);
    }

    @Test
    void shouldKeepTheExchangeFreeOfWhoUsesIt() {
        noClasses().that(resideInAPackage("io.muex.exchange.."))
            .should().dependOnClassesThat(resideInAnyPackage("io.muex.gateway..", "io.muex.load..", "io.muex.deploy.."))
            .check(Product.CLASSES);
    }

    @Test
    void shouldKeepTheBookFreeOfEverythingElseOfOurs() {
        noClasses().that(resideInAPackage("io.muex.exchange.book.."))
            .should().dependOnClassesThat(ours().and(resideOutside("io.muex.exchange.book..")))
            .check(Product.CLASSES);
    }

    @Test
    void shouldLetTheGatewayUseProtocolAndSessionsOnly() {
        noClasses().that(resideInAPackage("io.muex.gateway.."))
            .should().dependOnClassesThat(ours().and(resideOutside("io.muex.gateway..", "io.muex.exchange.protocol..",
                "io.muex.exchange.config..", "io.muex.mu.session..")))
            .check(Product.CLASSES);
    }

    @Test
    void shouldKeepTheLoadGeneratorFreeOfTheCommandLine() {
        noClasses().that(resideInAPackage("io.muex.load.."))
            .should().dependOnClassesThat(resideInAPackage("io.muex.deploy.."))
            .check(Product.CLASSES);
    }

    @Test
    void shouldKeepWhatItIsMeasuredAgainstInTheBenchmarks() {
        noClasses().that(resideOutside("io.muex.load.bench.."))
            .should().dependOnClassesThat(resideInAnyPackage("exchange.core2..", "org.eclipse.collections.."))
            .check(Product.CLASSES);
        assertTrue(Product.CLASSES.stream().flatMap(one -> one.getDirectDependenciesFromSelf().stream())
            .anyMatch(one -> one.getTargetClass().getPackageName().startsWith("exchange.core2")), "the rule looks");
    }

    @Test
    void shouldKeepNetworkAndFilesOutOfTheProtocol() {
        classes().that(resideInAnyPackage("io.muex.mu.log..", "io.muex.mu.replication..", "io.muex.mu.background..",
            "io.muex.mu.recovery..", "io.muex.mu.session..", "io.muex.exchange.book.."))
            .should().onlyDependOnClassesThat(resideInAnyPackage("java..", "org.agrona..", "io.muex.."))
            .check(Product.CLASSES);
    }

    @Test
    void shouldHaveNoCycleBetweenPackages() {
        slices().matching("io.muex.(**)").should().beFreeOfCycles().check(Product.CLASSES);
    }

    private static DescribedPredicate<JavaClass> ours() {
        return resideInAPackage("io.muex..");
    }

    private static DescribedPredicate<JavaClass> resideOutside(final String... packages) {
        return DescribedPredicate.not(resideInAnyPackage(packages));
    }
}
