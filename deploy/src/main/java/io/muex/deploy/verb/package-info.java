/**
 * The verbs of the command line, one class each, and the options that several of them share. A verb reads its options
 * and configuration, hands over to the code that does the work, and turns the outcome into an exit status. Depends on
 * every package of deploy but the root. One thread, the one that runs {@code main}.
 */
package io.muex.deploy.verb;
