package io.muex.mu.fabric.disni.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ibm.disni.verbs.IbvMr;
import com.ibm.disni.verbs.IbvQP;
import com.ibm.disni.verbs.IbvSendWR;
import java.lang.foreign.StructLayout;
import org.junit.jupiter.api.Test;

/** Offsets as a C compiler gives them for the headers of rdma-core 44 on x86-64. */
class LayoutsTest {
    @Test
    void shouldLayOutRequestsAndCompletionsAsTheHeadersDo() {
        assertEquals(128, Layouts.SEND_WR.byteSize());
        offsets(Layouts.SEND_WR, "wr_id", 0, "next", 8, "sg_list", 16, "num_sge", 24, "opcode", 28, "send_flags", 32,
            "imm_data", 36, "remote_addr", 40, "rkey", 48);
        assertEquals(16, Layouts.SGE.byteSize());
        offsets(Layouts.SGE, "addr", 0, "length", 8, "lkey", 12);
        assertEquals(48, Layouts.WC.byteSize());
        offsets(Layouts.WC, "wr_id", 0, "status", 8, "opcode", 12, "vendor_err", 16, "byte_len", 20, "qp_num", 28,
            "dlid_path_bits", 45);
        assertEquals(32, Layouts.RECV_WR.byteSize());
    }

    @Test
    void shouldLayOutObjectsAsTheHeadersDo() {
        offsets(Layouts.CONTEXT, "poll_cq", 96, "req_notify_cq", 104, "post_send", 208, "post_recv", 216, "cmd_fd",
            264, "async_fd", 268, "num_comp_vectors", 272);
        offsets(Layouts.PD, "context", 0, "handle", 8);
        assertEquals(48, Layouts.MR.byteSize());
        offsets(Layouts.MR, "addr", 16, "length", 24, "handle", 32, "lkey", 36, "rkey", 40);
        offsets(Layouts.CQ, "channel", 8, "handle", 24, "cqe", 28);
        offsets(Layouts.QP, "pd", 16, "send_cq", 24, "recv_cq", 32, "handle", 48, "qp_num", 52, "state", 56,
            "qp_type", 60);
        offsets(Layouts.COMP_CHANNEL, "fd", 8);
        assertEquals(64, Layouts.QP_INIT_ATTR.byteSize());
        offsets(Layouts.QP_INIT_ATTR, "send_cq", 8, "recv_cq", 16, "max_send_wr", 32, "max_inline_data", 48,
            "qp_type", 52, "sq_sig_all", 56);
        assertEquals(144, Layouts.QP_ATTR.byteSize());
        offsets(Layouts.QP_ATTR, "qp_state", 0, "qp_access_flags", 32);
    }

    @Test
    void shouldLayOutConnectionsAsTheHeadersDo() {
        assertEquals(416, Layouts.CM_ID.byteSize());
        offsets(Layouts.CM_ID, "verbs", 0, "channel", 8, "qp", 24, "src_addr", 32, "dst_addr", 160, "ps", 344,
            "port_num", 348);
        assertEquals(80, Layouts.CM_EVENT.byteSize());
        offsets(Layouts.CM_EVENT, "id", 0, "listen_id", 8, "event", 16, "status", 20);
        assertEquals(24, Layouts.CONN_PARAM.byteSize());
        offsets(Layouts.CONN_PARAM, "responder_resources", 9, "initiator_depth", 10, "retry_count", 12,
            "rnr_retry_count", 13, "qp_num", 16);
        assertEquals(16, Layouts.SOCKADDR_IN.byteSize());
    }

    @Test
    void shouldFindTheNumbersOfTheHeadersInDisni() {
        assertEquals(0, IbvSendWR.IBV_WR_RDMA_WRITE);
        assertEquals(4, IbvSendWR.IBV_WR_RDMA_READ);
        assertEquals(2, IbvSendWR.IBV_SEND_SIGNALED);
        assertEquals(8, IbvSendWR.IBV_SEND_INLINE);
        assertEquals(2, IbvQP.IBV_QPT_RC);
        assertEquals(1, IbvMr.IBV_ACCESS_LOCAL_WRITE);
        assertEquals(2, IbvMr.IBV_ACCESS_REMOTE_WRITE);
        assertEquals(4, IbvMr.IBV_ACCESS_REMOTE_READ);
    }

    private static void offsets(final StructLayout struct, final Object... fields) {
        for (int i = 0; i < fields.length; i += 2) {
            assertEquals(((Integer) fields[i + 1]).longValue(), Layouts.at(struct, (String) fields[i]),
                (String) fields[i]);
        }
    }
}
