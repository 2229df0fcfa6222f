/**
 * One-sided memory: the contract that the protocol stands on, and the permission gate that enforces it where no network
 * card does. For a writer W, a target T and a grant e:
 * <ul>
 * <li>C1 a write that completed with success is in T's memory, whole, and every later reader sees it;
 * <li>C2 after T's revoke returned, nothing W does under grant e changes what a new holder reads as T's log;
 * <li>C3 a write that is not in T's log is never reported as success (landed but reported as error is allowed);
 * <li>C4 writes on one channel land in order;
 * <li>C5 no reader ever accepts a torn entry;
 * <li>C6 success stops soon after T died;
 * <li>a channel that failed stays failed until it is established again.
 * </ul>
 * Depends on {@code mu.log}. Reads no clock and owns no thread; {@code fabric.shm} does what needs files and threads.
 */
package io.muex.mu.fabric;
