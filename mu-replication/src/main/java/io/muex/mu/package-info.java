/**
 * What an application of Mu sees: the {@code StateMachine} it supplies, the {@code Proposer} it is given, the
 * {@code ReplicaView} it may look at, and the configuration records. Depends on nothing else of this project.
 */
package io.muex.mu;
