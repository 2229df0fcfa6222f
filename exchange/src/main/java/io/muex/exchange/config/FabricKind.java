package io.muex.exchange.config;

/** How replicas write each other's memory. */
public enum FabricKind {
    /** Memory-mapped files; all replicas are processes of one host. */
    SHM,
    /** RDMA verbs on InfiniBand, RoCE or software RoCE. */
    DISNI
}
