package io.muex.mu.fabric;

/**
 * A slot carries the commit word of its index but its bytes do not match their checksum: not the end of the log, but
 * damage. The replica that finds it in its own memory stops and says where; truncating there could lose a chosen entry.
 */
public final class CorruptEntryException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long index;

    /** Damage at log index {@code index}. */
    public CorruptEntryException(final long index) {
        super("log entry " + index + " is damaged: its checksum does not hold");
        this.index = index;
    }

    /** The log index. */
    public long index() {
        return index;
    }
}
