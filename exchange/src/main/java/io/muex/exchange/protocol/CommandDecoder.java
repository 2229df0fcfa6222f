package io.muex.exchange.protocol;

import org.agrona.DirectBuffer;

/**
 * Reads a command that nobody vouches for. Everything that the bytes alone can show is checked before anything else
 * happens: frame (header, template, version, length), then enumerations, then numbers, field by field in the order
 * in which this class tests them. Never throws, whatever the bytes are, and allocates nothing.
 * <p>
 * The entrance of a replica and the replicated state machine use this same class, so they cannot disagree. One
 * thread. The flyweights handed out view the decoded memory and are overwritten by the next {@link #decode}.
 */
public final class CommandDecoder {
    /** Largest capacity of orders or levels that {@code Genesis} and {@code AddInstrument} may ask for. */
    public static final int MAX_CAPACITY = 1 << 24;
    /** Largest number of instruments. */
    public static final int MAX_INSTRUMENTS = 4_096;
    /** Largest number of visible price levels a side. */
    public static final int MAX_DEPTH_LEVELS = 64;
    /** Widest price band, in 1/10,000 of the market price. */
    public static final int MAX_PRICE_BAND = 10_000;
    /** Most commands per second, and most at once, that a limit may name. */
    public static final int MAX_COMMAND_RATE = 1_000_000_000;
    /** Largest exponent of a tick or lot size, and the negative of the smallest. */
    public static final int MAX_EXPONENT = 18;

    private static final long DAY_NS = 86_400_000_000_000L;

    private final GenesisFlyweight genesis = new GenesisFlyweight();
    private final NewOrderFlyweight newOrder = new NewOrderFlyweight();
    private final CancelOrderFlyweight cancelOrder = new CancelOrderFlyweight();
    private final ReduceOrderFlyweight reduceOrder = new ReduceOrderFlyweight();
    private final ReplaceOrderFlyweight replaceOrder = new ReplaceOrderFlyweight();
    private final MassCancelFlyweight massCancel = new MassCancelFlyweight();
    private final QueryBookFlyweight queryBook = new QueryBookFlyweight();
    private final QueryOrdersFlyweight queryOrders = new QueryOrdersFlyweight();
    private final AddInstrumentFlyweight addInstrument = new AddInstrumentFlyweight();
    private final SetMarketPriceFlyweight setMarketPrice = new SetMarketPriceFlyweight();
    private final SetInstrumentStatusFlyweight setInstrumentStatus = new SetInstrumentStatusFlyweight();
    private final SetSessionLimitsFlyweight setSessionLimits = new SetSessionLimitsFlyweight();
    private final ExpireFlyweight expire = new ExpireFlyweight();
    private final SessionDisconnectedFlyweight sessionDisconnected = new SessionDisconnectedFlyweight();
    private int templateId;
    private boolean framed;

    /**
     * Decodes and checks one command.
     *
     * @param buffer holds the command
     * @param offset of its first byte
     * @param length in bytes; must lie within the buffer, may be anything else
     * @return {@link RejectReason#NONE} if the command is well-formed, else the first thing that is wrong
     */
    public RejectReason decode(final DirectBuffer buffer, final int offset, final int length) {
        framed = false;
        templateId = 0;
        if (length < MessageFlyweight.HEADER_LENGTH
            || MessageFlyweight.schemaId(buffer, offset) != MessageFlyweight.SCHEMA_ID) {
            return RejectReason.MALFORMED;
        }
        templateId = MessageFlyweight.templateId(buffer, offset);
        final int block = blockLength(templateId);
        if (block < 0) {
            return RejectReason.UNKNOWN_TEMPLATE;
        }
        if (MessageFlyweight.version(buffer, offset) != MessageFlyweight.SCHEMA_VERSION) {
            return RejectReason.UNSUPPORTED_VERSION;
        }
        if (MessageFlyweight.blockLength(buffer, offset) != block
            || length != MessageFlyweight.HEADER_LENGTH + block) {
            return RejectReason.MALFORMED;
        }
        framed = true;
        return check(buffer, offset);
    }

