/**
 * The {@code muex} command line.
 */
package io.muex.deploy;
