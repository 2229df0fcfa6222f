package io.muex.mu.fabric.disni;

import com.ibm.disni.verbs.IbvSendWR;
import com.ibm.disni.verbs.IbvWC;
import com.ibm.disni.verbs.SVCPollCq;
import com.ibm.disni.verbs.SVCPostSend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * This replica's end of the queue pair over which its replication plane writes one peer's log. All calls are prepared
 * once. Until the plane has claimed it, and again after the plane has released it, it belongs to the thread that
 * connects, which alone makes and ends it; in between to the replication plane. Broken once, it stays so.
 */
final class ReplicationEnd {
    /** Entries in the longer of the two prepared chains. */
    static final int BATCH = 8;
    /** Chains that may be under way. */
    static final int CHAINS = 32;
    /** Requests that the queue pair must have room for. */
    static final int REQUESTS = CHAINS * (2 * BATCH + 1) + 8;

    private static final int FREE = 0;
    private static final int CLAIMED = 1;
    private static final int RELEASED = 2;
    private static final int SUCCESS = 0;
    private static final int LOOK_AT_CLOCK = 64;

    private final QueuePair pair;
    private final int peer;
    private final long timeoutNs;
    private final Chain single;
    private final Chain batch;
    private final SVCPostSend commit;
    private final SVCPostSend read;
    private final IbvWC[] completions = new IbvWC[CHAINS];
    private final SVCPollCq poll;
    private final AtomicInteger owner = new AtomicInteger(FREE);
    private final long[] ids = new long[CHAINS];
    private final long[] ends = new long[CHAINS];
    private final long[] postedNs = new long[CHAINS];
    private volatile boolean broken;
    private volatile String reason = "";
    private long posted;
    private long completed;
    private long abandoned;
    private long readNumber;
    private long readDone;
    private int idlePolls;
    private RemoteChannel channel;

    /** Prepares all calls on a queue pair just connected. */
    ReplicationEnd(final QueuePair pair, final int peer, final long timeoutNs) throws IOException {
        this.pair = pair;
        this.peer = peer;
        this.timeoutNs = timeoutNs;
        this.single = new Chain(pair, 1);
        this.batch = new Chain(pair, BATCH);
        this.commit = prepared(pair, List.of(Request.write()));
        this.read = prepared(pair, List.of(Request.read()));
        for (int i = 0; i < completions.length; i++) {
            completions[i] = new IbvWC();
        }
        this.poll = pair.queue().poll(completions, completions.length);
    }

    private static SVCPostSend prepared(final QueuePair pair, final List<IbvSendWR> requests) throws IOException {
        return pair.qp().postSend(requests, null);
    }

    /** Replication plane: may it use this end? */
    boolean claim() {
        return owner.get() == CLAIMED || owner.compareAndSet(FREE, CLAIMED);
    }

    /** Replication plane: it does not use this end any more. */
    void release() {
        owner.set(RELEASED);
    }

    /** Connecting thread: may it end this? */
    boolean takeBack() {
        return owner.get() == RELEASED || owner.compareAndSet(FREE, RELEASED);
    }

    boolean isBroken() {
        return broken;
    }

    /** Why it broke, for people. */
    String reason() {
        return reason;
    }

    /** The connection is known to be gone: what is under way fails soon. Any thread. */
    void breakOff(final String why) {
        if (!broken) {
            reason = why;
            broken = true;
            pair.breakOff();
        }
    }

    /** Ends it. Connecting thread, after {@link #takeBack}; or the last thread there is. */
    void close(final VerbsDevice device) {
        single.post.free();
        batch.post.free();
        commit.free();
        read.free();
        poll.free();
        pair.close(device);
    }

    /** Whose writes these are; what an earlier channel has under way is reported to nobody. */
    void serve(final RemoteChannel next) {
        channel = next;
        single.aim(next);
        batch.aim(next);
        final SVCPostSend.SendWRMod request = modified(commit, 0);
        aim(request, next.key(), next.stagingKey());
    }

    RemoteChannel channel() {
        return channel;
    }

    boolean isIdle() {
        return posted == completed;
    }

    boolean hasRoom() {
        return posted - completed < CHAINS && !broken;
    }

    /** What is under way counts for nothing: its channel begins somewhere else. */
    void abandon() {
        abandoned = posted;
    }

    /** The chain of one entry, or of {@link #BATCH}. */
    Chain chain(final int entries) {
        return entries == 1 ? single : batch;
    }

    /** Posts a chain that has been filled in, after which entries below {@code end} are written. */
    void post(final Chain chain, final long end) {
        final long id = WorkId.of(WorkId.CHAIN, peer, channel.epoch(), posted);
        chain.last.setWr_id(id);
        post(chain.post, id, end);
    }

    /** Posts a write of one word of the ring's header; entries below {@code end} were written before it. */
    void postWord(final long localAddress, final long remoteAddress, final long end) {
        final long id = WorkId.of(WorkId.CHAIN, peer, channel.epoch(), posted);
        final SVCPostSend.SendWRMod request = modified(commit, 0);
        request.setWr_id(id);
        request.setSend_flags(IbvSendWR.IBV_SEND_SIGNALED | inline(Long.BYTES));
        fill(request, localAddress, Long.BYTES, remoteAddress);
        post(commit, id, end);
    }

    private void post(final SVCPostSend call, final long id, final long end) {
        final int place = (int) (posted & CHAINS - 1);
        ids[place] = id;
        ends[place] = end;
        postedNs[place] = System.nanoTime();
        try {
            call.execute();
            posted++;
        } catch (final IOException refused) {
            breakOff(refused.getMessage());
        }
    }

