package io.kafkasdk.cluster;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A local listener that treats each connection as told, for tests of what the probe makes of it. */
final class FakeListener implements AutoCloseable {

    /** What is done with one connection; the connection is closed afterwards. */
    interface Behaviour {
        void serve(Socket socket) throws IOException;
    }

    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private FakeListener(ServerSocket server, Behaviour behaviour) {
        this.server = server;
        Thread acceptor = new Thread(() -> accept(behaviour), "fake-listener");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    static FakeListener plain(Behaviour behaviour) throws IOException {
        return new FakeListener(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), behaviour);
    }

    static FakeListener on(ServerSocket server, Behaviour behaviour) {
        return new FakeListener(server, behaviour);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private void accept(Behaviour behaviour) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread thread = new Thread(() -> serve(socket, behaviour), "fake-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(Socket socket, Behaviour behaviour) {
        try (socket) {
            behaviour.serve(socket);
        } catch (IOException gone) {
            // The probe hung up: it has seen enough.
        }
    }

    /** Reads one request of Kafka's and returns it without its size. */
    static byte[] readRequest(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        return in.readNBytes(in.readInt());
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
