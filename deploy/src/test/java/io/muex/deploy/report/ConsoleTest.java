package io.muex.deploy.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;

class ConsoleTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldAlignNumbersToTheRightAndWordsToTheLeft() {
        final Table table = new Table("name", "p50", "p99", "note")
            .row("end-to-end", 5, "1,250 us", "good")
            .row("book", 1234, "31 ns", null);
        assertEquals("""
            name         p50       p99  note
            end-to-end     5  1,250 us  good
            book        1234     31 ns
            """, table.toString());
    }

    @Test
    void shouldWriteOneLinePerStageWhereNobodyWatches() {
        final Console console = console(false);
        console.stage("starting");
        console.progress("1 of 3");
        console.stage("running");
        console.line("result");
        assertEquals("starting\nrunning\n", err.toString());
        assertEquals("result\n", out.toString());
    }

    @Test
    void shouldWriteProgressOverItselfWhereSomebodyWatches() {
        final Console console = console(true);
        console.stage("starting");
        console.progress("1 of 3");
        console.line("result");
        final String erase = "\r\u001b[K";
        assertEquals(erase + "starting ..." + erase + "starting ... 1 of 3" + erase, err.toString());
        assertEquals("result\n", out.toString());
    }

    private Console console(final boolean watched) {
        return new Console(new PrintWriter(out), new PrintWriter(err, true), watched);
    }
}
