package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Handling;
import io.kafkasdk.test.ledger.Logged;
import io.kafkasdk.test.ledger.RecordId;
import io.kafkasdk.test.ledger.Stamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A record at its place. The id is part of it because a topic that was deleted and created again has the same offsets anew.
 */
record Spot(TopicPartition partition, long offset, @Nullable RecordId id) {

    static Spot of(Handling handling) {
        return new Spot(handling.partition(), handling.offset(), handling.id().orElse(null));
    }

    static Spot of(Logged logged) {
        return new Spot(
                logged.partition(),
                logged.offset(),
                logged.stamp().map(Stamp::id).orElse(null));
    }

    @Override
    public String toString() {
        return (id == null ? "a record without stamp" : id) + " at " + partition + " offset " + offset;
    }
}
