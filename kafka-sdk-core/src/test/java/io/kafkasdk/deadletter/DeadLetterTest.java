package io.kafkasdk.deadletter;

import static io.kafkasdk.deadletter.Records.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterTest {

    private static final Map<String, String> WHOLE = new TreeMap<>(Map.of(
            "kafka-sdk.dl.group", "payments",
            "kafka-sdk.dl.topic", "orders",
            "kafka-sdk.dl.partition", "2",
            "kafka-sdk.dl.offset", "17"));

    @Test
    void whatTheWriterWroteIsReadAsItWas() {
        ConsumerRecord<byte[], byte[]> record = Records.read("orders", 2, 17, bytes("key"), null);
        record.headers().add("trace", new byte[] {9});
        GivenUp why = new GivenUp("dlt", 3, new IllegalStateException("secret"), FailedPart.KEY);
        DeadLetter letter = DeadLetter.of(Records.read(new Letter("payments", record, why).full(), 1, 5))
                .orElseThrow();
        assertThat(letter.key()).isEqualTo(bytes("key"));
        assertThat(letter.value()).isNull();
        assertThat(letter.headers()).containsExactly(record.headers().toArray());
        assertThat(letter.group()).isEqualTo("payments");
        assertThat(letter.topic()).isEqualTo("orders");
        assertThat(letter.partition()).isEqualTo(2);
        assertThat(letter.offset()).isEqualTo(17);
        assertThat(letter.timestampMillis()).isEqualTo(Records.TIMESTAMP);
        assertThat(letter.attempts()).isEqualTo(3);
        assertThat(letter.part()).isEqualTo(FailedPart.KEY);
        assertThat(letter.exceptionClass()).isEqualTo("java.lang.IllegalStateException");
        assertThat(letter.message()).isEqualTo("secret");
        assertThat(letter.replays()).isZero();
        assertThat(letter.toString())
                .contains("dlt-1@5 of orders-2@17")
                .doesNotContain("secret")
                .doesNotContain("trace");
    }

    @Test
    void aLetterOfNothingButCoordinatesIsALetter() {
        DeadLetter letter = DeadLetter.of(with(WHOLE)).orElseThrow();
        assertThat(letter.timestampMillis()).isEqualTo(-1);
        assertThat(letter.attempts()).isZero();
        assertThat(letter.part()).isEqualTo(FailedPart.HANDLER);
        assertThat(letter.exceptionClass()).isEmpty();
        assertThat(letter.message()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "group,''",
        "topic,''",
        "partition,-1",
        "partition,4294967296",
        "partition,two",
        "offset,-1",
        "offset,99999999999999999999",
        "offset,''"
    })
    void aRecordWithAWrongCoordinateIsNone(String name, String value) {
        assertThat(DeadLetter.of(with(WHOLE))).isPresent();
        Map<String, String> wrong = new TreeMap<>(WHOLE);
        wrong.put("kafka-sdk.dl." + name, value);
        assertThat(DeadLetter.of(with(wrong))).isEmpty();
        wrong.remove("kafka-sdk.dl." + name);
        assertThat(DeadLetter.of(with(wrong))).isEmpty();
    }

    @Test
    void noBytesInHeadersThrow() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            ConsumerRecord<byte[], byte[]> record = with(WHOLE);
            for (String name : new String[] {"group", "attempts", "replays", "timestamp", "failed", "message"}) {
                byte[] noise = new byte[random.nextInt(40)];
                random.nextBytes(noise);
                record.headers().add("kafka-sdk.dl." + name, random.nextInt(10) == 0 ? null : noise);
            }
            DeadLetter.of(record).ifPresent(letter -> {
                assertThat(letter.replays()).isNotNegative();
                assertThat(letter.attempts()).isNotNegative();
            });
        }
    }

    private static ConsumerRecord<byte[], byte[]> with(Map<String, String> headers) {
        ConsumerRecord<byte[], byte[]> record = Records.read("dlt", 0, 0, null, null);
        headers.forEach((name, value) -> record.headers().add(name, bytes(value)));
        return record;
    }
}
