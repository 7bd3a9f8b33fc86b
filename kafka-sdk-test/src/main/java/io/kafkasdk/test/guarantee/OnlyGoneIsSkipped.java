package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Logged;
import io.kafkasdk.test.ledger.Skip;
import java.util.List;

/**
 * What a member told as skipped is not in the log any more: a record that can still be read must not be passed over by
 * saying so. Leave it out where a policy skips records on purpose, or where a new group begins at the end of a topic.
 *
 * <p>A record that another member handled is {@link SkipsTold}'s business. What was told of a former life of a topic says
 * nothing of the log of now.
 */
public record OnlyGoneIsSkipped(List<GroupDuty> duties) implements GuaranteeCheck {

    /** Copies the list. */
    public OnlyGoneIsSkipped {
        duties = List.copyOf(duties);
    }

    /** For these groups. */
    public OnlyGoneIsSkipped(GroupDuty... duties) {
        this(List.of(duties));
    }

    @Override
    public CheckResult check(Evidence evidence) {
        Findings findings = new Findings(this);
        Removals removals = Removals.of(evidence);
        for (GroupDuty duty : duties) {
            GroupBook book = GroupBook.of(evidence, duty);
            for (Skip skip : evidence.skips()) {
                String topic = skip.partition().topic();
                if (skip.group().equals(duty.group())
                        && removals.life(topic, skip.nanos()) == removals.lastLife(topic)) {
                    inLog(evidence, book, skip, findings);
                }
            }
            book.source().values().forEach(source -> source.forEach(logged -> findings.examined()));
        }
        return findings.result();
    }

    private static void inLog(Evidence evidence, GroupBook book, Skip skip, Findings findings) {
        for (Logged logged : book.source().getOrDefault(skip.partition(), List.of())) {
            if (logged.offset() >= skip.from()
                    && logged.offset() < skip.to()
                    && logged.stamp().isPresent()) {
                Spot spot = Spot.of(logged);
                findings.violation(() -> History.violation(
                        evidence,
                        skip.member() + " of group " + skip.group() + " told " + spot
                                + " as skipped, though it is still in the log",
                        spot.id()));
            }
        }
    }
}
