package io.muex.exchange.protocol.wire;

/**
 * Checks the outline of a text of messages before its fields are read, because Wire passes over what it does not
 * expect: a text cut off in the middle would be a shorter message, a stray word nothing at all. Every line must be
 * blank, a comment, the head of a message ({@code !Name}, perhaps after {@code ---}), a field of the message above,
 * or the end of a document ({@code ...}); brackets must match, and nothing may follow a closing one.
 */
final class YamlFrame {
    private int depth;
    private boolean inMessage;
    private boolean isClosed;
    private int messages;

    /** Returns how many messages the text has. */
    static int check(final String text) {
        final YamlFrame frame = new YamlFrame();
        text.lines().forEach(frame::onLine);
        if (frame.depth != 0) {
            throw new MessageYamlException("ends before the closing }");
        }
        return frame.messages;
    }

    private void onLine(final String line) {
        String content = line.strip();
        if (depth == 0 && (content.equals("---") || content.equals("..."))) {
            inMessage = false;
            return;
        }
        if (depth == 0 && content.startsWith("--- ")) {
            inMessage = false;
            content = content.substring(4).strip();
        }
        if (content.isEmpty() || content.startsWith("#")) {
            return;
        }
        if (content.startsWith("!")) {
            if (depth != 0 || inMessage && !isClosed) {
                throw new MessageYamlException("'" + content + "' begins before the message above has ended");
            }
            messages++;
            inMessage = true;
            isClosed = false;
        }
        if (!inMessage) {
            throw new MessageYamlException(
                "no message name before '" + content + "'; begin with --- !NewOrder or another");
        }
        onContent(content);
    }

    private void onContent(final String content) {
        char quote = 0;
        for (int i = 0; i < content.length(); i++) {
            final char at = content.charAt(i);
            if (quote != 0) {
                quote = at == quote ? 0 : quote;
            } else if (at == '#' && (i == 0 || content.charAt(i - 1) == ' ')) {
                return;
            } else if (isClosed && at != ' ') {
                throw new MessageYamlException("'" + content.substring(i) + "' follows the closing }");
            } else if (at == '"' || at == '\'') {
                quote = at;
            } else if (at == '{' || at == '}') {
                depth += at == '{' ? 1 : -1;
                isClosed = depth == 0;
                if (depth < 0 || depth > 1) {
                    throw new MessageYamlException("brackets { } do not match");
                }
            }
        }
        if (quote != 0) {
            throw new MessageYamlException("a quoted text does not end: " + content);
        }
    }
}
