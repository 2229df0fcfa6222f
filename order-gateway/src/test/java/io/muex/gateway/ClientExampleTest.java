package io.muex.gateway;

import static io.muex.gateway.World.ACME;
import static io.muex.gateway.World.ALICE;
import static io.muex.gateway.World.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.muex.exchange.protocol.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The example of the client library's documentation works, and is what stands there. */
class ClientExampleTest {
    private static final String PLACE = "java/io/muex/gateway/";

    @Test
    void shouldBuyWhatIsOffered() {
        try (World world = new World()) {
            final World.Trader bob = world.open(BOB)[0];
            final long number = bob.client.place(ACME, Side.SELL, 100, 1_000, 1);
            world.until("the offer rests", () -> bob.isSettled(number));
            final CompletableFuture<Long> bought =
                CompletableFuture.supplyAsync(() -> ClientExample.buy(world.config(ALICE)));
            world.until("the example ends", bought::isDone);
            assertEquals(100, bought.join());
        }
    }

    @Test
    void shouldBeWhatTheDocumentationShows() throws IOException {
        final List<String> example = Files.readAllLines(Path.of("src/test", PLACE, "ClientExample.java"));
        final List<String> shown = Files.readAllLines(Path.of("src/main", PLACE, "client/package-info.java"));
        final List<String> code = example.subList(example.indexOf("    // begin") + 1, example.indexOf("    // end"));
        final int start = shown.indexOf(" * {@snippet :") + 1;
        assertEquals(code.stream().map(String::strip).toList(),
            shown.subList(start, start + code.size()).stream().map(line -> line.substring(2).strip()).toList());
    }
}