    int inline(final int lengthBytes) {
        return lengthBytes <= pair.inlineBytes() ? IbvSendWR.IBV_SEND_INLINE : 0;
    }

    /** Takes completions in. Afterwards {@link #isBroken} tells whether one failed or is overdue. */
    void poll() {
        final int count = taken();
        for (int i = 0; i < count; i++) {
            take(completions[i]);
        }
        if (count > 0) {
            idlePolls = 0;
        } else if (posted != completed && (++idlePolls & LOOK_AT_CLOCK - 1) == 0
            && System.nanoTime() - postedNs[(int) (completed & CHAINS - 1)] > timeoutNs) {
            breakOff("no completion in time");
        }
    }

    private int taken() {
        try {
            return poll.execute().getPolls();
        } catch (final IOException failure) {
            breakOff(failure.getMessage());
            return 0;
        }
    }

    private void take(final IbvWC completion) {
        final long id = completion.getWr_id();
        if (completion.getStatus() != SUCCESS) {
            breakOff(WorkId.describe(id, completion.getStatus()));
        } else if (WorkId.kind(id) == WorkId.READ) {
            readDone = WorkId.number(id);
        } else if (!broken) {
            complete(id);
        }
    }

    private void complete(final long id) {
        final int place = (int) (completed & CHAINS - 1);
        if (completed == posted || ids[place] != id) {
            breakOff("a completion of what was not posted: " + WorkId.describe(id, SUCCESS));
            return;
        }
        completed++;
        if (completed > abandoned) {
            channel.onCompleted(ends[place]);
        }
    }

    /**
     * Reads remote memory and waits for it, at most the time-out of a write. Cold path of the replication plane.
     *
     * @return false if the connection broke, now or before
     */
    boolean read(final long remoteAddress, final int remoteKey, final long localAddress, final int localKey,
                 final int lengthBytes) {
        final SVCPostSend.SendWRMod request = modified(read, 0);
        final long number = ++readNumber;
        request.setWr_id(WorkId.of(WorkId.READ, peer, 0, number));
        request.setSend_flags(IbvSendWR.IBV_SEND_SIGNALED);
        aim(request, remoteKey, localKey);
        fill(request, localAddress, lengthBytes, remoteAddress);
        final long startNs = System.nanoTime();
        try {
            if (!broken) {
                read.execute();
            }
        } catch (final IOException refused) {
            breakOff(refused.getMessage());
        }
        while (!broken && readDone != number) {
            poll();
            if (System.nanoTime() - startNs > timeoutNs) {
                breakOff("no answer to a read in time");
            }
        }
        return !broken;
    }

    private static SVCPostSend.SendWRMod modified(final SVCPostSend call, final int index) {
        try {
            return call.getWrMod(index);
        } catch (final IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void aim(final SVCPostSend.SendWRMod request, final int remoteKey, final int localKey) {
        request.getRdmaMod().setRkey(remoteKey);
        request.getSgeMod(0).setLkey(localKey);
    }

    private static void fill(final SVCPostSend.SendWRMod request, final long localAddress, final int lengthBytes,
                             final long remoteAddress) {
        request.getSgeMod(0).setAddr(localAddress);
        request.getSgeMod(0).setLength(lengthBytes);
        request.getRdmaMod().setRemote_addr(remoteAddress);
    }

    /**
     * Entries in one post: first the word that says how far the ring has been begun, then of each entry its body and
     * behind it its commit word. Requests on one queue pair land in order, so no reader finds a commit word without its
     * body. Only the last request is signalled: if it was done, all were.
     */
    static final class Chain {
        final int entries;
        private final SVCPostSend post;
        private final SVCPostSend.SendWRMod[] requests;
        private final SVCPostSend.SendWRMod last;
        private final int inlineBytes;

        Chain(final QueuePair pair, final int entries) throws IOException {
            this.entries = entries;
            this.inlineBytes = pair.inlineBytes();
            final List<IbvSendWR> list = new ArrayList<>();
            for (int i = 0; i < 2 * entries + 1; i++) {
                list.add(Request.write());
            }
            post = prepared(pair, list);
            requests = new SVCPostSend.SendWRMod[list.size()];
            for (int i = 0; i < requests.length; i++) {
                requests[i] = post.getWrMod(i);
            }
            last = requests[requests.length - 1];
        }

        private void aim(final RemoteChannel at) {
            for (final SVCPostSend.SendWRMod request : requests) {
                ReplicationEnd.aim(request, at.key(), at.stagingKey());
            }
        }

        /** The ring's header word. */
        void header(final long localAddress, final long remoteAddress) {
            set(0, localAddress, Long.BYTES, remoteAddress);
        }

        /** The n-th entry: its slot here and there, and how long it is without its commit word. */
        void entry(final int n, final long localSlot, final long remoteSlot, final int bodyBytes) {
            set(2 * n + 1, localSlot + Long.BYTES, bodyBytes, remoteSlot + Long.BYTES);
            set(2 * n + 2, localSlot, Long.BYTES, remoteSlot);
        }

        private void set(final int index, final long localAddress, final int lengthBytes, final long remoteAddress) {
            final SVCPostSend.SendWRMod request = requests[index];
            final int inline = lengthBytes <= inlineBytes ? IbvSendWR.IBV_SEND_INLINE : 0;
            request.setSend_flags(request == last ? inline | IbvSendWR.IBV_SEND_SIGNALED : inline);
            fill(request, localAddress, lengthBytes, remoteAddress);
        }
    }
}
