package io.muex.mu.fabric.disni;

import com.ibm.disni.verbs.IbvSendWR;
import com.ibm.disni.verbs.IbvWC;
import com.ibm.disni.verbs.SVCPollCq;
import com.ibm.disni.verbs.SVCPostSend;
import java.io.IOException;
import java.util.List;

/**
 * This replica's end of the queue pair for everything that is not the log: reading a peer's control words, writing it
 * mail, fetching what comes with a grant. All calls are prepared once. Not safe for threads: {@link PeerLink} has the
 * lock.
 */
final class BackgroundEnd {
    /** Requests that may be under way. */
    static final int REQUESTS = 32;

    /** Told of what was done. */
    interface Listener {
        /** A request was done. */
        void onDone(int kind, long number);
    }

    private static final int SUCCESS = 0;

    private final QueuePair pair;
    private final int peer;
    private final long timeoutNs;
    private final Listener listener;
    private final SVCPostSend read;
    private final SVCPostSend write;
    private final IbvWC[] completions = new IbvWC[REQUESTS];
    private final SVCPollCq poll;
    private int underWay;
    private long movedNs;
    private boolean broken;
    private String reason = "";

    BackgroundEnd(final QueuePair pair, final int peer, final long timeoutNs, final Listener listener)
        throws IOException {
        this.pair = pair;
        this.peer = peer;
        this.timeoutNs = timeoutNs;
        this.listener = listener;
        this.read = pair.qp().postSend(List.of(Request.read()), null);
        this.write = pair.qp().postSend(List.of(Request.write()), null);
        for (int i = 0; i < completions.length; i++) {
            completions[i] = new IbvWC();
        }
        this.poll = pair.queue().poll(completions, completions.length);
    }

    boolean isBroken() {
        return broken;
    }

    String reason() {
        return reason;
    }

    void breakOff(final String why) {
        if (!broken) {
            broken = true;
            reason = why;
            pair.breakOff();
        }
    }

    void close(final VerbsDevice device) {
        read.free();
        write.free();
        poll.free();
        pair.close(device);
    }

    boolean hasRoom() {
        return underWay < REQUESTS && !broken;
    }

    void read(final int kind, final long number, final long remoteAddress, final int remoteKey,
              final long localAddress, final int localKey, final int lengthBytes) {
        post(read, kind, number, remoteAddress, remoteKey, localAddress, localKey, lengthBytes, 0);
    }

    void write(final int kind, final long number, final long remoteAddress, final int remoteKey,
               final long localAddress, final int localKey, final int lengthBytes) {
        final int inline = lengthBytes <= pair.inlineBytes() ? IbvSendWR.IBV_SEND_INLINE : 0;
        post(write, kind, number, remoteAddress, remoteKey, localAddress, localKey, lengthBytes, inline);
    }

    private void post(final SVCPostSend call, final int kind, final long number, final long remoteAddress,
                      final int remoteKey, final long localAddress, final int localKey, final int lengthBytes,
                      final int flags) {
        try {
            final SVCPostSend.SendWRMod request = call.getWrMod(0);
            request.setWr_id(WorkId.of(kind, peer, 0, number));
            request.setSend_flags(IbvSendWR.IBV_SEND_SIGNALED | flags);
            request.getRdmaMod().setRemote_addr(remoteAddress);
            request.getRdmaMod().setRkey(remoteKey);
            request.getSgeMod(0).setAddr(localAddress);
            request.getSgeMod(0).setLength(lengthBytes);
            request.getSgeMod(0).setLkey(localKey);
            if (underWay == 0) {
                movedNs = System.nanoTime();
            }
            call.execute();
            underWay++;
        } catch (final IOException refused) {
            breakOff(refused.getMessage());
        }
    }

    /** Takes completions in and hands them on. */
    void poll() {
        final int count;
        try {
            count = poll.execute().getPolls();
        } catch (final IOException failure) {
            breakOff(failure.getMessage());
            return;
        }
        for (int i = 0; i < count; i++) {
            final long id = completions[i].getWr_id();
            underWay--;
            if (completions[i].getStatus() != SUCCESS) {
                breakOff(WorkId.describe(id, completions[i].getStatus()));
            } else {
                listener.onDone(WorkId.kind(id), WorkId.number(id));
            }
        }
        if (count > 0) {
            movedNs = System.nanoTime();
        } else if (underWay > 0 && System.nanoTime() - movedNs > timeoutNs) {
            breakOff("no answer in time");
        }
    }
}
