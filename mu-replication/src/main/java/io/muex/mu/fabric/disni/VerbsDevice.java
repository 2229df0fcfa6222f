package io.muex.mu.fabric.disni;

import com.ibm.disni.verbs.IbvCQ;
import com.ibm.disni.verbs.IbvContext;
import com.ibm.disni.verbs.IbvMr;
import com.ibm.disni.verbs.IbvPd;
import com.ibm.disni.verbs.RdmaCm;
import com.ibm.disni.verbs.RdmaCmId;
import com.ibm.disni.verbs.RdmaEventChannel;
import com.ibm.disni.verbs.RdmaVerbs;
import io.muex.mu.fabric.disni.provider.ForeignProvider;
import io.muex.mu.fabric.disni.provider.RdmaMissingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The RDMA device behind one local address. Cold path; any thread. */
final class VerbsDevice implements AutoCloseable {
    private final InetAddress address;
    private final RdmaVerbs verbs;
    private final RdmaCm cm;
    private final RdmaEventChannel channel;
    private final RdmaCmId anchor;
    private final IbvContext context;

    private VerbsDevice(final InetAddress address, final RdmaVerbs verbs, final RdmaCm cm,
                        final RdmaEventChannel channel, final RdmaCmId anchor) throws IOException {
        this.address = address;
        this.verbs = verbs;
        this.cm = cm;
        this.channel = channel;
        this.anchor = anchor;
        this.context = anchor.getVerbs();
    }

    /**
     * Opens the device that has this address.
     *
     * @throws RdmaMissingException if this host has no RDMA libraries, or no device with that address
     */
    static VerbsDevice open(final InetAddress address) {
        ForeignProvider.install();
        RdmaEventChannel channel = null;
        RdmaCmId anchor = null;
        try {
            final RdmaCm cm = RdmaCm.open();
            channel = cm.createEventChannel();
            anchor = cm.createId(channel, RdmaCm.RDMA_PS_TCP);
            cm.bindAddr(anchor, new InetSocketAddress(address, 0));
            if (anchor.getVerbs() == null) {
                throw new IOException("no RDMA device has the address " + address.getHostAddress());
            }
            return new VerbsDevice(address, RdmaVerbs.open(), cm, channel, anchor);
        } catch (final IOException failure) {
            close(anchor, channel);
            throw new RdmaMissingException("no RDMA over " + address.getHostAddress() + ": " + failure.getMessage()
                + "; muex rdma doctor says what this host has", failure);
        }
    }

    InetAddress address() {
        return address;
    }

    RdmaVerbs verbs() {
        return verbs;
    }

    RdmaCm cm() {
        return cm;
    }

    IbvContext context() {
        return context;
    }

    IbvPd newDomain() throws IOException {
        return verbs.allocPd(context);
    }

    /** A completion queue that is only polled. */
    IbvCQ newQueue(final int entries) throws IOException {
        return verbs.createCQ(context, null, entries, 0);
    }

    /** Registers memory of a domain; {@code access} is made of {@code IbvMr}'s constants. */
    IbvMr register(final IbvPd domain, final long at, final long length, final int access) throws IOException {
        return verbs.regMr(domain, at, Math.toIntExact(length), access).execute().getMr();
    }

    /** Returns when the device has forgotten the memory: nothing is read or written through the key any more. */
    void deregister(final IbvMr region) throws IOException {
        verbs.deregMr(region).execute();
    }

    @Override
    public void close() {
        close(anchor, channel);
    }

    private static void close(final RdmaCmId id, final RdmaEventChannel channel) {
        try {
            if (id != null) {
                id.destroyId();
            }
            if (channel != null) {
                channel.destroyEventChannel();
            }
        } catch (final IOException ignored) {
            // whatever is left of it ends with the process
        }
    }
}
