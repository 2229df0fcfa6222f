/**
 * DiSNI's verbs API over the distribution's own libibverbs and librdmacm: nothing has to be compiled. Functions are
 * called through the foreign function API; posting and polling go through the operation table of the device, as the
 * inline functions of the C headers do. {@code ForeignProvider.install} puts it into DiSNI's place for a provider.
 * <p>
 * Depends on DiSNI's abstract classes and the two libraries (Linux, 64-bit, little-endian), and loads the libraries
 * when it is first asked to. Struct offsets are those of rdma-core since version 17, which promises not to change them;
 * each object made is checked against what was asked for, so a library that differs is refused and not misread.
 * Threads: as libibverbs: any, but one queue pair and one completion queue by one thread at a time.
 */
package io.muex.mu.fabric.disni.provider;