    /**
     * True when the last command had a good frame: {@link #templateId()} is a command, and its flyweight may be read
     * even if one of its values was refused.
     */
    public boolean isFramed() {
        return framed;
    }

    /** Template id that the last command claimed to have; 0 if that could not be read. */
    public int templateId() {
        return templateId;
    }

    /** Length of the block of a command in bytes, or -1 if there is no command of this template id. */
    public static int blockLength(final int templateId) {
        return switch (templateId) {
            case NewOrderFlyweight.TEMPLATE_ID -> NewOrderFlyweight.BLOCK_LENGTH;
            case CancelOrderFlyweight.TEMPLATE_ID -> CancelOrderFlyweight.BLOCK_LENGTH;
            case ReduceOrderFlyweight.TEMPLATE_ID -> ReduceOrderFlyweight.BLOCK_LENGTH;
            case ReplaceOrderFlyweight.TEMPLATE_ID -> ReplaceOrderFlyweight.BLOCK_LENGTH;
            case MassCancelFlyweight.TEMPLATE_ID -> MassCancelFlyweight.BLOCK_LENGTH;
            case QueryBookFlyweight.TEMPLATE_ID -> QueryBookFlyweight.BLOCK_LENGTH;
            case QueryOrdersFlyweight.TEMPLATE_ID -> QueryOrdersFlyweight.BLOCK_LENGTH;
            case GenesisFlyweight.TEMPLATE_ID -> GenesisFlyweight.BLOCK_LENGTH;
            case AddInstrumentFlyweight.TEMPLATE_ID -> AddInstrumentFlyweight.BLOCK_LENGTH;
            case SetMarketPriceFlyweight.TEMPLATE_ID -> SetMarketPriceFlyweight.BLOCK_LENGTH;
            case SetInstrumentStatusFlyweight.TEMPLATE_ID -> SetInstrumentStatusFlyweight.BLOCK_LENGTH;
            case SetSessionLimitsFlyweight.TEMPLATE_ID -> SetSessionLimitsFlyweight.BLOCK_LENGTH;
            case ExpireFlyweight.TEMPLATE_ID -> ExpireFlyweight.BLOCK_LENGTH;
            case SessionDisconnectedFlyweight.TEMPLATE_ID -> SessionDisconnectedFlyweight.BLOCK_LENGTH;
            default -> -1;
        };
    }

    private RejectReason check(final DirectBuffer buffer, final int offset) {
        return switch (templateId) {
            case NewOrderFlyweight.TEMPLATE_ID -> check(newOrder.wrap(buffer, offset));
            case CancelOrderFlyweight.TEMPLATE_ID -> {
                cancelOrder.wrap(buffer, offset);
                yield RejectReason.NONE;
            }
            case ReduceOrderFlyweight.TEMPLATE_ID ->
                reduceOrder.wrap(buffer, offset).quantity() < 1 ? RejectReason.INVALID_QUANTITY : RejectReason.NONE;
            case ReplaceOrderFlyweight.TEMPLATE_ID ->
                replaceOrder.wrap(buffer, offset).newPrice() < 0 ? RejectReason.INVALID_PRICE : RejectReason.NONE;
            case MassCancelFlyweight.TEMPLATE_ID -> check(massCancel.wrap(buffer, offset));
            case QueryBookFlyweight.TEMPLATE_ID ->
                queryBook.wrap(buffer, offset).levels() < 1 ? RejectReason.INVALID_LEVELS : RejectReason.NONE;
            case QueryOrdersFlyweight.TEMPLATE_ID ->
                queryOrders.wrap(buffer, offset).afterOrderId() < 0 ? RejectReason.INVALID_ID : RejectReason.NONE;
            default -> checkOperation(buffer, offset);
        };
    }

