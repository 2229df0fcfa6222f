/**
 * What a run came to, as figures for programs and as a picture for people. Depends on the other packages of
 * {@code load}. The book view is told by the player's thread; everything else is put together when the run is over.
 */
package io.muex.load.report;
