package io.muex.mu.model;

/** The protocol as it is meant, and readings of it that look right and lose an order. */
enum Variant {
    INTACT("as decided"),
    ADOPT_BELOW_BASE("adopting by ballot below the largest base"),
    COMMIT_OF_ANOTHER_RING("a commit index applied to an entry of another ring"),
    COMMIT_ON_INHERITANCE("a commit index applied to an inheritance"),
    PREPARE_AGAIN("preparing again within a ballot"),
    BASE_BEFORE_COPY("base read before the copy"),
    GRANT_BEFORE_SEAL("the log is copied while the old holder may still succeed"),
    NO_INHERITANCE("a grant passes on only the latest ring, not what that ring's holder inherited"),
    ADOPT_BY_FOLLOWER_ORDER("adoption by follower order instead of ballot"),
    LEARNER_BEFORE_ADMIT("a learner counted before it is admitted"),
    LEARNER_BEFORE_APPLIED("a newcomer counted once ADMIT is seen, before it has applied it"),
    ADMIT_WITH_NEWCOMER("ADMIT counted with the newcomer's own copy"),
    RESEND_IN_PLACE("a re-sent entry overwrites the inherited copy"),
    DEAD_UNCHECKED("a write to an incarnation that is marked dead counts"),
    STALE_GRANT("a grant of an old incarnation counted after ADMIT was seen"),
    HISTORY_BELOW_SNAPSHOT("retained entries trusted below the index where a snapshot was loaded"),
    HISTORY_UP_TO_BASE("every copied entry below the base taken for chosen, inherited ones too");

    final String reading;

    Variant(final String reading) {
        this.reading = reading;
    }
}
