package io.kafkasdk.test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one broker knows of the cluster.
 *
 * <p>Asked by a Metadata request (version 1) over a socket of its own, because {@code Admin} chooses itself which broker
 * it asks, and readiness means that every broker knows.
 *
 * @param brokers ids of the registered and unfenced brokers
 * @param partitions the partitions of the topic that was asked for; empty when the broker does not know it yet
 */
record BrokerView(Set<Integer> brokers, Map<Integer, PartitionView> partitions) {
    private static final int TIMEOUT_MS = 2_000;
    private static final short METADATA = 3;
    private static final short VERSION = 1;

    /** One partition as the broker sees it; {@code leader} is -1 when there is none. */
    record PartitionView(int leader, List<Integer> replicas, List<Integer> inSync) {}

    /** Asks about the brokers only; empty when the broker does not answer within two seconds. */
    static Optional<BrokerView> ofBrokers(int port) {
        return ask(port, List.of());
    }

    /** Asks about one topic too. */
    static Optional<BrokerView> ofTopic(int port, String topic) {
        return ask(port, List.of(topic));
    }

    private static Optional<BrokerView> ask(int port, List<String> topics) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("localhost", port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            byte[] request = request(topics);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(request.length);
            out.write(request);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] response = in.readNBytes(in.readInt());
            return Optional.of(read(new DataInputStream(new ByteArrayInputStream(response))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static byte[] request(List<String> topics) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(METADATA);
        out.writeShort(VERSION);
        out.writeInt(0); // correlation id
        out.writeUTF("kafka-sdk-test");
        out.writeInt(topics.size());
        for (String topic : topics) {
            out.writeUTF(topic);
        }
        return bytes.toByteArray();
    }

    private static BrokerView read(DataInputStream in) throws IOException {
        in.readInt(); // correlation id
        Set<Integer> brokers = new HashSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            brokers.add(in.readInt());
            skipString(in); // host
            in.readInt(); // port
            skipString(in); // rack
        }
        in.readInt(); // controller
        Map<Integer, PartitionView> partitions = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            in.readShort(); // error: an unknown topic has no partitions, which says enough
            skipString(in); // name
            in.readBoolean(); // internal
            readPartitions(in, partitions);
        }
        return new BrokerView(brokers, partitions);
    }

    private static void readPartitions(DataInputStream in, Map<Integer, PartitionView> into) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            in.readShort(); // error: a missing leader is -1
            int index = in.readInt();
            int leader = in.readInt();
            into.put(index, new PartitionView(leader, readIds(in), readIds(in)));
        }
    }

    private static List<Integer> readIds(DataInputStream in) throws IOException {
        Integer[] ids = new Integer[in.readInt()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = in.readInt();
        }
        return List.of(ids);
    }

    private static void skipString(DataInputStream in) throws IOException {
        short length = in.readShort();
        in.skipNBytes(Math.max(0, length));
    }
}
