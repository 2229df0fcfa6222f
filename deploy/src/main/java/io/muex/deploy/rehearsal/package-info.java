/**
 * A whole cluster in miniature inside one process, played through and broken before the process says that it is ready:
 * what makes the code of a process fast, and loads its classes, before anybody depends on it. Depends on all of the
 * other modules. One thread steps the replicas and the gateway, the calling thread plays orders; both end with it.
 */
package io.muex.deploy.rehearsal;
