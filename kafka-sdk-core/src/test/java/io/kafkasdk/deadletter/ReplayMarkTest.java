package io.kafkasdk.deadletter;

import static io.kafkasdk.deadletter.Records.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class ReplayMarkTest {

    private final RecordHeaders headers = new RecordHeaders();

    @Test
    void aRecordWithoutTheMarkIsForEveryGroup() {
        assertThat(ReplayMark.isForAnotherGroup(headers, "payments")).isFalse();
        headers.add("trace", bytes("billing"));
        assertThat(ReplayMark.isForAnotherGroup(headers, "payments")).isFalse();
        headers.add("kafka-sdk.replay.group", null);
        assertThat(ReplayMark.isForAnotherGroup(headers, "payments")).isFalse();
    }

    @Test
    void aMarkedRecordIsForTheGroupThatItNames() {
        headers.add("kafka-sdk.replay.group", bytes("payments"));
        assertThat(ReplayMark.isForAnotherGroup(headers, "payments")).isFalse();
        assertThat(ReplayMark.isForAnotherGroup(headers, "payment")).isTrue();
        assertThat(ReplayMark.isForAnotherGroup(headers, "paymentz")).isTrue();
        assertThat(ReplayMark.isForAnotherGroup(headers, "billing")).isTrue();
    }

    @Test
    void theLastMarkCounts() {
        headers.add("kafka-sdk.replay.group", bytes("billing")).add("kafka-sdk.replay.group", bytes("payments"));
        assertThat(ReplayMark.isForAnotherGroup(headers, "payments")).isFalse();
        assertThat(ReplayMark.isForAnotherGroup(headers, "billing")).isTrue();
    }
}
