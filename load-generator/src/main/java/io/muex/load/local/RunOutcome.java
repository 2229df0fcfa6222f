package io.muex.load.local;

import io.muex.load.report.BookView;
import io.muex.load.report.RunReport;

/**
 * What came of a run.
 *
 * @param report the figures
 * @param book   as the client knew it at the end
 */
public record RunOutcome(RunReport report, BookView book) {
}
