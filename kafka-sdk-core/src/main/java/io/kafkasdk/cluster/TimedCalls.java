package io.kafkasdk.cluster;

import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Tells a listener how long each question took. */
final class TimedCalls {

    private final CallListener listener;
    private final LongSupplier nanoClock;

    TimedCalls(CallListener listener, LongSupplier nanoClock) {
        this.listener = listener;
        this.nanoClock = nanoClock;
    }

    /** Asks; whatever it throws passes, and counts as no answer. */
    <T> T time(String call, Supplier<T> question) {
        return time(call, question, answer -> true);
    }

    /** Asks without waiting; tells on the thread that answers. A question that cannot be asked is none. */
    <T> CompletionStage<T> timeStage(String call, Supplier<CompletionStage<T>> question) {
        long start = nanoClock.getAsLong();
        return question.get()
                .whenComplete((answer, error) -> listener.called(call, error == null, nanoClock.getAsLong() - start));
    }

    /** Asks; the answer itself tells whether it is one. */
    <T> T time(String call, Supplier<T> question, Predicate<T> isAnswer) {
        long start = nanoClock.getAsLong();
        boolean succeeded = false;
        try {
            T answer = question.get();
            succeeded = isAnswer.test(answer);
            return answer;
        } finally {
            listener.called(call, succeeded, nanoClock.getAsLong() - start);
        }
    }
}
