package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicFacts.PartitionFacts;
import io.kafkasdk.error.ErrorKind;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordRulesTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final byte[] KEY = {1};
    private static final TopicFacts PLAIN = facts(false, TopicFacts.NO_BOUND, HOUR, false);

    @Test
    void aRecordOfTheTopicsSizeIsFineAndOneByteMoreIsNot() {
        assertThat(fault(null, KEY, 1_000, true, PLAIN)).isNull();
        BadRecord large = fault(null, KEY, 1_001, true, PLAIN);
        assertThat(large).isNotNull();
        assertThat(large.asKafka()).isInstanceOf(RecordTooLargeException.class);
        assertThat(large.diagnosis().kind()).isEqualTo(ErrorKind.BAD_RECORD);
        assertThat(large.diagnosis().cause())
                .isEqualTo("key and value have 1001 bytes, the topic's max.message.bytes is 1000");
    }

    @Test
    void whatIsCompressedMayStillFit() {
        assertThat(fault(null, KEY, 1_000_000, false, PLAIN)).isNull();
    }

    @Test
    void aCompactedTopicTakesNoRecordWithoutAKey() {
        TopicFacts compacted = facts(true, TopicFacts.NO_BOUND, HOUR, false);
        assertThat(fault(null, KEY, 1, true, compacted)).isNull();
        assertThat(fault(null, null, 1, true, PLAIN)).isNull();
        BadRecord keyless = fault(null, null, 1, true, compacted);
        assertThat(keyless).isNotNull();
        assertThat(keyless.asKafka()).isInstanceOf(InvalidRecordException.class);
        assertThat(keyless.diagnosis().cause()).contains("cleanup.policy contains 'compact'");
    }

    @Test
    void aTimestampTooFarAheadNamesTheTopicsBound() {
        long now = System.currentTimeMillis();
        assertThat(fault(now + HOUR / 2, KEY, 1, true, PLAIN)).isNull();
        assertThat(fault(null, KEY, 1, true, PLAIN)).as("the client's clock").isNull();
        assertThat(fault(0L, KEY, 1, true, PLAIN)).as("as old as can be").isNull();
        BadRecord early = fault(now + 2 * HOUR, KEY, 1, true, PLAIN);
        assertThat(early).isNotNull();
        assertThat(early.asKafka()).isInstanceOf(InvalidTimestampException.class);
        assertThat(early.diagnosis().cause())
                .contains("ms in the future, and the topic's message.timestamp.after.max.ms is 3600000");
    }

    @Test
    void aTimestampTooOldNamesTheTopicsBound() {
        TopicFacts fresh = facts(false, HOUR, HOUR, false);
        long now = System.currentTimeMillis();
        assertThat(fault(now - HOUR / 2, KEY, 1, true, fresh)).isNull();
        BadRecord old = fault(now - 2 * HOUR, KEY, 1, true, fresh);
        assertThat(old).isNotNull();
        assertThat(old.diagnosis().cause())
                .contains("ms old, and the topic's message.timestamp.before.max.ms is 3600000");
    }

    @Test
    void whereTheBrokerWritesItsOwnTimeAnyTimestampIsFine() {
        TopicFacts appendTime = facts(false, HOUR, HOUR, true);
        assertThat(fault(0L, KEY, 1, true, appendTime)).isNull();
        assertThat(fault(Long.MAX_VALUE, KEY, 1, true, appendTime)).isNull();
    }

    @Test
    void theLargestTimestampIsFarAheadAndNothingOverflows() {
        assertThat(fault(Long.MAX_VALUE, KEY, 1, true, PLAIN)).isNotNull();
        assertThat(fault(Long.MAX_VALUE, KEY, 1, true, facts(false, HOUR, TopicFacts.NO_BOUND, false)))
                .isNull();
    }

    private static @Nullable BadRecord fault(
            @Nullable Long timestamp, byte @Nullable [] key, int size, boolean uncompressed, TopicFacts facts) {
        return RecordRules.fault(
                new ProducerRecord<>("orders", null, timestamp, "k", "v"), key, size, uncompressed, facts);
    }

    private static TopicFacts facts(boolean compacted, long before, long after, boolean appendTime) {
        return new TopicFacts(
                "orders",
                List.of(new PartitionFacts(0, 1, List.of(1, 2, 3), List.of(1, 2, 3))),
                2,
                false,
                1_000,
                TopicFacts.MinIsrCap.PRESENT,
                compacted,
                before,
                after,
                appendTime,
                TopicFacts.AS_IT_COMES);
    }
}
