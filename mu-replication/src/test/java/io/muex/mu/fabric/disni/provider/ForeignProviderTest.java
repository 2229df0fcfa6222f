package io.muex.mu.fabric.disni.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ibm.disni.verbs.IbvSendWR;
import com.ibm.disni.verbs.IbvSge;
import com.ibm.disni.verbs.IbvWC;
import com.ibm.disni.verbs.RdmaCm;
import com.ibm.disni.verbs.RdmaProvider;
import com.ibm.disni.verbs.RdmaVerbs;
import com.ibm.disni.verbs.SVCPostSend;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetSocketAddress;
import java.util.LinkedList;
import java.util.List;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;

/** The provider without a device: what it says when something is missing, and its calls against functions of ours. */
class ForeignProviderTest {
    @Test
    void shouldSayWhichLibraryIsMissing() {
        final RdmaMissingException missing = assertThrows(RdmaMissingException.class,
            () -> Native.load("libnosuchverbs.so.1", "libnosuchcm.so.1"));
        assertTrue(missing.getMessage().contains("libnosuchverbs.so.1")
            && missing.getMessage().contains("apt install"), missing.getMessage());
    }

    @Test
    void shouldSayWhenALibraryIsNotWhatItShouldBe() {
        final RdmaMissingException missing = assertThrows(RdmaMissingException.class,
            () -> Native.load("libc.so.6", "libc.so.6"));
        assertTrue(missing.getMessage().contains("ibv_alloc_pd"), missing.getMessage());
    }

    @Test
    void shouldTakeThePlaceOfDisnisOwnProvider() throws IOException {
        final RdmaProvider ours = new RdmaProvider() {
            @Override
            public RdmaCm openCm() {
                return null;
            }

            @Override
            public RdmaVerbs openVerbs() {
                return null;
            }

            @Override
            public int getVersion() {
                return 1;
            }
        };
        ForeignProvider.put(ours);
        try {
            assertSame(ours, RdmaProvider.provider());
        } finally {
            ForeignProvider.put(null);
        }
    }

    @Test
    void shouldHandAPreparedChainToTheDeviceAndSeeItsRefusal() throws Throwable {
        final MethodHandle seen = MethodHandles.lookup().findStatic(ForeignProviderTest.class, "postSend",
            MethodType.methodType(int.class, long.class, long.class, long.class));
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment function = upcall(seen, arena,
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG));
            final SVCPostSend post = new PostSend(function, 4711, List.of(write(1), write(2)));
            post.getWrMod(1).setWr_id(99);
            post.getWrMod(1).getRdmaMod().setRemote_addr(0x1234);
            post.getWrMod(1).getSgeMod(0).setLength(24);
            post.execute();
            assertEquals("4711: 1 then 99 to 1234 with 24 bytes, end", heard);
            refuse = true;
            assertThrows(IOException.class, post::execute);
            refuse = false;
            post.free();
        }
    }

    @Test
    void shouldCopyCompletionsOut() throws Throwable {
        final MethodHandle polled = MethodHandles.lookup().findStatic(ForeignProviderTest.class, "pollCq",
            MethodType.methodType(int.class, long.class, int.class, long.class));
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment function = upcall(polled, arena, FunctionDescriptor.of(ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
            final IbvWC[] completions = {new IbvWC(), new IbvWC(), new IbvWC()};
            final PollCq poll = new PollCq(function, 1, completions, 3);
            assertEquals(2, poll.execute().getPolls());
            assertEquals(5, completions[0].getWr_id());
            assertEquals(0, completions[0].getStatus());
            assertEquals(6, completions[1].getWr_id());
            assertEquals(10, completions[1].getStatus());
            poll.free();
        }
    }

    @Test
    void shouldWriteAddressesInTheNetworksOrder() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            final long at = ForeignCm.socketAddress(arena, new InetSocketAddress("10.9.0.1", 0x1CE8));
            assertEquals(2, UnsafeApi.getShort(at));
            assertEquals(0x1C, UnsafeApi.getByte(at + 2));
            assertEquals(10, UnsafeApi.getByte(at + 4));
            assertEquals(1, UnsafeApi.getByte(at + 7));
            assertThrows(IOException.class,
                () -> ForeignCm.socketAddress(arena, new InetSocketAddress("::1", 7_400)));
        }
    }

    private static IbvSendWR write(final long id) {
        final LinkedList<IbvSge> pieces = new LinkedList<>();
        pieces.add(new IbvSge());
        final IbvSendWR request = new IbvSendWR();
        request.setWr_id(id);
        request.setSg_list(pieces);
        request.setNum_sge(1);
        return request;
    }

    @SuppressWarnings("restricted")
    private static MemorySegment upcall(final MethodHandle target, final Arena arena,
                                        final FunctionDescriptor signature) {
        return Linker.nativeLinker().upcallStub(target, signature, arena);
    }

    private static String heard;
    private static boolean refuse;

    private static int postSend(final long qp, final long request, final long bad) {
        final long next = UnsafeApi.getLong(request + 8);
        final long piece = UnsafeApi.getLong(next + 16);
        heard = qp + ": " + UnsafeApi.getLong(request) + " then " + UnsafeApi.getLong(next) + " to "
            + Long.toHexString(UnsafeApi.getLong(next + 40)) + " with " + UnsafeApi.getInt(piece + 8) + " bytes"
            + (UnsafeApi.getLong(next + 8) == 0 ? ", end" : "");
        return refuse ? 22 : 0;
    }

    private static int pollCq(final long cq, final int most, final long completions) {
        for (int i = 0; i < 2; i++) {
            UnsafeApi.putLong(completions + i * 48L, 5 + i);
            UnsafeApi.putInt(completions + i * 48L + 8, 10 * i);
        }
        return 2;
    }
}
