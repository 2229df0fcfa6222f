package io.muex.exchange.protocol;

/**
 * Why a command was refused: the one list of reject codes of the exchange. A refused command has changed nothing but
 * what its session may still send this second. Numbers are stable, are never used again for anything else, and stand in
 * messages; names stand in YAML, in counters and on screens.
 * <p>
 * Checks run in a fixed order and the first that fails is reported: first what the message alone shows (its frame,
 * then its enumerations, then its numbers, in the order of {@link CommandDecoder}), then permission, rate, instrument,
 * client order id, room, limits of the instrument and of the session, and last the order book.
 */
public enum RejectReason {
    /** Not refused. Never stands in a reject. */
    NONE(0),

    /** The client order id is smaller than 1. */
    INVALID_ID(1),
    /** The quantity is smaller than 1. */
    INVALID_QUANTITY(2),
    /** The price is negative, or for a market price smaller than 1. */
    INVALID_PRICE(3),
    /** The stop price is negative. */
    INVALID_STOP_PRICE(4),
    /** The order book holds an order of this id. The exchange numbers orders itself, so no client ever sees this. */
    DUPLICATE_ORDER(5),
    /** The open quantities of the side would add up to more than 2^63-1. */
    QUANTITY_OVERFLOW(6),
    /** The session has no live order of this client order id. */
    UNKNOWN_ORDER(7),
    /** The order book holds as many orders or price levels as it was made for. */
    BOOK_FULL(8),

    /** The message is shorter or longer than its template says, or is none of this schema. */
    MALFORMED(20),
    /** There is no command with this template id. */
    UNKNOWN_TEMPLATE(21),
    /** The command was written for a version of the schema that is not in force. */
    UNSUPPORTED_VERSION(22),
    /** The side is neither of the two, or a side filter means nothing. */
    INVALID_SIDE(23),
    /** The conditions mean nothing. */
    INVALID_CONDITIONS(24),
    /** The time in force means nothing. */
    INVALID_TIME_IN_FORCE(25),
    /** The self-trade prevention means nothing, or is asked of a stop order, which cannot have it. */
    INVALID_SELF_TRADE_PREVENTION(26),
    /** The expiry is missing, is not in the future, or is given with a time in force that has none. */
    INVALID_EXPIRE_TIME(27),
    /** The instrument id is outside 1 to the largest one of Genesis. */
    INVALID_INSTRUMENT_ID(28),
    /** The symbol is empty, or not printable ASCII filled up with zero bytes. */
    INVALID_SYMBOL(29),
    /** A capacity is out of its range. */
    INVALID_CAPACITY(30),
    /** A tick or lot size is out of its range. */
    INVALID_INCREMENT(31),
    /** A limit is out of its range, or two limits contradict each other. */
    INVALID_LIMIT(32),
    /** The instrument status means nothing. */
    INVALID_STATUS(33),
    /** The scope of the mass cancel means nothing, or names a target it does not have. */
    INVALID_SCOPE(34),
    /** The number of levels is smaller than 1. */
    INVALID_LEVELS(35),
    /** The session number is smaller than 1. */
    INVALID_SESSION(36),
    /** The time is negative. */
    INVALID_TIME(37),

    /** The session may not send this command. */
    NOT_PERMITTED(50),
    /** There is no such instrument. */
    UNKNOWN_INSTRUMENT(51),
    /** The instrument id, or its symbol, is in use. */
    DUPLICATE_INSTRUMENT(52),
    /** The instrument is halted: orders can only be cancelled or reduced. */
    INSTRUMENT_HALTED(53),
    /** The session has a live order of this client order id. */
    DUPLICATE_CL_ORD_ID(54),
    /** The session has as many live orders as it may. */
    TOO_MANY_ORDERS(55),
    /** The exchange holds as many live orders as Genesis allows. */
    EXCHANGE_FULL(56),
    /** There is no such session. */
    UNKNOWN_SESSION(57),
    /** What Genesis reserved for all books together does not suffice for this one. */
    CAPACITY_EXHAUSTED(58),

    /** The session sends more commands than it may. */
    RATE_EXCEEDED(70),
    /** The quantity is below the smallest of the instrument. */
    QUANTITY_TOO_SMALL(71),
    /** The quantity is above the largest of the instrument or of the session. */
    QUANTITY_TOO_LARGE(72),
    /** Quantity times price is above the largest of the session. */
    NOTIONAL_TOO_LARGE(73),
    /** The sum of quantity times price over the live orders would be above the largest of the session. */
    OPEN_NOTIONAL_TOO_LARGE(74),
    /** The limit price is too far from the market price. */
    PRICE_OUT_OF_BAND(75),
    /** The replaced order could trade with an order of the same owner, and it has self-trade prevention. */
    SELF_TRADE(76);

    private static final RejectReason[] BY_CODE = byCode();
    private final int code;

    RejectReason(final int code) {
        this.code = code;
    }

    /** The number that stands for this reason in a message. */
    public int code() {
        return code;
    }

    /** The reason that a number stands for, or null for a number that stands for none. */
    public static RejectReason of(final int code) {
        return code < 0 || code >= BY_CODE.length ? null : BY_CODE[code];
    }

    private static RejectReason[] byCode() {
        final RejectReason[] all = values();
        final RejectReason[] table = new RejectReason[all[all.length - 1].code + 1];
        for (final RejectReason reason : all) {
            table[reason.code] = reason;
        }
        return table;
    }
}
