package io.muex.mu.session;

import java.util.Objects;
import org.agrona.DirectBuffer;

/**
 * The client half of exactly once, for any number of sessions: keeps every command until an event settles it, follows
 * the leader, reads the events without gap or repetition, and after a change of leader sends again what is still
 * unanswered. A pure step function: no clock, no thread, no transport; whoever drives it (gateway, client library,
 * simulator) calls the inputs when messages arrive and polls the outputs. One thread. Allocates nothing after
 * construction.
 * <p>
 * <b>When it sends.</b> To the replica that announced itself under the highest ballot, and only once every event up to
 * the number it announced has been read: what an earlier leader got into the log is answered by then, so what is left
 * never was executed. Then everything unanswered goes out once, in the order in which it was offered, before anything
 * new; again only for a higher ballot, for a connection to the leader that broke and was announced anew, or for a
 * command that a replica reported as {@link SessionReject#NOT_APPLIED}. Never because time has passed. Apply would
 * pass over a repeat anyway; the waiting keeps repeats out of the log and makes silence mean "still on its way".
 * <p>
 * <b>What it reads.</b> Events are facts and may come from any replica: the next number is taken, a lower one is
 * dropped, a higher one is dropped and asks to read again from {@link #readFrom()}.
 * <p>
 * <b>What the caller owes.</b> Commands of a session are offered in the order of their numbers; after an ESTABLISHED
 * event of a higher connection epoch has been given to {@link #onEvent}, or a state of a higher one to
 * {@link #onSessionState} (the event may be gone), no command of a lower one is offered: answers name a session and a
 * number, so that of another connection would be taken for its own. A broken connection is reported.
 */
public final class Resubmission {
    /** Events out of sequence after which reading again is asked for once more. */
    public static final int ASK_AGAIN_AFTER = 256;
    /** No replica. */
    public static final int NO_REPLICA = 0;
    private static final long NO_STATES = -1;

    private final UnansweredCommands commands;
    private final Settlement settlement;
    private final int maxCommandLength;

    private long lastEventSeq;
    private long highestBallot;
    private int leader;
    private boolean announced;
    private long readUntil;
    private boolean resent;

    private boolean readWanted;
    private long askedFrom;
    private int outOfSequence;

    /** While session states arrive: what they are as of, where reading will go on, how many there were. */
    private long statesSeq = NO_STATES;
    private long statesFirst;
    private int statesCount;
    /** Behind a gap: the event up to which answers may still turn up; {@link #NO_STATES} when that is over. */
    private long goneUntil = NO_STATES;

    /**
     * Creates the client half.
     *
     * @param maxUnanswered    commands kept at most, over all sessions
     * @param maxCommandLength longest command in bytes, envelope included
     * @param lastEventSeq     the last event this client need not see; 0 to see all
     * @param settlement       told what becomes of every command
     */
    public Resubmission(
        final int maxUnanswered, final int maxCommandLength, final long lastEventSeq, final Settlement settlement) {
        this.commands = new UnansweredCommands(maxUnanswered, maxCommandLength);
        this.maxCommandLength = maxCommandLength;
        this.lastEventSeq = lastEventSeq;
        this.settlement = Objects.requireNonNull(settlement);
    }

    /** What became of a command that was offered. Each is settled once. */
    public enum Outcome {
        /** The event being given to {@link #onEvent} is its last answer, a refusal included. */
        ANSWERED,
        /** Executed; its answer is among the events that are no longer retained. */
        APPLIED_DETAILS_GONE,
        /** Never executed and never will be: another connection took the session over. Its number is free. */
        NOT_EXECUTED,
        /**
         * Not known, because events were lost while the session changed hands or was closed, or because the sender left
         * out a number. Establishing the session again tells what was applied.
         */
        UNKNOWN
    }

    /** Told what becomes of commands, from within the inputs. Must not call the {@link Resubmission}. */
    @FunctionalInterface
    public interface Settlement {
        /** The command was settled and is forgotten here. For ESTABLISH {@code number} is the (negative) attempt. */
        void onSettled(long session, int connectionEpoch, long number, Outcome outcome);
    }

    /** What {@link #offer} did. */
    public enum OfferResult {
        /** Taken; will be settled. */
        ACCEPTED,
        /** As many commands are unanswered as fit: try later. Nothing was taken. */
        BUSY,
        /** The same session and number is unanswered here already. Nothing was taken. */
        ALREADY_OFFERED,
        /** Not well-formed, or longer than fits. Nothing was taken. */
        MALFORMED
    }

