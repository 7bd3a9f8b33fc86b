package io.kafkasdk.test.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.test.guarantee.CheckResult;
import io.kafkasdk.test.guarantee.GroupDuty;
import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Logged;
import io.kafkasdk.test.ledger.RecordId;
import io.kafkasdk.test.ledger.Stamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PoisonInDeadLettersTest {

    private static final GroupDuty DUTY = new GroupDuty("group", Set.of("orders"), Optional.of("dead"));
    private static final PoisonInDeadLetters CHECK = new PoisonInDeadLetters(DUTY, new PoisonRule(true, null));
    private static final long GOOD = 3;
    private static final long POISON = 49;

    @Test
    void holdsWhenAllPoisonIsThereAndNothingElse() {
        CheckResult result = check(logged("orders", GOOD), logged("orders", POISON), logged("dead", POISON));
        assertThat(result.holds()).isTrue();
        assertThat(result.examined()).isOne();
    }

    @Test
    void findsPoisonThatIsNotThere() {
        assertThat(check(logged("orders", GOOD), logged("orders", POISON)).toString())
                .contains("PoisonInDeadLetters is broken")
                .contains("Record trial.0.49 of orders-0 at offset 49 is poison, but not in the dead letter topic");
    }

    @Test
    void findsAGoodRecordThatIsThere() {
        assertThat(check(logged("orders", GOOD), logged("dead", GOOD)).toString())
                .contains("which is no poison");
    }

    @Test
    void findsADeadLetterThatIsNotAsItsRecordWas() {
        Logged letter = logged("dead", POISON);
        assertThat(check(
                                logged("orders", POISON),
                                new Logged(letter.partition(), letter.offset(), letter.stamp(), false))
                        .toString())
                .contains("has another key or value than its record trial.0.49");
    }

    @Test
    void findsADeadLetterWithoutTheHeadersOfItsRecord() {
        assertThat(check(new Logged(new TopicPartition("dead", 0), 0, Optional.empty(), false))
                        .toString())
                .contains("lacks the headers of its record");
    }

    private static CheckResult check(Logged... logs) {
        Evidence none = Evidence.NONE;
        return CHECK.check(new Evidence(
                Map.of(),
                List.of(logs),
                none.handlings(),
                none.commits(),
                none.ownerships(),
                none.faults(),
                none.removals(),
                none.skips(),
                none.claims(),
                none.samples()));
    }

    private static Logged logged(String topic, long number) {
        Stamp stamp = Stamp.of(new RecordId("trial", 0, number), "orders", "key", number, new byte[0]);
        return new Logged(new TopicPartition(topic, 0), number, Optional.of(stamp), true);
    }
}
