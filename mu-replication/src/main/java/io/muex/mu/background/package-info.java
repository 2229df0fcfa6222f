/**
 * The background plane: heartbeat, pull-score, view, permission requests and grants, fate sharing. One thread, stepped
 * through {@code BackgroundPlane.doWork}; never waits for the replication plane. Reads no clock. Depends on
 * {@code mu}, {@code mu.log}, {@code mu.fabric} and the words of {@code mu.replication.PlaneBoard}.
 */
package io.muex.mu.background;
