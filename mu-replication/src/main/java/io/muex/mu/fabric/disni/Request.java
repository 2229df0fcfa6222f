package io.muex.mu.fabric.disni;

import com.ibm.disni.verbs.IbvSendWR;
import com.ibm.disni.verbs.IbvSge;
import java.util.LinkedList;

/** Send requests in DiSNI's words, for calls that are prepared once. */
final class Request {
    private Request() {
    }

    static IbvSendWR write() {
        return of(IbvSendWR.IBV_WR_RDMA_WRITE);
    }

    static IbvSendWR read() {
        return of(IbvSendWR.IBV_WR_RDMA_READ);
    }

    private static IbvSendWR of(final int operation) {
        final LinkedList<IbvSge> pieces = new LinkedList<>();
        pieces.add(new IbvSge());
        final IbvSendWR request = new IbvSendWR();
        request.setOpcode(operation);
        request.setSg_list(pieces);
        request.setNum_sge(1);
        return request;
    }
}
