package io.kafkasdk.test.trial;

/** What the application brings along. */
record TrialTask(HandlerTrial.Values values, PoisonRule poison, MemberStart start) {

    HandlerTrial.Values spoiledValues() {
        return (number, key) -> poison.spoil(number, values.of(number, key));
    }
}
