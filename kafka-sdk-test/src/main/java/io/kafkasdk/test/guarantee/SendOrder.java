package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Logged;
import io.kafkasdk.test.ledger.RecordId;
import io.kafkasdk.test.ledger.Stamp;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of one key that one life of a producer sent lie in each partition in the order in which they were sent.
 *
 * <p><b>Excused</b>: order across partitions, which a key has when partitions were added, and across lives of a producer.
 * A dead letter topic is not judged: it has the order in which records failed.
 */
public record SendOrder() implements GuaranteeCheck {

    private record Line(String producer, int life, String key, TopicPartition partition) {}

    private record Last(RecordId id, long keyNumber, long offset) {}

    @Override
    public CheckResult check(Evidence evidence) {
        Findings findings = new Findings(this);
        List<Logged> logs = evidence.logs().stream()
                .filter(logged -> logged.stamp()
                        .filter(stamp -> stamp.topic().equals(logged.partition().topic()))
                        .isPresent())
                .sorted(Comparator.comparingLong(Logged::offset))
                .toList();
        Map<Line, Last> lasts = new HashMap<>();
        for (Logged logged : logs) {
            Stamp stamp = logged.stamp().orElseThrow();
            findings.examined();
            Line line = new Line(stamp.id().producer(), stamp.id().life(), stamp.key(), logged.partition());
            Last last = lasts.get(line);
            if (last != null && stamp.keyNumber() < last.keyNumber()) {
                findings.violation(() -> History.violation(
                        evidence,
                        stamp.id() + ", number " + stamp.keyNumber() + " of key '" + stamp.key() + "', is in "
                                + logged.partition() + " offset " + logged.offset() + " behind number "
                                + last.keyNumber() + " (" + last.id() + ") at offset " + last.offset(),
                        stamp.id()));
            } else {
                lasts.put(line, new Last(stamp.id(), stamp.keyNumber(), logged.offset()));
            }
        }
        return findings.result();
    }
}