    private RejectReason checkOperation(final DirectBuffer buffer, final int offset) {
        return switch (templateId) {
            case GenesisFlyweight.TEMPLATE_ID -> check(genesis.wrap(buffer, offset));
            case AddInstrumentFlyweight.TEMPLATE_ID -> check(addInstrument.wrap(buffer, offset));
            case SetMarketPriceFlyweight.TEMPLATE_ID ->
                setMarketPrice.wrap(buffer, offset).price() < 1 ? RejectReason.INVALID_PRICE : RejectReason.NONE;
            case SetInstrumentStatusFlyweight.TEMPLATE_ID ->
                setInstrumentStatus.wrap(buffer, offset).status() == null
                    ? RejectReason.INVALID_STATUS : RejectReason.NONE;
            case SetSessionLimitsFlyweight.TEMPLATE_ID -> check(setSessionLimits.wrap(buffer, offset));
            case ExpireFlyweight.TEMPLATE_ID ->
                expire.wrap(buffer, offset).timeNs() < 0 ? RejectReason.INVALID_TIME : RejectReason.NONE;
            default ->
                sessionDisconnected.wrap(buffer, offset).targetSession() < 1
                    ? RejectReason.INVALID_SESSION : RejectReason.NONE;
        };
    }

    private static RejectReason check(final NewOrderFlyweight order) {
        final TimeInForce timeInForce = order.timeInForce();
        if (order.side() == null) {
            return RejectReason.INVALID_SIDE;
        } else if (order.conditions() == null) {
            return RejectReason.INVALID_CONDITIONS;
        } else if (timeInForce == null) {
            return RejectReason.INVALID_TIME_IN_FORCE;
        } else if (order.selfTradePrevention() == null) {
            return RejectReason.INVALID_SELF_TRADE_PREVENTION;
        } else if (order.clOrdId() < 1) {
            return RejectReason.INVALID_ID;
        } else if (order.quantity() < 1) {
            return RejectReason.INVALID_QUANTITY;
        } else if (order.price() < 0) {
            return RejectReason.INVALID_PRICE;
        } else if (order.stopPrice() < 0) {
            return RejectReason.INVALID_STOP_PRICE;
        } else if (order.stopPrice() != 0 && order.selfTradePrevention() != SelfTradePrevention.NONE) {
            return RejectReason.INVALID_SELF_TRADE_PREVENTION;
        }
        final long expiry = order.expireTimeNs();
        final boolean expiryIsGood = timeInForce == TimeInForce.GTD ? expiry > 0 : expiry == 0;
        return expiryIsGood ? RejectReason.NONE : RejectReason.INVALID_EXPIRE_TIME;
    }

    private static RejectReason check(final MassCancelFlyweight cancel) {
        final MassCancelScope scope = cancel.scope();
        if (scope == null || scope == MassCancelScope.DISCONNECTED) {
            return RejectReason.INVALID_SCOPE;
        } else if (cancel.side() == null) {
            return RejectReason.INVALID_SIDE;
        } else if (scope == MassCancelScope.SESSION && cancel.targetSession() < 1) {
            return RejectReason.INVALID_SESSION;
        } else if (scope != MassCancelScope.SESSION && cancel.targetSession() != 0) {
            return RejectReason.INVALID_SCOPE;
        } else if (scope == MassCancelScope.INSTRUMENT && cancel.instrumentId() == 0) {
            return RejectReason.INVALID_SCOPE;
        }
        return RejectReason.NONE;
    }

    private static RejectReason check(final GenesisFlyweight genesis) {
        final boolean capacitiesAreGood = isIn(genesis.maxOrders(), 1, MAX_CAPACITY)
            && isIn(genesis.maxLevels(), 1, MAX_CAPACITY)
            && isIn(genesis.maxInstruments(), 1, MAX_INSTRUMENTS)
            && genesis.maxOpenOrders() >= 1;
        if (!capacitiesAreGood) {
            return RejectReason.INVALID_CAPACITY;
        }
        return isRate(genesis.maxCommandsPerSecond(), genesis.maxCommandBurst())
            ? RejectReason.NONE : RejectReason.INVALID_LIMIT;
    }

