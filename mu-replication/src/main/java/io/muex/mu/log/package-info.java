/**
 * Where every byte of replicated memory lies: control words, log slots, inheritances. Offsets and pure arithmetic only,
 * no protocol and no memory access. Depends on nothing but Agrona.
 */
package io.muex.mu.log;
