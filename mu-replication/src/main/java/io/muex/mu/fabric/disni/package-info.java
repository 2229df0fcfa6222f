/**
 * The fabric over RDMA verbs: InfiniBand, RoCE or software RoCE, through DiSNI's interface and the provider in
 * {@code disni.provider}. Replicas may be on one host or on several. How the contract is held:
 * <ul>
 * <li>C1, C3 a write is reported done when its completion says success, and no other way; after an error or a time-out
 * its outcome is unknown and the channel is lost;
 * <li>C2 each grant is of another memory region, registered for its holder alone; to revoke is to deregister it;
 * <li>C4, C5 requests on one queue pair land in order; an entry's commit word is a request of its own behind its body;
 * <li>C6 what a dead process had registered is gone; devices may take seconds to say so, so time-outs of this package
 * and the closing of TCP connections say so earlier.
 * </ul>
 * It is assumed that a device reads and writes an aligned word of 8 bytes whole.
 * <p>
 * Depends on {@code mu.fabric}, {@code mu.log}, the directories and the mapped memory of {@code mu.fabric.shm}, DiSNI
 * and Agrona. Threads: per peer one that connects, one that answers; one that accepts queue pairs, one that renews
 * rings; all daemons, none on the road of an order. Nothing is loaded before {@code DisniFabric.open}.
 */
package io.muex.mu.fabric.disni;
