package io.kafkasdk.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.producer.PayloadSample;
import io.kafkasdk.producer.PayloadSample.Payload;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.compress.Compression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchImageTest {

    private static final int ONE_BATCH = 1 << 30;

    @ParameterizedTest
    @ValueSource(strings = {"none", "lz4", "snappy", "zstd", "gzip"})
    void compressesToTheBytesOfTheClientsOwnBatch(String codec) throws Exception {
        for (PayloadSample sample : List.of(Payloads.events(300), Payloads.small(1000), Payloads.random(20), odd())) {
            List<BatchImage> one = BatchImage.of(sample, ONE_BATCH);
            assertThat(one).hasSize(1);
            Compression compression = Compression.of(codec).build();
            assertThat(BatchCompressor.create().compress(compression, one))
                    .isEqualTo(clientsOwn(compression, sample.byTopic().get("orders")));
        }
    }

    @Test
    void batchesOfATopicAreAlikeAndNoneIsShort() {
        List<BatchImage> batches = BatchImage.of(Payloads.small(1000), 20_000);
        assertThat(batches).hasSize(6);
        assertThat(batches).allSatisfy(one -> assertThat(one.sizeBytes()).isBetween(17_000, 23_000));
        assertThat(batches.stream().mapToInt(BatchImage::records).sum()).isEqualTo(1000);
    }

    @Test
    void aRecordLargerThanABatchHasItsOwn() {
        assertThat(BatchImage.of(Payloads.random(7), 1024)).hasSize(7);
    }

    @Test
    void recordsOfDifferentTopicsAreNeverInOneBatch() {
        Payload record = new Payload(null, new byte[10]);
        PayloadSample two = new PayloadSample(Map.of("a", List.of(record), "b", List.of(record, record)));
        assertThat(BatchImage.of(two, ONE_BATCH).stream().map(BatchImage::records))
                .containsExactly(1, 2);
    }

    @Test
    void showsNothingOfTheRecords() {
        assertThat(BatchImage.of(odd(), ONE_BATCH).get(0)).hasToString("BatchImage[4 records, 343 bytes]");
    }

    private static PayloadSample odd() {
        byte[] text = "x".repeat(300).getBytes(StandardCharsets.UTF_8);
        return new PayloadSample(Map.of(
                "orders",
                List.of(
                        new Payload(null, null),
                        new Payload(new byte[0], new byte[0]),
                        new Payload(null, text),
                        new Payload(new byte[13], null))));
    }

    /** Its class is in another package since 4.4. */
    private static long clientsOwn(Compression compression, List<Payload> records) throws Exception {
        String recordPackage =
                Compression.class.getMethod("type").getReturnType().getPackageName();
        Class<?> memoryRecords = Class.forName(recordPackage + ".MemoryRecords");
        Class<?> simpleRecord = Class.forName(recordPackage + ".SimpleRecord");
        Object array = Array.newInstance(simpleRecord, records.size());
        for (int i = 0; i < records.size(); i++) {
            Array.set(
                    array,
                    i,
                    simpleRecord
                            .getConstructor(long.class, byte[].class, byte[].class)
                            .newInstance(
                                    1000L + i / 64,
                                    records.get(i).key(),
                                    records.get(i).value()));
        }
        Object batch = memoryRecords
                .getMethod("withRecords", Compression.class, array.getClass())
                .invoke(null, compression, array);
        return ((Number) memoryRecords.getMethod("sizeInBytes").invoke(batch)).longValue();
    }
}
