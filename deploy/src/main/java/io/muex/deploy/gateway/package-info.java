/**
 * One gateway as a process of its own.
 */
package io.muex.deploy.gateway;
