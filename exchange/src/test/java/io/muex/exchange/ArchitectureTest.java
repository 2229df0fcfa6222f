package io.muex.exchange;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.muex.exchange.protocol.SessionRoles;
import io.muex.mu.session.SessionCommands;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.muex.exchange");

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching("io.muex.exchange.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** Gateways and clients use the protocol; it must not bring book or matching with it. */
    @Test
    void shouldKeepTheProtocolAlone() {
        noClasses().that().resideInAPackage("io.muex.exchange.protocol..")
            .should().dependOnClassesThat().resideInAnyPackage("io.muex.exchange.book..",
                "io.muex.exchange.matching..", "io.muex.exchange.replica..", "io.muex.mu..").check(CLASSES);
        noClasses().that().resideInAPackage("io.muex.exchange.protocol")
            .should().dependOnClassesThat().resideInAnyPackage("net.openhft..").check(CLASSES);
    }

    /** What decides results reads no clock, random source, file, thread or environment. */
    @Test
    void shouldKeepMatchingDeterministic() {
        noClasses().that().resideInAnyPackage("io.muex.exchange.matching..", "io.muex.exchange.book..")
            .should().dependOnClassesThat().resideInAnyPackage("java.time..", "java.io..", "java.nio.file..",
                "java.util.concurrent..", "java.net..")
            .orShould().dependOnClassesThat().haveNameMatching("java\\.util\\.(Random|HashMap|HashSet|UUID)")
            .orShould().dependOnClassesThat().haveFullyQualifiedName("java.lang.Thread")
            .orShould().callMethod(System.class, "nanoTime")
            .orShould().callMethod(System.class, "currentTimeMillis")
            .orShould().callMethod(System.class, "getenv", String.class)
            .orShould().callMethod(System.class, "getProperty", String.class)
            .check(CLASSES);
    }

    @Test
    void shouldMeanTheSameBitsAsTheSessionLayer() {
        assertEquals(SessionCommands.OPERATOR, SessionRoles.OPERATOR);
        assertEquals(SessionCommands.GATEWAY, SessionRoles.GATEWAY);
        assertEquals(0, SessionRoles.READ_ONLY & (SessionCommands.OPERATOR | SessionCommands.GATEWAY));
    }
}
