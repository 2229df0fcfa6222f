package io.muex.mu.fabric.disni;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * The asking side of talk with one peer. Its end is how a peer's end is noticed first: the kernel closes what a dead
 * process had open. One thread, but {@link #wake} is for any.
 */
final class Talk implements AutoCloseable {
    private final SocketChannel channel;
    private final Selector selector;

    private Talk(final SocketChannel channel, final Selector selector) {
        this.channel = channel;
        this.selector = selector;
    }

    /**
     * @throws java.net.ConnectException if the host is there and nobody listens
     * @throws IOException               if it cannot be reached
     */
    static Talk with(final InetSocketAddress peer, final int timeoutMs) throws IOException {
        final SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().connect(peer, timeoutMs);
            channel.configureBlocking(false);
            final Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            return new Talk(channel, selector);
        } catch (final IOException failure) {
            channel.close();
            throw failure;
        }
    }

    /** Asks, and waits for the answer. */
    ByteBuffer ask(final ByteBuffer question, final int timeoutMs) throws IOException {
        question.clear();
        while (question.hasRemaining()) {
            channel.write(question);
        }
        final ByteBuffer answer = ByteBuffer.allocate(Frame.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        final long deadlineNs = System.nanoTime() + timeoutMs * 1_000_000L;
        while (answer.hasRemaining()) {
            final long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                throw new SocketTimeoutException("no answer within " + timeoutMs + " ms");
            }
            selector.select(leftMs);
            selector.selectedKeys().clear();
            if (channel.read(answer) < 0) {
                throw new EOFException("the peer has hung up");
            }
        }
        return answer.flip();
    }

    /**
     * Waits until the peer hangs up, somebody calls {@link #wake}, or time is up.
     *
     * @return false when the peer has hung up
     */
    boolean rest(final int timeoutMs) {
        try {
            selector.select(timeoutMs);
            selector.selectedKeys().clear();
            return channel.read(ByteBuffer.allocate(1)) >= 0;
        } catch (final IOException reset) {
            return false;
        }
    }

    void wake() {
        selector.wakeup();
    }

    @Override
    public void close() {
        try {
            selector.close();
            channel.close();
        } catch (final IOException ignored) {
            // it is over either way
        }
    }
}
