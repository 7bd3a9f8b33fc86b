package io.kafkasdk.test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A plain connection to one listener of one broker, for questions that every single broker has to answer: {@code Admin}
 * chooses itself which broker it asks.
 */
final class BrokerConnection implements Closeable {
    private static final int TIMEOUT_MS = 2_000;

    private final Socket socket;

    private BrokerConnection(Socket socket) {
        this.socket = socket;
    }

    /** Connects, or throws after two seconds. */
    static BrokerConnection open(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress("localhost", port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.setTcpNoDelay(true); // a request is two small writes, of which the second would wait 40 ms
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new BrokerConnection(socket);
    }

    /** What follows the header of a request. */
    interface Body {
        void writeTo(DataOutputStream out) throws IOException;
    }

    /** Sends a request with header version 1 and returns what follows the header of its response. */
    DataInputStream ask(int apiKey, int version, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream request = new DataOutputStream(bytes);
        request.writeShort(apiKey);
        request.writeShort(version);
        request.writeInt(0); // correlation id
        request.writeUTF("kafka-sdk-test");
        body.writeTo(request);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(bytes.size());
        bytes.writeTo(out);
        out.flush();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] response = in.readNBytes(in.readInt());
        DataInputStream answer = new DataInputStream(new ByteArrayInputStream(response));
        answer.readInt(); // correlation id
        return answer;
    }

    static void skipString(DataInputStream in) throws IOException {
        short length = in.readShort();
        in.skipNBytes(Math.max(0, length)); // null has length -1
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