    /** What {@link #onEvent} did with an event. */
    public enum Reading {
        /** It was the next one: hand it on. */
        NEXT,
        /** Seen before: drop it. */
        REPEATED,
        /** Events before it are missing: drop it. Reading again has been asked for. */
        GAP
    }

    /** Takes a command, copying it, to be sent when its turn comes. */
    public OfferResult offer(final DirectBuffer buffer, final int offset, final int length) {
        if (length > maxCommandLength || !CommandEnvelope.checkIngress(buffer, offset, length)) {
            return OfferResult.MALFORMED;
        }
        if (commands.find(CommandEnvelope.session(buffer, offset), CommandEnvelope.number(buffer, offset))
            != UnansweredCommands.NONE) {
            return OfferResult.ALREADY_OFFERED;
        }
        if (commands.isFull()) {
            return OfferResult.BUSY;
        }
        commands.add(buffer, offset, length);
        return OfferResult.ACCEPTED;
    }

    /**
     * A replica says that it leads. Its ballot decides where commands go; announcements under lower ballots, and
     * repetitions over an unbroken connection, change nothing.
     *
     * @param replica     id, 1 or more
     * @param ballot      its ballot
     * @param lastOfThere the last event it had published when it began to lead, or later
     */
    public void onLeaderAnnounced(final int replica, final long ballot, final long lastOfThere) {
        if (ballot < highestBallot || ballot == highestBallot && announced) {
            return;
        }
        highestBallot = ballot;
        leader = replica;
        announced = true;
        readUntil = lastOfThere;
        resent = false;
        wantRead();
    }

    /**
     * The connection to a replica broke: what was under way on it in either direction may be lost. If it is the
     * leader, nothing is sent until it, or a higher ballot, is announced again.
     */
    public void onDisconnected(final int replica) {
        if (replica == leader) {
            announced = false;
        }
        wantRead();
    }

    /** An event, from any replica. Answers settle commands from within this call. */
    public Reading onEvent(final DirectBuffer buffer, final int offset) {
        final long eventSeq = EventEnvelope.eventSeq(buffer, offset);
        if (eventSeq <= lastEventSeq) {
            return Reading.REPEATED;
        }
        if (eventSeq > lastEventSeq + 1) {
            onGap();
            return Reading.GAP;
        }
        lastEventSeq = eventSeq;
        outOfSequence = 0;
        if (EventEnvelope.number(buffer, offset) != 0) {
            onAnswer(buffer, offset);
        }
        if (goneUntil != NO_STATES) {
            settleBehindGap();
        }
        return Reading.NEXT;
    }

    /**
     * A replica no longer retains what comes next. It follows this with {@link #onSessionState} for every session it
     * has, then {@link #onSessionStatesEnd}, then the events from {@code firstRetained} on. Until that end this client
     * stays where it is, so whatever breaks in between is simply asked for again.
     *
     * @param firstRetained the oldest event the replica can give
     * @param asOf          last event that the session states to follow include, at least {@code firstRetained - 1}
     */
    public void onEventsGone(final long firstRetained, final long asOf) {
        statesFirst = firstRetained;
        statesSeq = asOf;
        statesCount = 0;
        commands.clearTold();
    }

    /**
     * State of one session, as of the announced event.
     *
     * @param position     in the {@link SessionTable} of the replica: 0, 1, 2, ...; out of turn it is ignored, since
     *                     two replicas may be telling the same at the same time
     * @param openingEpoch and what follows: as the table has them
     */
    public void onSessionState(final long asOf, final int position, final long session, final int openingEpoch,
        final int connectionEpoch, final long lastApplied) {
        if (asOf != statesSeq || position != statesCount) {
            return;
        }
        statesCount++;
        int entry = commands.firstOf(session);
        while (entry != UnansweredCommands.NONE) {
            commands.setTold(entry, state(entry, openingEpoch, connectionEpoch, lastApplied));
            entry = commands.afterOf(session, entry);
        }
    }

    /**
     * All session states have been given: reading goes on at the oldest retained event. Nothing is sent before the
     * events up to {@code asOf} have been read; then commands are settled whose answer did not turn up among them, and
     * the rest goes out once more.
     *
     * @param sessions states that were given; if some did not arrive here, or another replica began to tell in between,
     *                 all is asked for again
     */
    public void onSessionStatesEnd(final long asOf, final int sessions) {
        if (statesSeq == NO_STATES || statesFirst <= lastEventSeq + 1) {
            return;
        }
        if (asOf != statesSeq || sessions != statesCount) {
            wantRead();
            return;
        }
        lastEventSeq = statesFirst - 1;
        goneUntil = Math.max(lastEventSeq, asOf);
        statesSeq = NO_STATES;
        outOfSequence = 0;
        adoptTold();
        settleBehindGap();
    }

