package io.kafkasdk.consumer;

import io.kafkasdk.cluster.TopicIdentities;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Tells a topic from one of the same name that was made later: offsets of the one mean nothing in the other. The identity
 * of a topic is its id (KIP-516), which Kafka's consumer does not show.
 *
 * <p><b>Threads:</b> asked on the poll threads of consumers.
 */
@FunctionalInterface
public interface TopicLives {

    /** Knows nothing: a topic is then told from another by its offsets only. */
    TopicLives UNKNOWN = topics -> CompletableFuture.completedStage(TopicIdentities.NONE);

    /**
     * Asks for the ids of topics. Must not block; the answer must come or fail within seconds.
     *
     * @param topics the names of the topics
     * @return their ids, and that of the cluster
     */
    CompletionStage<TopicIdentities> ask(Collection<String> topics);
}
