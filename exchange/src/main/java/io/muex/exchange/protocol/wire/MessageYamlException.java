package io.muex.exchange.protocol.wire;

/** YAML that is no message. The text names the source, the message and the field as far as they are known. */
public final class MessageYamlException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MessageYamlException(final String problem) {
        super(problem);
    }

    MessageYamlException(final String problem, final Throwable cause) {
        super(problem, cause);
    }
}
