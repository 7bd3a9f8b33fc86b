package io.kafkasdk.reliability.subject;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.reliability.subject.SubjectSpec.Setting;
import io.kafkasdk.test.ledger.Stamp;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordStreamTest {

    private final SubjectSpec spec = SubjectSpec.of("sender", Path.of("/tmp/ledger"), "localhost:9092")
            .with(Setting.TOPICS, "a,b")
            .with(Setting.KEYS, 3);

    private static List<RecordStream.Item> records(SubjectSpec spec, int count) {
        RecordStream stream = RecordStream.of(spec);
        return IntStream.range(0, count).mapToObj(i -> stream.next()).toList();
    }

    @Test
    void topicsAndKeysComeInTurn() {
        assertThat(records(spec, 7))
                .extracting(item -> item.stamp().topic() + " " + item.stamp().key() + " "
                        + item.stamp().keyNumber())
                .containsExactly(
                        "a key-0 0", "b key-0 0", "a key-1 0", "b key-1 0", "a key-2 0", "b key-2 0", "a key-0 1");
    }

    @Test
    void theStampIsThatOfTheRecord() {
        for (RecordStream.Item item : records(spec, 50)) {
            assertThat(Stamp.read(item.record().headers())).contains(item.stamp());
            assertThat(item.stamp().fits(item.record().value())).isTrue();
            assertThat(item.record().topic()).isEqualTo(item.stamp().topic());
            assertThat(item.record().value()).hasSizeBetween(100, 300);
        }
    }

    @Test
    void aShareOfTheValuesIsBad() {
        SubjectSpec bad =
                spec.with(Setting.POISON, 10).with(Setting.FAILING, 10).with(Setting.FLAKY, 10);

        for (ValueKind kind : ValueKind.values()) {
            assertThat(records(bad, 1_000))
                    .filteredOn(item -> ValueKind.of(item.record().value()) == kind)
                    .hasSizeBetween(50, 850);
        }
    }

    @Test
    void theSameSpecGivesTheSameRecordsAndAnotherLifeOthers() {
        assertThat(values(spec)).isEqualTo(values(spec)).isNotEqualTo(values(spec.with(Setting.LIFE, 1)));
    }

    private static List<String> values(SubjectSpec spec) {
        return records(spec, 10).stream()
                .map(item -> item.stamp().toString())
                .map(text -> text.substring(text.indexOf("valueCrc")))
                .toList();
    }
}
