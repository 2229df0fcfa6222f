/**
 * One command after the other for a running cluster, as a person gives them: each is sent, waited for and its reports
 * told. Depends on {@code gateway.client}, {@code exchange.protocol.wire} and {@code deploy.cluster}. Used by the one
 * thread that runs a verb.
 */
package io.muex.deploy.client;
