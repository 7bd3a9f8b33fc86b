package io.kafkasdk.consumer;

import io.kafkasdk.consumer.FailureRouter.DeadLetters;
import io.kafkasdk.settings.ConsumerLimits;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How a simulated member is put together: as it should be, or where a method is overridden, with a fault. */
interface Wiring {

    Wiring SOUND = new Wiring() {};

    /** What the client sends as a commit. */
    default Map<TopicPartition, OffsetAndMetadata> commits(Map<TopicPartition, OffsetAndMetadata> offsets) {
        return offsets;
    }

    /** What the client resumes. */
    default Collection<TopicPartition> resumes(Collection<TopicPartition> partitions) {
        return partitions;
    }

    /** Which records wait for one another. */
    default OrderRule order(OrderRule rule) {
        return rule;
    }

    /** What happens when partitions come and go. */
    default ConsumerRebalanceListener rebalances(ConsumerRebalanceListener guard, MemberParts parts) {
        return guard;
    }

    /** What is remembered of a commit. */
    default OffsetAndMetadata remembered(OffsetAndMetadata committed) {
        return committed;
    }

    /** What writes dead letters. */
    default DeadLetters deadLetters(DeadLetters letters) {
        return letters;
    }

    /** What flow control holds to. */
    default ConsumerLimits flow(ConsumerLimits limits) {
        return limits;
    }
}
