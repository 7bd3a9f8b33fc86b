package io.kafkasdk.consumer;

import io.kafkasdk.deadletter.GivenUp;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The handlers of one member, its dead letter topic, and its listener: what is of the application and of other brokers. */
final class SimulatedApplication implements ConsumerListener {

    private static final long TICK_NANOS = 1_000;

    private final SimulatedWorld world;
    private final SimulatedMember member;
    private final List<Invocation> open = new ArrayList<>();
    private final List<Letter> letters = new ArrayList<>();

    /** A failure without a stack trace, which would cost more than the rest of a simulation. */
    private static final class HandlerFailure extends RuntimeException {

        private static final long serialVersionUID = 1;

        private HandlerFailure() {
            super("simulated", null, false, false);
        }
    }

    /** A dead letter on its way. */
    private record Letter(Delivery delivery, CompletableFuture<Object> answer) {}

    SimulatedApplication(SimulatedWorld world, SimulatedMember member) {
        this.world = world;
        this.member = member;
    }

    /** Handles a record while the caller waits. */
    void handle(ConsumerRecord<String, Integer> record) {
        Invocation call = started(record);
        world.handlerRuns();
        boolean fails = world.fails(call.delivery().entry());
        world.model().returned(call, !fails);
        if (fails) {
            throw new HandlerFailure();
        }
    }

    /** Starts to handle a record. */
    CompletionStage<Object> handleAsync(ConsumerRecord<String, Integer> record) {
        Invocation call = started(record);
        if (world.dice().chance(15)) {
            end(call);
            return call.stage();
        }
        if (world.dice().chance(5) && world.fails(call.delivery().entry())) {
            world.model().returned(call, false);
            throw new HandlerFailure();
        }
        open.add(call);
        return call.stage();
    }

    private Invocation started(ConsumerRecord<String, Integer> record) {
        Delivery delivery = world.model().delivery(record.value());
        Invocation call = new Invocation(
                delivery, new CompletableFuture<>(), world.clock().now());
        // No two of them run out of time at the same moment.
        world.clock().advance(TICK_NANOS);
        if (!member.isDead()) {
            world.model().started(call);
        }
        return call;
    }

    /** Ends one of the asynchronous handlers, if any runs. */
    void endOne() {
        if (!open.isEmpty()) {
            Invocation call = open.remove(world.dice().below(open.size()));
            member.endOf(call.delivery(), () -> end(call));
        }
    }

    private void end(Invocation call) {
        if (call.stage().isDone()) {
            return;
        }
        boolean fails = world.fails(call.delivery().entry());
        world.model().returned(call, !fails);
        if (fails) {
            call.stage().completeExceptionally(new HandlerFailure());
        } else {
            call.stage().complete("handled");
        }
    }

    /** Returns the asynchronous handlers that began before a time, the oldest first. */
    List<Invocation> startedBefore(long nanos) {
        return open.stream()
                .filter(call -> call.startNanos() - nanos < 0)
                .sorted(Comparator.comparingLong(Invocation::startNanos))
                .toList();
    }

    int running() {
        return open.size();
    }

    /** Begins to write a dead letter. */
    CompletionStage<Object> bury(ConsumerRecord<byte[], byte[]> record, GivenUp why) {
        byte[] value = Objects.requireNonNull(record.value());
        Letter letter = new Letter(world.model().delivery(ByteBuffer.wrap(value).getInt()), new CompletableFuture<>());
        if (!member.isDead()) {
            world.model().letterStarted(letter.delivery(), why.attempts());
        }
        if (world.dice().chance(15)) {
            answer(letter);
        } else {
            letters.add(letter);
        }
        return letter.answer();
    }

    /** Answers one of the dead letters, if any is on its way. */
    void answerOne() {
        if (!letters.isEmpty()) {
            Letter letter = letters.remove(world.dice().below(letters.size()));
            member.endOf(letter.delivery(), () -> answer(letter));
        }
    }

    private void answer(Letter letter) {
        boolean fails = world.dice().chance(world.rates().deadLetter());
        if (!member.isDead()) {
            world.model().letterEnded(letter.delivery(), !fails);
        }
        if (fails) {
            letter.answer().completeExceptionally(new HandlerFailure());
        } else {
            letter.answer().complete("written");
        }
    }

    int lettersUnderWay() {
        return letters.size();
    }

    @Override
    public void deadLettered(String group, TopicPartition partition, long offset, int attempts, String topic) {
        if (!member.isDead()) {
            world.model().saidDeadLettered(member, partition.partition(), offset);
        }
    }

    @Override
    public void skipped(String group, TopicPartition partition, long offset, int attempts, Throwable failure) {
        if (!member.isDead()) {
            world.model().saidSkipped(member, partition.partition(), offset);
        }
    }

    @Override
    public void circuitOpened(String group, io.kafkasdk.error.Diagnosis why) {
        world.trace().add(() -> "  circuit of " + member + " opens");
    }

    @Override
    public void circuitClosed(String group) {
        world.trace().add(() -> "  circuit of " + member + " closes");
    }

    @Override
    public void recognized(String group, TopicPartition partition, int records) {
        world.trace().add(() -> "  " + member + " recognizes " + records + " of " + partition);
    }
}
