package io.kafkasdk.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Sends back what it gets, keeps a connection open after the client's end, and counts what happens to it. */
final class EchoServer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0);
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong received = new AtomicLong();
    private final AtomicInteger ends = new AtomicInteger();
    private final AtomicInteger resets = new AtomicInteger();

    EchoServer() throws IOException {
        Thread acceptor = new Thread(this::accept, "echo-accept");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    long received() {
        return received.get();
    }

    boolean awaitReceived(long bytes) {
        await().until(() -> received.get() >= bytes);
        return true;
    }

    boolean awaitEnds(int count) {
        await().until(() -> ends.get() >= count);
        return resets.get() == 0;
    }

    boolean awaitResets(int count) {
        await().until(() -> resets.get() >= count);
        return ends.get() == 0;
    }

    void sendToAll(String text) throws IOException {
        for (Socket socket : connections) {
            socket.getOutputStream().write(text.getBytes(UTF_8));
        }
    }

    void closeConnections() throws IOException {
        for (Socket socket : connections) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        closeConnections();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.add(socket);
                Thread echo = new Thread(() -> echo(socket), "echo");
                echo.setDaemon(true);
                echo.start();
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void echo(Socket socket) {
        byte[] buffer = new byte[8192];
        try {
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                received.addAndGet(n);
                socket.getOutputStream().write(buffer, 0, n);
            }
            ends.incrementAndGet();
        } catch (IOException e) {
            resets.incrementAndGet();
        }
    }
}
