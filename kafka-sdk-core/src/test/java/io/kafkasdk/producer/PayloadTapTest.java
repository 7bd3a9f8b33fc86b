package io.kafkasdk.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PayloadTapTest {

    private final PayloadTap tap = new PayloadTap();

    @Test
    void copiesNothingUntilASampleIsWanted() {
        tap.offer("orders", bytes("k"), bytes("v"));
        assertThat(tap.take()).isNull();
        tap.begin(2);
        tap.offer("orders", bytes("a"), bytes("b"));
        assertThat(tap.take()).isNotNull();
        tap.offer("orders", bytes("c"), bytes("d"));
        assertThat(tap.take()).as("it was taken, and no other one is wanted").isNull();
    }

    @Test
    void aSampleIsCompleteWhenTheNextRecordWouldBeTooMuch() {
        tap.begin(10);
        tap.offer("orders", bytes("kk"), bytes("vv"));
        tap.offer("payments", null, bytes("vvv"));
        tap.offer("orders", bytes("k"), null);
        assertThat(tap.take()).as("8 of 10 bytes").isNull();
        tap.offer("orders", bytes("k"), bytes("vvv"));
        PayloadSample sample = tap.take();
        assertThat(sample.records()).isEqualTo(3);
        assertThat(sample.sizeBytes()).isEqualTo(8);
        assertThat(sample.byTopic()).containsOnlyKeys("orders", "payments");
        assertThat(sample.byTopic().get("orders").get(0).value()).isEqualTo(bytes("vv"));
        assertThat(sample.byTopic().get("orders").get(1).value()).isNull();
        assertThat(sample.byTopic().get("payments").get(0).key()).isNull();
    }

    @Test
    void aSerializerMayUseItsArraysAgain() {
        byte[] reused = bytes("one");
        tap.begin(3);
        tap.offer("orders", null, reused);
        reused[0] = 'X';
        assertThat(tap.take().byTopic().get("orders").get(0).value()).isEqualTo(bytes("one"));
    }

    @Test
    void aRecordLargerThanTheSampleIsOne() {
        tap.begin(2);
        tap.offer("orders", null, bytes("longer"));
        assertThat(tap.take().records()).isEqualTo(1);
    }

    @Test
    void aSampleThatNobodyTookIsDropped() {
        tap.begin(1);
        tap.offer("orders", null, bytes("old"));
        tap.begin(3);
        assertThat(tap.take()).isNull();
        tap.offer("orders", null, bytes("new"));
        assertThat(tap.take().byTopic().get("orders"))
                .singleElement()
                .satisfies(one -> assertThat(one.value()).isEqualTo(bytes("new")));
    }

    @Test
    void anEndedSampleIsForgottenAndNothingMoreIsCopied() {
        tap.begin(100);
        tap.offer("orders", null, bytes("half"));
        tap.end();
        tap.offer("orders", null, new byte[200]);
        assertThat(tap.take()).as("it was not complete").isNull();
        tap.begin(1);
        tap.offer("orders", null, bytes("whole"));
        tap.end();
        assertThat(tap.take()).as("nobody took it").isNull();
    }

    /** The one before completes while the next begins: it must neither stand for it nor end it. */
    @Test
    void aSampleThatBeginsWhileTheOneBeforeCompletesIsFilled() throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        CompletableFuture<Void> sender = CompletableFuture.runAsync(
                () -> {
                    while (!stopped.get()) {
                        tap.offer("orders", null, new byte[1]);
                    }
                },
                task -> new Thread(task).start());
        try {
            for (int i = 0; i < 50_000; i++) {
                tap.begin(1);
                tap.begin(2);
                PayloadSample sample = tap.take();
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
                while (sample == null && System.nanoTime() - deadline < 0) {
                    Thread.onSpinWait();
                    sample = tap.take();
                }
                assertThat(sample).as("sample %d", i).isNotNull();
                assertThat(sample.records()).as("of the second sample").isEqualTo(2);
            }
        } finally {
            stopped.set(true);
            sender.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void smallRecordsAreBoundedByTheirNumber() {
        tap.begin(16 << 20);
        for (int i = 0; i < PayloadTap.MOST_RECORDS; i++) {
            assertThat(tap.take()).isNull();
            tap.offer("orders", null, null);
        }
        assertThat(tap.take().records()).isEqualTo(PayloadTap.MOST_RECORDS);
    }

    @Test
    void manySendersFillOneSampleUpToItsBound() throws Exception {
        tap.begin(10_000);
        List<CompletableFuture<Void>> senders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            senders.add(CompletableFuture.runAsync(
                    () -> {
                        for (int n = 0; n < 1_000; n++) {
                            tap.offer("orders", null, new byte[7]);
                        }
                    },
                    task -> new Thread(task).start()));
        }
        CompletableFuture.allOf(senders.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        assertThat(tap.take().sizeBytes()).isEqualTo(10_000 / 7 * 7);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
