package io.muex.gateway.auth;

import io.muex.exchange.config.secret.SessionRole;
import io.muex.exchange.protocol.CancelOrderFlyweight;
import io.muex.exchange.protocol.MassCancelFlyweight;
import io.muex.exchange.protocol.NewOrderFlyweight;
import io.muex.exchange.protocol.QueryBookFlyweight;
import io.muex.exchange.protocol.QueryOrdersFlyweight;
import io.muex.exchange.protocol.ReduceOrderFlyweight;
import io.muex.exchange.protocol.ReplaceOrderFlyweight;
import io.muex.mu.session.CommandEnvelope;

/**
 * What each role may send. The exchange judges the same again from the role in the log, which is what counts; here it
 * is judged so that nobody fills the log with what will be refused. Static, any thread.
 */
public final class RolePermits {
    private RolePermits() {
    }

    /** Whether a role may send commands of that kind, before their body is looked at. */
    public static boolean permitsKind(final SessionRole role, final int kind) {
        return kind == CommandEnvelope.ESTABLISH || kind == CommandEnvelope.COMMAND || role == SessionRole.OPERATOR;
    }

    /** Whether a role may send a command of the exchange with that template id. */
    public static boolean permits(final SessionRole role, final int templateId) {
        return switch (templateId) {
            case QueryBookFlyweight.TEMPLATE_ID, QueryOrdersFlyweight.TEMPLATE_ID -> true;
            case NewOrderFlyweight.TEMPLATE_ID, CancelOrderFlyweight.TEMPLATE_ID, ReduceOrderFlyweight.TEMPLATE_ID,
                 ReplaceOrderFlyweight.TEMPLATE_ID, MassCancelFlyweight.TEMPLATE_ID -> role != SessionRole.READ_ONLY;
            default -> role == SessionRole.OPERATOR;
        };
    }
}
