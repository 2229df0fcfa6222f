package io.muex.exchange.config.secret;

/** Where a gateway has its keys of sessions from. One thread. */
public interface SessionKeySource {
    /** The keys as they were last read. */
    SessionKeys keys();

    /** Looks whether there are others, which may take as long as it takes to read a small file; true if there are. */
    boolean refresh();

    /** Keys that stay as they are. */
    static SessionKeySource of(final SessionKeys keys) {
        return new SessionKeySource() {
            @Override
            public SessionKeys keys() {
                return keys;
            }

            @Override
            public boolean refresh() {
                return false;
            }
        };
    }
}
