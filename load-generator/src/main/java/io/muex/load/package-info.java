/**
 * Order flow against a cluster that is being broken, and proof of what came of it. {@code flow} says what is sent,
 * {@code play} when, {@code check} and {@code trace} whether the answers are right, {@code cluster} looks at replicas
 * from outside, {@code drill} breaks them, {@code process} starts and ends them, {@code report} puts it into figures
 * and pictures, {@code local} puts all of it together. Nothing lies in this package itself.
 */
package io.muex.load;
