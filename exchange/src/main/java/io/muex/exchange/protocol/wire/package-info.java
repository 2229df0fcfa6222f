/**
 * The messages of the exchange as Chronicle Wire objects, for configuration, command files, dumps and tests: the same
 * bytes as the flyweights of {@code io.muex.exchange.protocol}, on which this package depends, and YAML. Not for the
 * road of an order: everything here allocates.
 */
package io.muex.exchange.protocol.wire;
