package io.muex.mu.fabric.disni.provider;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/**
 * The structs of {@code infiniband/verbs.h} and {@code rdma/rdma_cma.h} as far as they are read or written here, with
 * the names they have there. 64-bit.
 */
final class Layouts {
    /** Operations of a device: 32 function pointers, of which four are called. */
    static final StructLayout CONTEXT = MemoryLayout.structLayout(
        ADDRESS.withName("device"),
        MemoryLayout.paddingLayout(11 * 8), ADDRESS.withName("poll_cq"),
        ADDRESS.withName("req_notify_cq"),
        MemoryLayout.paddingLayout(12 * 8), ADDRESS.withName("post_send"),
        ADDRESS.withName("post_recv"),
        MemoryLayout.paddingLayout(5 * 8), JAVA_INT.withName("cmd_fd"),
        JAVA_INT.withName("async_fd"), JAVA_INT.withName("num_comp_vectors"), MemoryLayout.paddingLayout(4));

    static final StructLayout PD = MemoryLayout.structLayout(
        ADDRESS.withName("context"), JAVA_INT.withName("handle"), MemoryLayout.paddingLayout(4));

    static final StructLayout MR = MemoryLayout.structLayout(
        ADDRESS.withName("context"), ADDRESS.withName("pd"), ADDRESS.withName("addr"), JAVA_LONG.withName("length"),
        JAVA_INT.withName("handle"), JAVA_INT.withName("lkey"), JAVA_INT.withName("rkey"),
        MemoryLayout.paddingLayout(4));

    static final StructLayout CQ = MemoryLayout.structLayout(
        ADDRESS.withName("context"), ADDRESS.withName("channel"), ADDRESS.withName("cq_context"),
        JAVA_INT.withName("handle"), JAVA_INT.withName("cqe"));

    static final StructLayout QP = MemoryLayout.structLayout(
        ADDRESS.withName("context"), ADDRESS.withName("qp_context"), ADDRESS.withName("pd"),
        ADDRESS.withName("send_cq"), ADDRESS.withName("recv_cq"), ADDRESS.withName("srq"),
        JAVA_INT.withName("handle"), JAVA_INT.withName("qp_num"), JAVA_INT.withName("state"),
        JAVA_INT.withName("qp_type"));

    static final StructLayout COMP_CHANNEL = MemoryLayout.structLayout(
        ADDRESS.withName("context"), JAVA_INT.withName("fd"), JAVA_INT.withName("refcnt"));

    static final StructLayout SGE = MemoryLayout.structLayout(
        JAVA_LONG.withName("addr"), JAVA_INT.withName("length"), JAVA_INT.withName("lkey"));

    static final StructLayout SEND_WR = MemoryLayout.structLayout(
        JAVA_LONG.withName("wr_id"), ADDRESS.withName("next"), ADDRESS.withName("sg_list"),
        JAVA_INT.withName("num_sge"), JAVA_INT.withName("opcode"), JAVA_INT.withName("send_flags"),
        JAVA_INT.withName("imm_data"), JAVA_LONG.withName("remote_addr"), JAVA_INT.withName("rkey"),
        MemoryLayout.paddingLayout(76));

    static final StructLayout RECV_WR = MemoryLayout.structLayout(
        JAVA_LONG.withName("wr_id"), ADDRESS.withName("next"), ADDRESS.withName("sg_list"),
        JAVA_INT.withName("num_sge"), MemoryLayout.paddingLayout(4));

    static final StructLayout WC = MemoryLayout.structLayout(
        JAVA_LONG.withName("wr_id"), JAVA_INT.withName("status"), JAVA_INT.withName("opcode"),
        JAVA_INT.withName("vendor_err"), JAVA_INT.withName("byte_len"), JAVA_INT.withName("imm_data"),
        JAVA_INT.withName("qp_num"), JAVA_INT.withName("src_qp"), JAVA_INT.withName("wc_flags"),
        JAVA_SHORT.withName("pkey_index"), JAVA_SHORT.withName("slid"), JAVA_BYTE.withName("sl"),
        JAVA_BYTE.withName("dlid_path_bits"), MemoryLayout.paddingLayout(2));

    static final StructLayout QP_INIT_ATTR = MemoryLayout.structLayout(
        ADDRESS.withName("qp_context"), ADDRESS.withName("send_cq"), ADDRESS.withName("recv_cq"),
        ADDRESS.withName("srq"), JAVA_INT.withName("max_send_wr"), JAVA_INT.withName("max_recv_wr"),
        JAVA_INT.withName("max_send_sge"), JAVA_INT.withName("max_recv_sge"), JAVA_INT.withName("max_inline_data"),
        JAVA_INT.withName("qp_type"), JAVA_INT.withName("sq_sig_all"), MemoryLayout.paddingLayout(4));

    static final StructLayout QP_ATTR = MemoryLayout.structLayout(
        JAVA_INT.withName("qp_state"), MemoryLayout.paddingLayout(28), JAVA_INT.withName("qp_access_flags"),
        MemoryLayout.paddingLayout(108));

    static final StructLayout CM_ID = MemoryLayout.structLayout(
        ADDRESS.withName("verbs"), ADDRESS.withName("channel"), ADDRESS.withName("context"), ADDRESS.withName("qp"),
        MemoryLayout.paddingLayout(128).withName("src_addr"), MemoryLayout.paddingLayout(128).withName("dst_addr"),
        MemoryLayout.paddingLayout(56), JAVA_INT.withName("ps"), JAVA_BYTE.withName("port_num"),
        MemoryLayout.paddingLayout(67));

    static final StructLayout CM_EVENT = MemoryLayout.structLayout(
        ADDRESS.withName("id"), ADDRESS.withName("listen_id"), JAVA_INT.withName("event"),
        JAVA_INT.withName("status"), MemoryLayout.paddingLayout(56));

    static final StructLayout CONN_PARAM = MemoryLayout.structLayout(
        ADDRESS.withName("private_data"), JAVA_BYTE.withName("private_data_len"),
        JAVA_BYTE.withName("responder_resources"), JAVA_BYTE.withName("initiator_depth"),
        JAVA_BYTE.withName("flow_control"), JAVA_BYTE.withName("retry_count"), JAVA_BYTE.withName("rnr_retry_count"),
        JAVA_BYTE.withName("srq"), MemoryLayout.paddingLayout(1), JAVA_INT.withName("qp_num"),
        MemoryLayout.paddingLayout(4));

    /** First bytes of a sockaddr_in. Port and address are in network order. */
    static final StructLayout SOCKADDR_IN = MemoryLayout.structLayout(
        JAVA_SHORT.withName("family"), JAVA_SHORT.withName("port"), JAVA_INT.withName("address"),
        MemoryLayout.paddingLayout(8));

    private Layouts() {
    }

    /** Offset of a field. */
    static long at(final StructLayout struct, final String field) {
        return struct.byteOffset(groupElement(field));
    }
}
