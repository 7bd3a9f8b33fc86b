package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThreadSnapshotTest {

    private static StackTraceElement frame(String type, String method, int line) {
        return new StackTraceElement(type, method, null, line);
    }

    private static ThreadSnapshot snapshot(StackTraceElement... stack) {
        return ThreadSnapshot.of("worker", Thread.State.WAITING, stack);
    }

    @Test
    void showsTheHandlerAndWhatItCallsAndNotWhatCallsIt() {
        ThreadSnapshot seen = snapshot(
                frame("java.util.concurrent.locks.LockSupport", "park", 211),
                frame("io.kafkasdk.consumer.GroupMember", "lag", 9),
                frame("shop.Till", "charge", 17),
                frame("io.kafkasdk.consumer.HandlerStep", "attempt", 70),
                frame("io.kafkasdk.consumer.Lane", "run", 80),
                frame("java.util.concurrent.ThreadPoolExecutor", "runWorker", 1136),
                frame("java.lang.Thread", "run", 840));
        assertThat(seen.frames())
                .containsExactly(
                        "java.util.concurrent.locks.LockSupport.park:211",
                        "io.kafkasdk.consumer.GroupMember.lag:9",
                        "shop.Till.charge:17");
        assertThat(seen.text()).startsWith("thread worker is WAITING at java.util");
    }

    @Test
    void showsTwelveFramesAtMost() {
        StackTraceElement[] deep = IntStream.range(0, 500)
                .mapToObj(line -> frame("shop.Till", "charge", line))
                .toArray(StackTraceElement[]::new);
        assertThat(snapshot(deep).frames()).hasSize(12).startsWith("shop.Till.charge:0");
    }

    @Test
    void aThreadBetweenHandlersShowsWhatThereIs() {
        assertThat(snapshot(frame("java.lang.Thread", "run", 840)).frames())
                .containsExactly("java.lang.Thread.run:840");
        assertThat(snapshot().text()).isEqualTo("thread worker is WAITING");
    }
}
