/**
 * A replicated key-value store in a handful of lines: what it takes to join Mu. Not used by the exchange.
 */
package io.muex.mu.example;
