package io.kafkasdk.reliability.subject;

import java.util.List;

/**
 * The SDK with one fault planted into its source, the run that brings the fault to light, and the check that must find it.
 *
 * @param name what is wrong with it
 * @param scenario the run
 * @param check the name of the check
 * @param edits where the source is changed
 */
record Mutant(String name, Scenario scenario, String check, List<Edit> edits) {

    /**
     * One change of one source file.
     *
     * @param type the class, such as {@code consumer/OffsetTracker}
     * @param snippet what is replaced; it is there exactly once
     * @param replacement what stands there instead
     */
    record Edit(String type, String snippet, String replacement) {}

    private static final String SEND =
            "pending.route().client().send((ProducerRecord<Object, Object>) record, pending, until);";

    static final List<Mutant> ALL = List.of(
            new Mutant(
                    "commits early",
                    Scenario.MEMBER_KILLED,
                    "NothingLost",
                    List.of(new Edit("consumer/OffsetTracker", """
                                    String note = new CommitNote(topicPartitions, life, epoch, finishedFrom(frontier)).encode(frontier);
                                    return new OffsetAndMetadata(frontier,\
                            """, """
                                    String note = "";
                                    return new OffsetAndMetadata(position,\
                            """))),
            new Mutant(
                    "drops on revoke",
                    Scenario.MEMBER_JOINS,
                    "NothingLost",
                    List.of(new Edit(
                            "consumer/RebalanceGuard", "parts.committer().commitNow(owners, COMMIT_TIMEOUT);", """
                            owners.stream().filter(owner -> owner.offsets().position() >= 0).forEach(owner ->
                                    parts.client().commitSync(java.util.Map.of(owner.partition(),
                                            new org.apache.kafka.clients.consumer.OffsetAndMetadata(
                                                    owner.offsets().position()))));
                            """))),
            new Mutant(
                    "releases while handlers run",
                    Scenario.MEMBER_JOINS,
                    "NoOverlapPerKey",
                    List.of(new Edit("consumer/RebalanceGuard", "awaitIdle(owners);", ""))),
            new Mutant(
                    "swallows a failed send",
                    Scenario.SENDS_REFUSED,
                    "NothingLost",
                    List.of(new Edit("producer/PendingSend", "completeExceptionally(failure);", """
                            complete(route.receipt(
                                    new RecordMetadata(
                                            new org.apache.kafka.common.TopicPartition(topic(), 0), 0, 0, 0, 0, 0),
                                    context.guard().safetyOf(route.topic())));
                            """))),
            new Mutant(
                    "reorders retries",
                    Scenario.HANDLERS_FAIL,
                    "OrderPerKey",
                    List.of(new Edit(
                            "consumer/Lane", "place.first != work && order.isOrdered(place.first, work)", "false"))),
            new Mutant(
                    "loses dead letters",
                    Scenario.HANDLERS_FAIL,
                    "NothingLost",
                    List.of(new Edit(
                            "consumer/FailureRouter",
                            "deadLetters.write(work.record(), why).whenComplete(",
                            "java.util.concurrent.CompletableFuture.completedFuture(why).whenComplete("))),
            new Mutant(
                    "swallows a skip",
                    Scenario.RECORDS_REMOVED,
                    "SkipsTold",
                    List.of(new Edit("consumer/SkipReport", "events.offsetsSkipped(range);", ""))),
            new Mutant(
                    "works on for a lost assignment",
                    Scenario.MEMBER_PAUSED,
                    "NoOverlapPerKey",
                    List.of(
                            new Edit("consumer/Desk", "if (work.owner().isStopped()) {", "if (false) {"),
                            new Edit("consumer/Lane", "queue.removeIf(work -> work.owner() == owner);", ""))),
            new Mutant(
                    "handles twice",
                    Scenario.HANDLERS_FAIL,
                    "DuplicatesBounded",
                    List.of(
                            new Edit(
                                    "consumer/RecordStep",
                                    "handler.handle(reader.read(work.record()));",
                                    "handler.handle(reader.read(work.record())); handler.handle(reader.read(work.record()));"))),
            new Mutant(
                    "does not count dead letters",
                    Scenario.HANDLERS_FAIL,
                    "CountsAgree",
                    List.of(new Edit("consumer/FailureRouter", "clocked.events().deadLettered(work, why);", ""))),
            new Mutant(
                    "rejects what is written",
                    Scenario.SENDS_REFUSED,
                    "NoPhantoms",
                    List.of(new Edit("producer/PendingSend", "complete(receipt);", """
                            completeExceptionally(SendFailedException.rejected(
                                    new Diagnosis(io.kafkasdk.error.ErrorKind.BAD_RECORD, "what", "cause", "cure"), null));
                            """))),
            new Mutant(
                    "sends twice",
                    Scenario.SENDS_REFUSED,
                    "NoDuplicatesInLog",
                    List.of(new Edit("producer/KafkaGuardedProducer", SEND, SEND + SEND))));

    @Override
    public String toString() {
        return name;
    }
}
