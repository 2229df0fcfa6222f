/**
 * The gateway process: takes clients, checks what they send, keeps their commands until they are answered, follows the
 * leader, and hands every report to the session it names. Depends on {@code exchange.protocol}, its {@code link}, and
 * {@code mu.session}.
 * <p>
 * Everything a gateway knows is soft: after its death clients establish their sessions through another one, or through
 * its successor, and nothing is lost or doubled. One thread ({@link io.muex.gateway.GatewayAgent}); only
 * {@link io.muex.gateway.OrderGateway} makes one.
 */
package io.muex.gateway;
