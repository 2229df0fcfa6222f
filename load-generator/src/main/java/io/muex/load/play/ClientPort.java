package io.muex.load.play;

import io.muex.gateway.client.ClientConfig;
import io.muex.gateway.client.ClientListener;
import io.muex.gateway.client.CommandOutcome;
import io.muex.gateway.client.ExchangeClient;
import org.agrona.DirectBuffer;

/**
 * A session as the client library gives it, through a gateway. One thread, which may be another than the one that
 * connected.
 */
public final class ClientPort implements OrderPort, ClientListener, AutoCloseable {
    private final ExchangeClient client;
    private Sink sink;

    private ClientPort(final ClientConfig config) {
        client = new ExchangeClient(config, this);
    }

    /**
     * Connects and waits until the session is established.
     *
     * @throws PlayFailedException if that did not happen in time or cannot happen; says why
     */
    public static ClientPort connect(final ClientConfig config, final long timeoutNs) {
        final ClientPort port = new ClientPort(config);
        if (!port.client.awaitEstablished(timeoutNs)) {
            final String why = port.client.failure().isEmpty()
                ? "no gateway or no leader answered (" + port.client.state() + ")" : port.client.failure();
            port.close();
            throw new PlayFailedException("session " + config.session() + " was not established: " + why);
        }
        return port;
    }

    @Override
    public long session() {
        return client.session();
    }

    @Override
    public long submit(final DirectBuffer buffer, final int offset, final int length) {
        final long number = client.submit(buffer, offset, length);
        if (number > 0) {
            return number;
        }
        if (number == ExchangeClient.BUSY) {
            return NOT_NOW;
        }
        throw new PlayFailedException("session " + client.session() + " takes no commands: " + client.failure());
    }

    @Override
    public int poll(final Sink told) {
        sink = told;
        final int work = client.poll();
        sink = null;
        if (client.state().isFinal()) {
            throw new PlayFailedException("session " + client.session() + " came to its end: " + client.failure());
        }
        return work;
    }

    @Override
    public void onReport(final DirectBuffer buffer, final int offset) {
        if (sink != null) {
            sink.onEvent(buffer, offset);
        }
    }

    @Override
    public void onSettled(final long number, final CommandOutcome outcome) {
        if (sink != null) {
            sink.onSettled(number, outcome);
        }
    }

    @Override
    public void onClusterReset() {
        throw new PlayFailedException("the cluster was created anew under the run");
    }

    @Override
    public void close() {
        client.close();
    }
}
