/**
 * Runs of order flow from the command line: a cluster made for one run, how its processes are started, and how a run is
 * shown to people.
 */
package io.muex.deploy.run;
