package io.muex.exchange.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.Conditions;
import io.muex.exchange.protocol.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageYamlTest {
    @Test
    void shouldReadSeveralMessagesInEitherStyle(@TempDir final Path directory) throws IOException {
        final Path file = directory.resolve("orders.yaml");
        Files.writeString(file, """
            # two orders and a cancel
            --- !NewOrder
            clOrdId: 1
            instrumentId: 7   # ACME
            side: BUY
            quantity: 100
            price: 1050
            conditions: FOK

            --- !NewOrder { clOrdId: 2, side: SELL,
                quantity: 9223372036854775807 }
            ...
            !CancelOrder { clOrdId: -5 }
            """);
        final List<Message> messages = MessageYaml.read(file);
        assertEquals(3, messages.size());
        final NewOrder first = (NewOrder) messages.getFirst();
        assertEquals(7, first.instrumentId);
        assertEquals(Side.BUY, first.side);
        assertEquals(Conditions.FOK, first.conditions);
        assertEquals(Long.MAX_VALUE, ((NewOrder) messages.get(1)).quantity);
        assertEquals(-5, ((CancelOrder) messages.get(2)).clOrdId);
    }

    @Test
    void shouldReadNothingFromAnEmptyText() {
        assertEquals(List.of(), MessageYaml.parse("f", "# nothing\n\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "!NewOrder { clOrdId: 1, quantty: 10 }            | NewOrder: unknown field 'quantty'",
        "!NewOrdr { clOrdId: 1 }                          | no message is named 'NewOrdr'",
        "!java.lang.Thread {}                             | no message is named 'java.lang.Thread'",
        "!type java.lang.Runtime                          | no message is named 'type'",
        "!NewOrder { clOrdId: 1x }                        | clOrdId: '1x' is no whole number",
        "!NewOrder { clOrdId: 1.5 }                       | clOrdId: '1.5' is no whole number",
        "!NewOrder { clOrdId: 9223372036854775808 }       | clOrdId: '9223372036854775808' is no whole number",
        "!NewOrder { instrumentId: 2147483648 }           | instrumentId: '2147483648' is no whole number",
        "!NewOrder { clOrdId: }                           | clOrdId: value missing",
        "!NewOrder { side: BUUY }                         | side: 'BUUY' is none of [BUY, SELL]",
        "!NewOrder { side: 1 }                            | side: '1' is none of [BUY, SELL]",
        "!NewOrder { clOrdId: 1, clOrdId: 1 }             | field 'clOrdId' is given twice",
        "!NewOrder { clOrdId: [ 1, 2 ] }                  | field 'clOrdId' is no single value",
        "!NewOrder { clOrdId: { a: 1 } }                  | brackets { } do not match",
        "!NewOrder { clOrdId: 1                           | ends before the closing }",
        "!NewOrder { clOrdId: 1 } quantity: 2             | 'quantity: 2' follows the closing }",
        "!NewOrder                                        | fields missing",
        "clOrdId: 1                                       | no message name before 'clOrdId: 1'",
        "{ clOrdId: 1 }                                   | no message name before '{ clOrdId: 1 }'",
        "- !CancelOrder { clOrdId: 1 }                    | no message name before",
        "!SetSessionLimits { cancelOnDisconnect: maybe }  | cancelOnDisconnect: 'maybe' is neither true nor false",
        "!AddInstrument { symbol: \"ACME }                | a quoted text does not end"})
    void shouldRefuseWhatItDoesNotUnderstandCompletely(final String text, final String problem) {
        final String message = assertThrows(MessageYamlException.class,
            () -> MessageYaml.parse("orders.yaml", "!CancelOrder { clOrdId: 1 }\n--- " + text + "\n")).getMessage();
        assertTrue(message.startsWith("orders.yaml: message "), message);
        assertTrue(message.contains(problem), message);
    }

    @Test
    void shouldRefuseATextThatIsCutOffAnywhereInsideAMessage() {
        final String text = "!NewOrder { clOrdId: 12, side: BUY }";
        for (int length = 1; length < text.length(); length++) {
            final String cut = text.substring(0, length);
            assertThrows(MessageYamlException.class, () -> MessageYaml.parse("f", cut), cut);
        }
    }
}
