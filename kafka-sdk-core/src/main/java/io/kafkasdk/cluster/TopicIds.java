package io.kafkasdk.cluster;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Asks which topics go by a name at present (KIP-516). */
final class TopicIds {

    private TopicIds() {}

    /** Asks without waiting; the answer fails only when there is none for any of the names. */
    static CompletionStage<TopicIdentities> ask(Admin admin, Collection<String> names, int timeoutMillis) {
        Map<String, KafkaFuture<TopicDescription>> descriptions = admin.describeTopics(
                        names, new DescribeTopicsOptions().timeoutMs(timeoutMillis))
                .topicNameValues();
        Map<String, Uuid> ids = new ConcurrentHashMap<>();
        List<CompletableFuture<Void>> answers = descriptions.values().stream()
                .map(description -> description
                        .toCompletionStage()
                        .thenAccept(topic -> put(ids, topic))
                        .exceptionally(TopicIds::answered)
                        .toCompletableFuture())
                .toList();
        CompletableFuture<String> cluster = admin.describeCluster(new DescribeClusterOptions().timeoutMs(timeoutMillis))
                .clusterId()
                .toCompletionStage()
                .toCompletableFuture()
                .handle((id, error) -> id == null ? "" : id);
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .handle((nothing, error) -> {
                    if (error != null && answers.stream().allMatch(CompletableFuture::isCompletedExceptionally)) {
                        throw new CompletionException(error);
                    }
                    return ids;
                })
                .thenCombine(cluster, (topics, id) -> new TopicIdentities(id, topics));
    }

    /** That a topic does not exist, or is not to be read, is an answer too. */
    private static @Nullable Void answered(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof UnknownTopicOrPartitionException
                || cause instanceof InvalidTopicException
                || cause instanceof TopicAuthorizationException) {
            return null;
        }
        throw new CompletionException(cause);
    }

    /** Brokers that know no ids, and those that do not tell them, say zero. */
    private static void put(Map<String, Uuid> ids, TopicDescription topic) {
        if (!topic.topicId().equals(Uuid.ZERO_UUID)) {
            ids.put(topic.name(), topic.topicId());
        }
    }
}
