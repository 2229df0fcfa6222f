/** x. */
package io.muex.mu.fabric.disni;