    private static RejectReason check(final AddInstrumentFlyweight instrument) {
        if (instrument.instrumentId() < 1 || instrument.instrumentId() > MAX_INSTRUMENTS) {
            return RejectReason.INVALID_INSTRUMENT_ID;
        } else if (!isSymbol(instrument.symbolWord0(), instrument.symbolWord1())) {
            return RejectReason.INVALID_SYMBOL;
        } else if (instrument.tickMantissa() < 1 || !isIn(instrument.tickExponent(), -MAX_EXPONENT, MAX_EXPONENT)
            || instrument.lotMantissa() < 1 || !isIn(instrument.lotExponent(), -MAX_EXPONENT, MAX_EXPONENT)) {
            return RejectReason.INVALID_INCREMENT;
        } else if (!isIn(instrument.depthLevels(), 0, MAX_DEPTH_LEVELS)
            || !isIn(instrument.maxOrders(), 1, MAX_CAPACITY)
            || !isIn(instrument.maxLevels(), 1, MAX_CAPACITY)) {
            return RejectReason.INVALID_CAPACITY;
        }
        final boolean limitsAreGood = instrument.minQuantity() >= 1
            && instrument.maxQuantity() >= instrument.minQuantity()
            && instrument.dayEndNs() >= 0 && instrument.dayEndNs() < DAY_NS
            && isIn(instrument.priceBand(), 0, MAX_PRICE_BAND);
        return limitsAreGood ? RejectReason.NONE : RejectReason.INVALID_LIMIT;
    }

    private static RejectReason check(final SetSessionLimitsFlyweight limits) {
        if (limits.targetSession() < 1) {
            return RejectReason.INVALID_SESSION;
        }
        final boolean limitsAreGood = limits.owner() >= 0
            && limits.maxQuantity() >= 0 && limits.maxNotional() >= 0 && limits.maxOpenNotional() >= 0
            && limits.maxOpenOrders() >= 0
            && isRate(limits.maxCommandsPerSecond(), limits.maxCommandBurst())
            && limits.cancelOnDisconnectIsValid();
        return limitsAreGood ? RejectReason.NONE : RejectReason.INVALID_LIMIT;
    }

    private static boolean isRate(final int commandsPerSecond, final int burst) {
        return isIn(commandsPerSecond, 0, MAX_COMMAND_RATE)
            && isIn(burst, commandsPerSecond == 0 ? 0 : 1, MAX_COMMAND_RATE);
    }

    private static boolean isIn(final int value, final int smallest, final int largest) {
        return value >= smallest && value <= largest;
    }

    /** Printable ASCII without blanks, at least one character, then zero bytes only. */
    private static boolean isSymbol(final long word0, final long word1) {
        boolean ended = false;
        for (int i = 0; i < MessageFlyweight.SYMBOL_LENGTH; i++) {
            final long word = i < Long.BYTES ? word0 : word1;
            final int character = (int) (word >>> (i % Long.BYTES * Byte.SIZE)) & 0xFF;
            final boolean printable = character > ' ' && character < 0x7F;
            if (!printable && (character != 0 || i == 0) || ended && character != 0) {
                return false;
            }
            ended = character == 0;
        }
        return true;
    }

    /** The command, if {@link #templateId()} says that it is one. The same holds for all that follow. */
    public GenesisFlyweight genesis() {
        return genesis;
    }

    public NewOrderFlyweight newOrder() {
        return newOrder;
    }

    public CancelOrderFlyweight cancelOrder() {
        return cancelOrder;
    }

    public ReduceOrderFlyweight reduceOrder() {
        return reduceOrder;
    }

    public ReplaceOrderFlyweight replaceOrder() {
        return replaceOrder;
    }

    public MassCancelFlyweight massCancel() {
        return massCancel;
    }

    public QueryBookFlyweight queryBook() {
        return queryBook;
    }

    public QueryOrdersFlyweight queryOrders() {
        return queryOrders;
    }

    public AddInstrumentFlyweight addInstrument() {
        return addInstrument;
    }

    public SetMarketPriceFlyweight setMarketPrice() {
        return setMarketPrice;
    }

    public SetInstrumentStatusFlyweight setInstrumentStatus() {
        return setInstrumentStatus;
    }

    public SetSessionLimitsFlyweight setSessionLimits() {
        return setSessionLimits;
    }

    public ExpireFlyweight expire() {
        return expire;
    }

    public SessionDisconnectedFlyweight sessionDisconnected() {
        return sessionDisconnected;
    }
}
