package io.kafkasdk.test;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one broker knows of the cluster.
 *
 * <p>Asked by a Metadata request (version 1) of each broker, because readiness means that every broker knows.
 *
 * @param brokers ids of the registered and unfenced brokers
 * @param partitions the partitions of the topic that was asked for; empty when the broker does not know it yet
 */
record BrokerView(Set<Integer> brokers, Map<Integer, PartitionView> partitions) {
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
        try (BrokerConnection broker = BrokerConnection.open(port)) {
            return Optional.of(read(broker.ask(METADATA, VERSION, out -> {
                out.writeInt(topics.size());
                for (String topic : topics) {
                    out.writeUTF(topic);
                }
            })));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static BrokerView read(DataInputStream in) throws IOException {
        Set<Integer> brokers = new HashSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            brokers.add(in.readInt());
            BrokerConnection.skipString(in); // host
            in.readInt(); // port
            BrokerConnection.skipString(in); // rack
        }
        in.readInt(); // controller
        Map<Integer, PartitionView> partitions = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            in.readShort(); // error: an unknown topic has no partitions, which says enough
            BrokerConnection.skipString(in); // name
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
}
