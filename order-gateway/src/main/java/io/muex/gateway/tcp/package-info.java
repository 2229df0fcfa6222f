/**
 * A gateway's port for clients in other languages: the messages of
 * {@link io.muex.exchange.protocol.link.ClientLink}, each behind its length, over TCP. Depends on
 * {@code exchange.protocol.link} only.
 * <p>
 * {@link io.muex.gateway.tcp.TcpPort} is a client of its own gateway for everybody who connects: it carries messages
 * between a socket and the streams that other clients use, and looks into none but to know where it goes. So there is
 * one way to log on and one place where commands are checked, and the gateway's thread does nothing for TCP.
 * <p>
 * One thread of its own, made by the gateway's process.
 */
package io.muex.gateway.tcp;
