package io.muex.load.bench.replicate;

/** Who makes the commands. Constants are written as on the command line. */
public enum Mode {
    /** The replication thread itself. */
    STANDALONE("standalone"),
    /** Another thread on the leader's processor. */
    ATTACHED_SAME_CORE("attached-same-core"),
    /** Another thread on another processor. */
    ATTACHED_OTHER_CORE("attached-other-core");

    private final String word;

    Mode(final String word) {
        this.word = word;
    }

    /** As on the command line and in row names. */
    @Override
    public String toString() {
        return word;
    }
}
