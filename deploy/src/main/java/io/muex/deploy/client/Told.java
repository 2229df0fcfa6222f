package io.muex.deploy.client;

import io.muex.deploy.report.JsonReport;
import io.muex.exchange.protocol.RejectReason;
import io.muex.exchange.protocol.wire.CancelRejected;
import io.muex.exchange.protocol.wire.CommandRejected;
import io.muex.exchange.protocol.wire.Message;
import io.muex.exchange.protocol.wire.OrderRejected;
import io.muex.exchange.protocol.wire.ReduceRejected;
import io.muex.exchange.protocol.wire.ReplaceRejected;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One report of the exchange.
 *
 * @param eventSeq number of the event
 * @param number   of the command that it answers, 0 if none
 * @param message  what it says; null for an event of the session layer
 * @param code     what an event of the session layer says; null for a message
 * @param refused  whether that is a refusal
 */
public record Told(long eventSeq, long number, Message message, String code, boolean refused) {
    /** Why the exchange refuses, if this is a refusal. */
    public Optional<String> reject() {
        if (refused) {
            return Optional.of(code);
        }
        return Optional.ofNullable(switch (message) {
            case final OrderRejected rejected -> rejected.reason;
            case final CancelRejected rejected -> rejected.reason;
            case final ReduceRejected rejected -> rejected.reason;
            case final ReplaceRejected rejected -> rejected.reason;
            case final CommandRejected rejected -> rejected.reason;
            case null, default -> null;
        }).map(RejectReason::name);
    }

    /** Name of the message. */
    public String name() {
        return message == null ? code : message.getClass().getSimpleName();
    }

    /** On one line: the name and every field that says something. */
    public String line() {
        final StringBuilder text = new StringBuilder(name());
        fields().forEach((field, value) -> {
            final boolean saysNothing = value instanceof final Number number && number.longValue() == 0
                && !field.equals("leavesQuantity") || "NONE".equals(String.valueOf(value));
            if (!saysNothing) {
                text.append("  ").append(field).append(' ').append(value);
            }
        });
        return text.toString();
    }

    /** With all fields. */
    public JsonReport json() {
        final JsonReport report = new JsonReport().put("event", name()).put("eventSeq", eventSeq).put("number", number);
        fields().forEach(report::put);
        return report;
    }

    private Map<String, Object> fields() {
        final Map<String, Object> fields = new LinkedHashMap<>();
        if (message == null) {
            return fields;
        }
        for (final Field field : message.getClass().getFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                try {
                    fields.put(field.getName(), field.get(message));
                } catch (final IllegalAccessException e) {
                    throw new IllegalStateException("public fields can be read", e);
                }
            }
        }
        return fields;
    }
}
