package io.kafkasdk.consumer;

import io.kafkasdk.internal.ExplainedConfig;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;

/**
 * Which group protocol a member speaks, and why. Each protocol refuses properties of the other one, so these are left
 * out, and said.
 *
 * @param protocol in Kafka's letters, as the user wrote it where the user did
 * @param why in words
 * @param isUsers whether the user named it
 * @param isOpen whether an answer of the cluster could change it
 * @param inVain what the user set that this protocol does not take
 */
record GroupProtocolChoice(String protocol, String why, boolean isUsers, boolean isOpen, Set<String> inVain) {

    /** Under KIP-848 these belong to the broker, and the client refuses them. */
    private static final Set<String> CLASSIC_ONLY = Set.of(
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);

    private static final Set<String> NEW_ONLY = Set.of(ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG);
    private static final String CLASSIC = GroupProtocol.CLASSIC.name().toLowerCase(Locale.ROOT);
    private static final String NEW = GroupProtocol.CONSUMER.name().toLowerCase(Locale.ROOT);

    /** Chooses by the raw properties that the user set. */
    static GroupProtocolChoice of(Map<String, String> users, NewProtocol offer) {
        String named = users.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
        if (named != null) {
            return new GroupProtocolChoice(named, "kafkaProperty(...)", true, false, refused(users, forbidden(named)));
        }
        Set<String> classic = refused(users, CLASSIC_ONLY);
        if (!classic.isEmpty()) {
            return automatic(
                    CLASSIC, "the application set " + classic + ", which only the classic protocol takes", users);
        }
        return switch (offer) {
            case OFFERED -> automatic(NEW, "the cluster offers it (group.version, KIP-848)", users);
            case NOT_OFFERED -> automatic(CLASSIC, "the cluster does not offer the new one (KIP-848)", users);
            case UNANSWERED ->
                automatic(CLASSIC, "the cluster did not say whether it offers the new one (KIP-848)", users);
            case NOT_ASKED ->
                new GroupProtocolChoice(
                        CLASSIC,
                        "decided at start: consumer (KIP-848) where the cluster offers it, else classic",
                        false,
                        true,
                        refused(users, NEW_ONLY));
        };
    }

    private static GroupProtocolChoice automatic(String protocol, String why, Map<String, String> users) {
        return new GroupProtocolChoice(protocol, why, false, false, refused(users, forbidden(protocol)));
    }

    private static Set<String> forbidden(String protocol) {
        if (protocol.equalsIgnoreCase(NEW)) {
            return CLASSIC_ONLY;
        }
        return protocol.equalsIgnoreCase(CLASSIC) ? NEW_ONLY : Set.of();
    }

    private static Set<String> refused(Map<String, String> users, Set<String> forbidden) {
        Set<String> refused = new TreeSet<>(users.keySet());
        refused.retainAll(forbidden);
        return refused;
    }

    /** Puts the protocol and what belongs to it, and leaves out what it refuses. */
    void putInto(ExplainedConfig config) {
        if (!isUsers) {
            config.sdk(ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol, why);
        }
        boolean isClassic = protocol.equalsIgnoreCase(CLASSIC);
        if (isClassic && !config.isUsers(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG)) {
            config.sdk(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                    CooperativeStickyAssignor.class.getName(),
                    "a rebalance stops only the partitions that move");
        }
        config.leaveOut(forbidden(protocol), "group.protocol " + protocol + " does not take it" + whereElse(isClassic));
    }

    private static String whereElse(boolean isClassic) {
        return isClassic ? "" : ", the brokers decide";
    }

    /** Returns what the user set in vain. */
    List<String> warnings(ExplainedConfig config) {
        String group = config.text(ConsumerConfig.GROUP_ID_CONFIG, "");
        boolean isClassic = protocol.equalsIgnoreCase(CLASSIC);
        return inVain.stream()
                .map(key ->
                        "Consumer group '" + group + "': " + key + " is left out, because group.protocol=" + protocol
                                + " (" + why + ") does not take it" + whereElse(isClassic) + ". Remove it"
                                + (isClassic ? ", or use group.protocol=consumer" : ", or use group.protocol=classic"))
                .toList();
    }
}
