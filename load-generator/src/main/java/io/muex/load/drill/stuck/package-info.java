/**
 * A state machine that can be made to stand still from outside, for drills only: nothing that a real cluster runs has
 * such a switch. Depends on {@code mu}. The replication thread of one replica, and a thread that looks for a file.
 */
package io.muex.load.drill.stuck;
