package io.kafkasdk.tuning;

import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClientTuning.TunedValue;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.TuningAdvice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The changes to one producer that were taken back, and why: they are not made again for a day. */
final class Lessons {

    /** How long a change that was taken back is not made again. */
    static final Duration VALID = Duration.ofDays(1);

    private final LongSupplier nanoClock;
    private final List<Lesson> lessons = new ArrayList<>();

    Lessons(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    private record Lesson(Moves moves, String complaint, long nanos) {}

    void learn(Moves takenBack, String complaint) {
        lessons.add(new Lesson(takenBack, complaint, nanoClock.getAsLong()));
    }

    /** Returns the part of a suggestion that was not tried in vain. */
    ClientTuning leftOf(ClientTuning suggestion, ConfigExplanation present) {
        forgetOld();
        ClientTuning left = suggestion;
        for (Lesson lesson : lessons) {
            left = lesson.moves().leftOf(left, present);
        }
        return left;
    }

    /** Returns the advice, with a note where it was tried in vain. */
    List<TuningAdvice> noted(List<TuningAdvice> advice, ClientTuning suggestion, ConfigExplanation present) {
        forgetOld();
        return advice.stream().map(one -> noted(one, suggestion, present)).toList();
    }

    private TuningAdvice noted(TuningAdvice advice, ClientTuning suggestion, ConfigExplanation present) {
        return complaint(advice.setting(), suggestion, present)
                .map(complaint -> with(advice, "it was tried and taken back: " + complaint))
                .orElse(advice);
    }

    private Optional<String> complaint(String setting, ClientTuning suggestion, ConfigExplanation present) {
        return lessons.stream()
                .filter(lesson -> lesson.moves().sharedWith(suggestion, present).values().stream()
                        .map(TunedValue::key)
                        .anyMatch(setting::equals))
                .map(Lesson::complaint)
                .findFirst();
    }

    /** Returns the advice with one more thing to know about it. */
    static TuningAdvice with(TuningAdvice advice, String note) {
        return new TuningAdvice(
                advice.setting(), advice.present(), advice.suggested(), advice.why() + "; " + note, advice.risk());
    }

    private void forgetOld() {
        long now = nanoClock.getAsLong();
        lessons.removeIf(lesson -> now - lesson.nanos() > VALID.toNanos());
    }
}
