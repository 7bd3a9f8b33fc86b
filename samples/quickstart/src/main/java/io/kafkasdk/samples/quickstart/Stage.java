package io.kafkasdk.samples.quickstart;

import io.kafkasdk.test.Broker;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/** The cluster that the run takes place on. */
sealed interface Stage extends AutoCloseable permits LocalStage, OwnStage {

    /** Returns the addresses for the SDK. */
    String bootstrapServers();

    /** Returns an admin client for what the SDK does not do: creating topics, and checking its promises from outside. */
    Admin admin();

    /**
     * Creates the topics.
     *
     * @param brokers how many brokers there are
     * @throws StageException when the cluster refuses
     */
    Topics createTopics(int brokers) throws StageException, InterruptedException;

    /** Returns the broker that may be killed; empty on a cluster that is not ours. */
    Optional<Broker> victim();

    /** Takes away what the run has put there. */
    @Override
    void close();
}
