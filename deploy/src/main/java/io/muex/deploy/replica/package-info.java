/**
 * One replica as a process of its own: opens its memory, runs its two planes, says when it is ready, leaves in order.
 */
package io.muex.deploy.replica;
