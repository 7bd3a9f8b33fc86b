package io.kafkasdk.test.trial;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.finishedSuccessfully;

import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.trial.PlainMember.Way;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** A trial lets a right handler pass under each fault, and finds by name what is wrong with others. */
class HandlerTrialIT {

    private static EngineExecutionResults results;

    @BeforeAll
    static void hold() {
        results = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Handlers.class))
                .execute();
    }

    @Test
    void aRightLoopKeepsItsPromisesUnderEachFault() {
        assertThat(of("right"))
                .extracting(event -> event.getTestDescriptor().getDisplayName())
                .containsExactly("broker-kill", "rebalance-storm", "poison", "slow-dead-letters");
        assertThat(failures("right")).isEmpty();
        assertThat(of("right")).allMatch(finishedSuccessfully()::matches);
    }

    @Test
    void commitsInFrontOfTheWorkLoseRecordsInAStorm() {
        assertThat(failures("commitsBeforeItHandles"))
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining("Broken under rebalance-storm with seed 7")
                        .hasMessageContaining("NothingLost is broken")
                        .hasMessageContaining("CommitSafety is broken"));
    }

    @Test
    void aBatchInParallelBreaksTheOrderOfItsKeys() {
        assertThat(failures("handlesABatchInParallel"))
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessageContaining("OrderPerKey is broken")
                        .hasMessageContaining("NoOverlapPerKey is broken"));
    }

    @Test
    void poisonThatIsDroppedIsLost() {
        assertThat(failures("dropsWhatFails"))
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessageContaining("NothingLost is broken")
                        .hasMessageContaining("PoisonInDeadLetters is broken"));
    }

    @Test
    void aTestThatForgetsToRunItsTrialFails() {
        assertThat(failures("forgets"))
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("it has shown nothing"));
    }

    private static List<Event> of(String method) {
        return results.testEvents().finished().stream()
                .filter(event ->
                        event.getTestDescriptor().getUniqueId().toString().contains(method))
                .toList();
    }

    private static List<Throwable> failures(String method) {
        return of(method).stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .flatMap(result -> result.getThrowable().stream())
                .toList();
    }

    /** Not found by the build: it is no class of its own and its name has no ending of a test. */
    @KafkaClusterTest(faultyLinks = true, properties = "broker.session.timeout.ms=3000")
    static class Handlers {

        @HandlerTrialTest
        void right(HandlerTrial trial) {
            trial.poison(number -> new byte[] {(byte) 0xFF, (byte) number})
                    .run(member -> PlainMember.start(member, Way.RIGHT, Handlers::read));
        }

        @HandlerTrialTest(faults = TrialFault.REBALANCE_STORM, records = 600, faultSeconds = 3, seed = 7)
        void commitsBeforeItHandles(HandlerTrial trial) {
            trial.run(member -> PlainMember.start(
                    member, Way.COMMITS_BEFORE_IT_HANDLES, value -> LockSupport.parkNanos(5_000_000)));
        }

        @HandlerTrialTest(faults = TrialFault.POISON, keys = 5, records = 500, faultSeconds = 1)
        void handlesABatchInParallel(HandlerTrial trial) {
            trial.run(member -> PlainMember.start(
                    member, Way.HANDLES_A_BATCH_IN_PARALLEL, value -> LockSupport.parkNanos(1_000_000)));
        }

        @HandlerTrialTest(faults = TrialFault.POISON, records = 500, faultSeconds = 1)
        void dropsWhatFails(HandlerTrial trial) {
            trial.poison(number -> new byte[] {(byte) 0xFF, (byte) number})
                    .run(member -> PlainMember.start(member, Way.DROPS_WHAT_FAILS, Handlers::read));
        }

        @HandlerTrialTest(faults = TrialFault.POISON)
        void forgets(HandlerTrial trial) {
            assertThat(trial.fault()).isEqualTo(TrialFault.POISON);
        }

        private static void read(byte[] value) {
            try {
                UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
            } catch (CharacterCodingException unreadable) {
                throw new IllegalArgumentException("Not a text", unreadable);
            }
        }
    }
}