    /** Number of the last event read; everything up to it was read or reported as gone. */
    public long lastEventSeq() {
        return lastEventSeq;
    }

    /** The event to read next, from any replica. */
    public long readFrom() {
        return lastEventSeq + 1;
    }

    /**
     * True once for every reason to ask a replica for the events from {@link #readFrom()} on: a new leader, a gap, a
     * broken connection.
     */
    public boolean takeReadRequest() {
        final boolean wanted = readWanted;
        readWanted = false;
        if (wanted) {
            askedFrom = readFrom();
        }
        return wanted;
    }

    /** The replica that leads as far as is known and reachable, or {@link #NO_REPLICA}. */
    public int leader() {
        return announced ? leader : NO_REPLICA;
    }

    /** The highest ballot announced; 0 before the first. */
    public long highestBallot() {
        return highestBallot;
    }

    /** Commands offered and not settled. */
    public int unanswered() {
        return commands.count();
    }

    /** True when commands may go out: a leader is known and everything up to what it announced has been read. */
    public boolean isReadyToSend() {
        return announced && lastEventSeq >= readUntil && goneUntil == NO_STATES;
    }

    /**
     * True when a command should go to {@link #leader()} now. It stays the next until {@link #onCommandSent}, so a
     * transport that pushes back is simply tried again.
     */
    public boolean hasCommand() {
        if (!isReadyToSend()) {
            return false;
        }
        if (!resent) {
            commands.setAllPending();
            resent = true;
        }
        return commands.nextPending() != UnansweredCommands.NONE;
    }

    /** Memory of the commands; the same object always. Read only. */
    public DirectBuffer commandBuffer() {
        return commands.buffer();
    }

    /** Offset of the command to send; only if {@link #hasCommand()}. */
    public int commandOffset() {
        return commands.offset(commands.nextPending());
    }

    /** Length of the command to send; only if {@link #hasCommand()}. */
    public int commandLength() {
        return commands.length(commands.nextPending());
    }

    /** The command to send was handed to the transport. Only if {@link #hasCommand()}. */
    public void onCommandSent() {
        commands.setSent(commands.nextPending());
    }

    private void wantRead() {
        readWanted = true;
        outOfSequence = 0;
    }

    /** Asks once per place; once more if so many came without the missing one that the request must have been lost. */
    private void onGap() {
        if (askedFrom != readFrom() || ++outOfSequence >= ASK_AGAIN_AFTER) {
            wantRead();
        }
    }

    private void onAnswer(final DirectBuffer buffer, final int offset) {
        final long session = EventEnvelope.session(buffer, offset);
        final long number = EventEnvelope.number(buffer, offset);
        final int entry = commands.find(session, number);
        if (EventEnvelope.kind(buffer, offset) == SessionEvents.REJECTED) {
            if (entry != UnansweredCommands.NONE && isRefusalOf(entry, buffer, offset)) {
                onRefused(entry, buffer, offset);
            }
            return;
        }
        if (entry != UnansweredCommands.NONE && EventEnvelope.isLast(buffer, offset)) {
            settleAnswered(entry);
        }
        if (EventEnvelope.kind(buffer, offset) == SessionEvents.ESTABLISHED) {
            onEstablished(
                session, SessionEvents.connectionEpoch(buffer, offset), SessionEvents.lastApplied(buffer, offset));
        }
    }

    /** The same session and number may have been used by another connection or for another cluster. */
    private boolean isRefusalOf(final int entry, final DirectBuffer buffer, final int offset) {
        return commands.connectionEpoch(entry) == SessionEvents.refusedEpoch(buffer, offset)
            && commands.clusterId(entry) == SessionEvents.refusedClusterId(buffer, offset);
    }

    /** Behind a gap the session's state decides: what is refused may be a late copy of what was executed. */
    private void onRefused(final int entry, final DirectBuffer buffer, final int offset) {
        final boolean notApplied = SessionEvents.reason(buffer, offset) == SessionReject.NOT_APPLIED;
        if (!isOpen(entry)) {
            if (!notApplied) {
                settleAsTold(entry);
            }
        } else if (notApplied) {
            onNotApplied(entry, SessionEvents.expectedNumber(buffer, offset));
        } else {
            settle(entry, Outcome.ANSWERED);
        }
    }

