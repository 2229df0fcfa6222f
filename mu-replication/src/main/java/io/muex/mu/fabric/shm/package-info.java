/**
 * The fabric of one host: replicas are processes, and the memory that they write one-sidedly is files on tmpfs, mapped
 * by all of them. {@code ClusterDirectory} says which cluster, which replica and which start of it this is;
 * {@code ShmRegions} says where its memory lies; {@code DeathWatch} says who died.
 * <p>
 * Rests on assumptions that the Java memory model does not speak of and that the tests therefore try: HotSpot emits the
 * hardware fences that {@code Memory} names, and mappings of one file in several processes are one coherent memory.
 * <p>
 * Depends on {@code mu.fabric}, {@code mu.log}, Agrona and the C library (through the foreign function API; Linux
 * only). Threads: one housekeeping daemon per replica (files, mappings, pre-faulting), one watching daemon per peer
 * (blocked in the kernel). Lookups are for any thread and wait for nobody.
 */
package io.muex.mu.fabric.shm;
