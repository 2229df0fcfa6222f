/**
 * The {@code muex} command line: the root command, its exit statuses, and nothing else. Each verb lives in
 * {@code deploy.verb}. Depends on every other package of deploy. One thread, the one that runs {@code main}.
 */
package io.muex.deploy;