    /** Behind a gap in which the session changed hands the number may have been answered to somebody else. */
    private void settleAnswered(final int entry) {
        if (isOpen(entry) || commands.state(entry) == UnansweredCommands.APPLIED) {
            settle(entry, Outcome.ANSWERED);
        } else {
            settleAsTold(entry);
        }
    }

    private boolean isOpen(final int entry) {
        return commands.state(entry) == UnansweredCommands.OPEN || !isCommand(entry);
    }

    private boolean isCommand(final int entry) {
        return commands.number(entry) > 0;
    }

    /**
     * A command arrived before its predecessor. It is sent again, and so are those before it, back to the expected one
     * or to one that has been sent again since: from there on everything is under way already. So a hundred refusals
     * for one lost command cost a hundred sendings and not their square. If a number between was never offered, it is
     * hopeless.
     */
    private void onNotApplied(final int refused, final long expected) {
        final long session = commands.session(refused);
        if (commands.find(session, expected) == UnansweredCommands.NONE
            || commands.number(refused) - expected >= commands.count()) {
            settle(refused, Outcome.UNKNOWN);
            return;
        }
        for (long number = commands.number(refused) - 1; number >= expected; number--) {
            final int entry = commands.find(session, number);
            if (entry != UnansweredCommands.NONE) {
                if (commands.isPending(entry) || commands.sent(entry) > commands.sent(refused)) {
                    break;
                }
                commands.setPending(entry);
            }
        }
        commands.setPending(refused);
    }

    /** Whoever sent under a lower epoch and was not applied by now never will be. */
    private void onEstablished(final long session, final int connectionEpoch, final long lastApplied) {
        int entry = commands.firstOf(session);
        while (entry != UnansweredCommands.NONE) {
            final int after = commands.afterOf(session, entry);
            if (isCommand(entry) && commands.connectionEpoch(entry) < connectionEpoch) {
                onSuperseded(entry, lastApplied);
            }
            entry = after;
        }
    }

    /** Behind a gap the command may have been executed in a former life of the session: only its state decides. */
    private void onSuperseded(final int entry, final long lastApplied) {
        if (!isOpen(entry)) {
            settleAsTold(entry);
        } else if (commands.number(entry) > lastApplied) {
            settle(entry, Outcome.NOT_EXECUTED);
        }
    }

    private byte state(
        final int entry, final int openingEpoch, final int connectionEpoch, final long lastApplied) {
        final boolean same = commands.connectionEpoch(entry) >= connectionEpoch;
        if (!isCommand(entry)) {
            return UnansweredCommands.OPEN;
        }
        if (commands.connectionEpoch(entry) <= openingEpoch) {
            return UnansweredCommands.UNDECIDED;
        }
        if (commands.number(entry) > lastApplied) {
            return same ? UnansweredCommands.OPEN : UnansweredCommands.SUPERSEDED;
        }
        return same ? UnansweredCommands.APPLIED : UnansweredCommands.UNDECIDED;
    }

    /** What an earlier gap had decided and looks different now, because its session went on, is settled first. */
    private void adoptTold() {
        int entry = commands.first();
        while (entry != UnansweredCommands.NONE) {
            final int after = commands.after(entry);
            final byte state = commands.state(entry);
            if (isOpen(entry) || state == commands.told(entry)) {
                commands.setState(entry, commands.told(entry));
            } else {
                settleAsTold(entry);
            }
            entry = after;
        }
    }

    private void settleBehindGap() {
        if (lastEventSeq < goneUntil) {
            return;
        }
        goneUntil = NO_STATES;
        resent = false;
        int entry = commands.first();
        while (entry != UnansweredCommands.NONE) {
            final int after = commands.after(entry);
            if (isCommand(entry)) {
                settleAsTold(entry);
            }
            entry = after;
        }
    }

    private void settleAsTold(final int entry) {
        switch (commands.state(entry)) {
            case UnansweredCommands.APPLIED -> settle(entry, Outcome.APPLIED_DETAILS_GONE);
            case UnansweredCommands.SUPERSEDED -> settle(entry, Outcome.NOT_EXECUTED);
            case UnansweredCommands.UNDECIDED, UnansweredCommands.UNTOLD -> settle(entry, Outcome.UNKNOWN);
            default -> { }
        }
    }

    private void settle(final int entry, final Outcome outcome) {
        final long session = commands.session(entry);
        final int connectionEpoch = commands.connectionEpoch(entry);
        final long number = commands.number(entry);
        commands.remove(entry);
        settlement.onSettled(session, connectionEpoch, number, outcome);
    }
}
