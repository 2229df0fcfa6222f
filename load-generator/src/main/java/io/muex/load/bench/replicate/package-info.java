/**
 * What replication costs: the time from append to commit and what a leader commits in a second, against real follower
 * processes over shared memory, beside the bare cost of the same bytes. {@code ReplicateBench} measures in a process of
 * its own and prints lines; its followers are further processes. Depends on {@code load.bench}, {@code load.process},
 * and mu-replication. In the measuring process one thread leads; the attached modes add one that hands commands over.
 */
package io.muex.load.bench.replicate;
