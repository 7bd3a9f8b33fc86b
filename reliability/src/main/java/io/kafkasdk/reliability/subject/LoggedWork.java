package io.kafkasdk.reliability.subject;

import io.kafkasdk.consumer.RecordHandler;
import io.kafkasdk.reliability.subject.SubjectSpec.Setting;
import io.kafkasdk.test.ledger.HandlingLog;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A handler that takes its time, fails where the value says so, and has all written down.
 *
 * @param spec how long it takes
 * @param log where it is written down
 * @param hold what it waits for
 * @param tried the records that fail once, and did
 */
record LoggedWork(SubjectSpec spec, HandlingLog log, Hold hold, Set<Spot> tried)
        implements RecordHandler<byte[], byte[]> {

    /** Where a record is. */
    record Spot(String topic, int partition, long offset) {}

    static LoggedWork of(SubjectSpec spec, HandlingLog log) {
        return new LoggedWork(spec, log, Hold.of(spec), ConcurrentHashMap.newKeySet());
    }

    @Override
    public void handle(ConsumerRecord<byte[], byte[]> record) throws Exception {
        log.handle(record, () -> {
            hold.pass();
            takeTime();
            if (isToFail(record)) {
                throw new IllegalStateException("A value that was made to fail");
            }
        });
    }

    private boolean isToFail(ConsumerRecord<byte[], byte[]> record) {
        return switch (ValueKind.of(record.value())) {
            case FAILING, POISON -> true;
            case FLAKY -> tried.add(new Spot(record.topic(), record.partition(), record.offset()));
            case GOOD -> false;
        };
    }

    /** Nothing ever opens the latch: it only waits for time to pass, and ends when it is interrupted. */
    void takeTime() throws InterruptedException {
        long micros = spec.number(Setting.WORK);
        long taken = micros == 0 ? 0 : ThreadLocalRandom.current().nextLong(micros, 3 * micros + 1);
        if (new CountDownLatch(1).await(taken, TimeUnit.MICROSECONDS)) {
            throw new IllegalStateException("Opened by nobody");
        }
    }
}
