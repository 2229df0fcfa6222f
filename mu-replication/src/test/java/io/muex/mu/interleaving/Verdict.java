package io.muex.mu.interleaving;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds what a witness saw of one interleaving against the invariants of the protocol. */
final class Verdict {
    private static final int MAJORITY = 2;
    private final Witness witness;
    private final boolean inOrder;
    private int holes;

    /** {@code inOrder}: stores become visible in the order in which they were made, so that copies have no holes. */
    Verdict(final Witness witness, final boolean inOrder) {
        this.witness = witness;
        this.inOrder = inOrder;
    }

    /** Throws if anything happened that must not. */
    void check() {
        checkNumbers();
        checkDescriptions();
        checkSeals();
        checkUnchanged();
        checkAgreement();
        checkApplied();
    }

    /** I5: under a ballot an index has one value. */
    private void checkNumbers() {
        final Map<List<Long>, Long> values = new HashMap<>();
        for (final Witness.Write post : witness.posts) {
            final Long other = values.putIfAbsent(List.of(post.ballot(), post.index()), post.value());
            require(other == null || other == post.value(), "I5 one value a ballot and index", post);
        }
    }

    /**
     * I10: a copy begins at the base or below, and has no holes from there on. Where stores may overtake each other, an
     * end may be read that speaks of entries not there yet; they may come while the copy is made, behind the place
     * where it looks for the first and before it looks for the second. None of them was or will be a success: I3.
     */
    private void checkDescriptions() {
        for (final Witness.Given given : witness.givens) {
            require(given.from() <= given.base(), "I10 a copy begins where the base is, or below", given);
            require(given.end() <= given.from() || given.entries().containsKey(given.end() - 1),
                "I10 a copy ends with an entry", given);
            for (long index = given.base(); index < given.end(); index++) {
                if (!given.entries().containsKey(index)) {
                    require(!inOrder, "I10 no holes", given);
                    holes++;
                }
            }
        }
    }

    /** Indices that a copy lacks in front of one that it has. */
    int holes() {
        return holes;
    }

    /** I2: what was handed on stays as it was: the two areas take turns, so the latest two of each can be seen. */
    private void checkUnchanged() {
        for (final Witness.Given given : witness.givens) {
            final long later = witness.givens.stream()
                .filter(other -> other.target() == given.target() && other.epoch() > given.epoch()).count();
            require(later > 1 || given.entries().equals(
                witness.entries(given.target(), given.epoch(), given.from(), given.end())),
                "I2 nothing changes after the revocation", given);
        }
    }

    /** I3: whatever was or will be reported as success is handed on by every later grant, or was applied. */
    private void checkSeals() {
        for (final Witness.Write success : witness.successes) {
            for (final Witness.Given given : witness.givens) {
                if (given.target() == success.target() && given.epoch() > success.epoch()
                    && success.index() >= given.base()) {
                    final Witness.Inherited held = given.entries().get(success.index());
                    require(held != null && held.ballot() >= success.ballot()
                            && (held.ballot() > success.ballot() || held.value() == success.value()),
                        "I3 success means it is in the log", success + " but " + given);
                }
            }
        }
    }

    /** I8: what a majority holds under one ballot is decided for ever: no higher ballot says otherwise. */
    private void checkAgreement() {
        for (final Witness.Write one : chosen()) {
            for (final Witness.Write post : witness.posts) {
                require(post.index() != one.index() || post.ballot() < one.ballot() || post.value() == one.value(),
                    "I8 agreement", one + " was chosen, but " + post);
            }
        }
    }

    Set<Witness.Write> chosen() {
        final Map<List<Long>, Set<Integer>> holders = new HashMap<>();
        final Set<Witness.Write> chosen = new HashSet<>();
        for (final Witness.Write success : witness.successes) {
            final Set<Integer> of =
                holders.computeIfAbsent(List.of(success.ballot(), success.index()), key -> new HashSet<>());
            if (of.add(success.target()) && of.size() == MAJORITY) {
                chosen.add(success);
            }
        }
        return chosen;
    }

    /** I13: only what is chosen is applied, once, and the same everywhere. */
    private void checkApplied() {
        final Set<Witness.Write> chosen = chosen();
        final Set<List<Long>> seen = new HashSet<>();
        for (final Witness.Applied applied : witness.applied) {
            require(chosen.stream().anyMatch(one -> one.index() == applied.index() && one.value() == applied.value()),
                "I13 only chosen entries are applied", applied);
            require(seen.add(List.of((long) applied.replica(), applied.index())), "I13 applied once", applied);
        }
    }

    private static void require(final boolean holds, final String invariant, final Object seen) {
        if (!holds) {
            throw new IllegalStateException(invariant + ": " + seen);
        }
    }
}
