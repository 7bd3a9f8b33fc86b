package io.kafkasdk.benchmarks.child;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AckCountTest {

    @Test
    void failedRecordsAreCountedAndWaitedForToo() {
        AckCount acks = new AckCount();

        acks.accept("receipt", null);
        acks.onCompletion(null, new IllegalStateException("planted"));
        acks.await(2);

        assertThat(acks.failed()).isEqualTo(1);
    }

    @Test
    void aTimedAckCountsFromWhenItsRecordWasDue() {
        AckCount acks = new AckCount();
        long[] latencies = new long[2];

        new TimedAck(acks, latencies, 1, System.nanoTime() - 5_000_000).accept("receipt", null);
        acks.await(1);

        assertThat(latencies[0]).isZero();
        assertThat(latencies[1]).isGreaterThanOrEqualTo(5_000_000);
    }
}
