package io.kafkasdk.test.trial;

import io.kafkasdk.test.guarantee.CheckResult;
import io.kafkasdk.test.guarantee.GroupDuty;
import io.kafkasdk.test.guarantee.GuaranteeCheck;
import io.kafkasdk.test.guarantee.Violation;
import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Logged;
import io.kafkasdk.test.ledger.RecordId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Each record that was made poison is in the dead letter topic as it was, and nothing else is. Without it a handler that
 * takes poison for good would pass, and the trial would have shown nothing.
 */
final class PoisonInDeadLetters implements GuaranteeCheck {

    private final GroupDuty duty;
    private final PoisonRule poison;

    PoisonInDeadLetters(GroupDuty duty, PoisonRule poison) {
        this.duty = duty;
        this.poison = poison;
    }

    @Override
    public CheckResult check(Evidence evidence) {
        Set<RecordId> kept = new HashSet<>();
        List<Violation> violations = new ArrayList<>();
        for (Logged letter : evidence.logs()) {
            if (isDeadLetter(letter)) {
                wrong(letter).ifPresent(violations::add);
                letter.stamp().ifPresent(stamp -> kept.add(stamp.id()));
            }
        }
        long poisoned = 0;
        for (Logged record : evidence.logs()) {
            if (isPoison(record)) {
                poisoned++;
                RecordId id = record.stamp().orElseThrow().id();
                if (!kept.contains(id)) {
                    violations.add(Violation.of("Record " + id + " of " + record.partition() + " at offset "
                            + record.offset() + " is poison, but not in the dead letter topic"));
                }
            }
        }
        return new CheckResult(
                name(),
                poisoned,
                violations.size(),
                violations.subList(0, Math.min(violations.size(), CheckResult.EXAMPLES)),
                Map.of("poison", poisoned, "kept", kept.size()));
    }

    private boolean isDeadLetter(Logged record) {
        return duty.deadLetterTopic()
                .filter(topic -> topic.equals(record.partition().topic()))
                .isPresent();
    }

    private boolean isPoison(Logged record) {
        return duty.topics().contains(record.partition().topic())
                && record.stamp()
                        .filter(stamp -> poison.isPoison(stamp.id().number()))
                        .isPresent();
    }

    private Optional<Violation> wrong(Logged letter) {
        String place = "The dead letter at " + letter.partition() + " offset " + letter.offset();
        if (letter.stamp().isEmpty()) {
            return Optional.of(Violation.of(place + " lacks the headers of its record: it cannot be told what it was"));
        }
        if (!letter.isIntact()) {
            return Optional.of(Violation.of(place + " has another key or value than its record "
                    + letter.stamp().get().id()));
        }
        if (!poison.isPoison(letter.stamp().get().id().number())) {
            return Optional.of(Violation.of(place + " is record "
                    + letter.stamp().get().id() + ", which is no poison: the handler failed, or what is around it"));
        }
        return Optional.empty();
    }
}
