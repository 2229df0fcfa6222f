package io.muex.deploy.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.reflect.AccessFlag;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.agrona.collections.Long2ObjectHashMap;
import org.junit.jupiter.api.Test;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;

/**
 * What runs on every replica sees nothing but the log, and what runs in the simulator nothing but what the simulator
 * gives it: no clock, randomness, file, thread or environment, no floating point, no order that a hash decides.
 */
class DeterminismTest {
    private static final Set<String> FORBIDDEN_CLASSES = Set.of(
        "java.lang.Thread", "java.lang.ThreadLocal", "java.lang.Process", "java.lang.ProcessBuilder",
        "java.lang.ProcessHandle", "java.lang.Runtime", "java.util.Random", "java.util.SplittableRandom",
        "java.security.SecureRandom", "java.util.UUID", "java.util.Timer", "java.util.HashMap", "java.util.HashSet",
        "java.util.IdentityHashMap", "java.util.WeakHashMap", "java.util.Date", "java.util.Locale",
        "java.util.TimeZone",
        "java.io.File", "java.io.FileInputStream", "java.io.FileOutputStream", "java.io.RandomAccessFile",
        "org.agrona.SystemUtil", "org.agrona.IoUtil");
    private static final String[] FORBIDDEN_PACKAGES = {
        "java.net..", "java.nio.file..", "java.nio.channels..", "java.time..", "java.util.random..", "java.text..",
        "java.util.concurrent", "java.util.concurrent.locks.."};
    /** Methods of otherwise harmless classes, by class and name. */
    private static final Set<String> FORBIDDEN_METHODS = Set.of(
        "java.lang.System.nanoTime", "java.lang.System.currentTimeMillis", "java.lang.System.getenv",
        "java.lang.System.getProperty", "java.lang.System.getProperties", "java.lang.System.identityHashCode",
        "java.lang.Math.random", "java.lang.Integer.getInteger", "java.lang.Long.getLong",
        "java.lang.Boolean.getBoolean");
    private static final Set<String> ITERATIONS = Set.of("iterator", "keySet", "values", "entrySet", "forEach",
        "intForEach", "longForEach", "forEachInt", "forEachLong", "removeIf", "toArray", "stream");

    private static final ArchRule RULE = noClasses().that(resideInAnyPackage(Product.DETERMINISTIC))
        .should().dependOnClassesThat(forbiddenClass())
        .orShould().accessTargetWhere(forbiddenAccess())
        .because("replicas would drift apart, and a seed would not repeat a run");

    @Test
    void shouldSeeNothingButItsArguments() {
        RULE.check(Product.CLASSES);
    }

    @Test
    void shouldNotCalculateInFloatingPoint() {
        final List<String> found = new ArrayList<>();
        int looked = 0;
        for (final JavaClass one : Product.CLASSES.that(resideInAnyPackage(Product.DETERMINISTIC))) {
            found.addAll(floatingPointOf(one));
            looked++;
        }
        assertTrue(looked > 50, "only " + looked + " classes were looked at");
        assertEquals(List.of(), found);
    }

    @Test
    void shouldCatchWhatItForbids() {
        final JavaClasses sample = new ClassFileImporter().importClasses(ClockReader.class, Roller.class, Walker.class);
        for (final Class<?> wrong : List.of(ClockReader.class, Roller.class, Walker.class)) {
            final JavaClass one = sample.get(wrong);
            final boolean caught = one.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency -> forbiddenClass().test(dependency.getTargetClass()))
                || one.getAccessesFromSelf().stream().anyMatch(access -> forbiddenAccess().test(access));
            assertTrue(caught, wrong.getSimpleName() + " must be caught");
        }
        assertEquals(2, floatingPointOf(new ClassFileImporter().importClass(Averager.class)).size());
        assertFalse(forbiddenClass().test(new ClassFileImporter().importClass(String.class)));
    }

    private static DescribedPredicate<JavaClass> forbiddenClass() {
        return DescribedPredicate.<JavaClass>describe("tell about the world outside",
            one -> FORBIDDEN_CLASSES.contains(one.getName())).or(resideInAnyPackage(FORBIDDEN_PACKAGES));
    }

    private static DescribedPredicate<JavaAccess<?>> forbiddenAccess() {
        return DescribedPredicate.describe("a look at the world outside or a walk through a hash table", access -> {
            final JavaClass owner = access.getTargetOwner();
            final String name = access.getTarget().getName();
            final boolean isWalk = owner.getPackageName().equals("org.agrona.collections")
                && owner.getSimpleName().matches(".*Hash(Map|Set)|.*2.*Map|.*Set") && ITERATIONS.contains(name);
            return isWalk || FORBIDDEN_METHODS.contains(owner.getName() + "." + name);
        });
    }

    /** Methods of a class that calculate with float or double; passing a constant on, such as a load factor, is not. */
    private static List<String> floatingPointOf(final JavaClass one) {
        final List<String> found = new ArrayList<>();
        final ClassModel model = parse(one);
        model.fields().stream()
            .filter(field -> field.fieldType().stringValue().matches("\\[*[DF]"))
            .filter(field -> !field.flags().has(AccessFlag.FINAL))
            .forEach(field -> found.add(one.getName() + "." + field.fieldName().stringValue()));
        model.methods().forEach(method -> method.code().ifPresent(code -> {
            final boolean calculates = code.elementStream().anyMatch(element -> switch (element) {
                case final OperatorInstruction operator -> isFloating(operator.typeKind());
                case final ConvertInstruction convert -> isFloating(convert.fromType()) || isFloating(convert.toType());
                case final ArrayLoadInstruction load -> isFloating(load.typeKind());
                default -> false;
            });
            if (calculates) {
                found.add(one.getName() + "." + method.methodName().stringValue());
            }
        }));
        return found;
    }

    private static boolean isFloating(final TypeKind kind) {
        return kind == TypeKind.FLOAT || kind == TypeKind.DOUBLE;
    }

    private static ClassModel parse(final JavaClass one) {
        final String resource = one.getSource().orElseThrow().getUri().toString();
        try (InputStream in = URI.create(resource).toURL().openStream()) {
            return ClassFile.of().parse(in.readAllBytes());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What must be caught. */
    static final class ClockReader {
        long read() {
            return System.nanoTime();
        }
    }

    /** What must be caught. */
    static final class Roller {
        int roll(final Map<Integer, Integer> dice) {
            return dice.getOrDefault(new Random(1).nextInt(), new HashMap<Integer, Integer>().size());
        }
    }

    /** What must be caught. */
    static final class Walker {
        long walk(final Long2ObjectHashMap<String> map) {
            return map.keySet().size();
        }
    }

    /** What must be caught, twice. */
    static final class Averager {
        private double last;

        int average(final int a, final int b) {
            last = (a + b) / 2.0;
            return (int) last;
        }
    }
}
