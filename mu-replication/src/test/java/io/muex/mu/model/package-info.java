/**
 * An explicit-state model of the protocol and the explorer that visits all of its states in a small scope. Depends on
 * nothing but the JDK; one thread. The model shares no code with the planes: it says what they must do, the simulator
 * says whether they do it.
 */
package io.muex.mu.model;
