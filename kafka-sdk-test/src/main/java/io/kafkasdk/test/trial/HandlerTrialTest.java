package io.kafkasdk.test.trial;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A JUnit test that puts an application's own handler on trial, with whatever library the application reads Kafka: the test
 * runs once for each fault, with a {@link HandlerTrial} as its parameter.
 *
 * <pre>{@code
 * class OrdersHandlerIT {
 *     @HandlerTrialTest
 *     void ordersAreHandledWhateverBreaks(HandlerTrial trial) {
 *         trial.values((number, key) -> json(number))
 *                 .poison(number -> "not an order".getBytes(UTF_8))
 *                 .run(member -> {
 *                     MyConsumer consumer = new MyConsumer(member.bootstrapServers(), member.group(), member.topic());
 *                     consumer.deadLettersTo(member.deadLetterTopic());
 *                     consumer.start(record -> member.handle(record, () -> handler.handle(record.value())));
 *                     return consumer; // closed by the trial
 *                 });
 *     }
 * }
 * }</pre>
 *
 * <p>A class with {@link io.kafkasdk.test.KafkaClusterTest} lends its cluster, which needs three brokers and, for
 * {@link TrialFault#SLOW_DEAD_LETTERS}, {@code faultyLinks = true}. Any other class gets three brokers of its own, shared by
 * all its trials. After a trial all brokers run again.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@TestTemplate
@ExtendWith(HandlerTrialExtension.class)
public @interface HandlerTrialTest {

    /** What breaks: one run of the test for each. */
    TrialFault[] faults() default {
        TrialFault.BROKER_KILL, TrialFault.REBALANCE_STORM, TrialFault.POISON, TrialFault.SLOW_DEAD_LETTERS
    };

    /** Partitions of the topic, 1 to 100. */
    int partitions() default 6;

    /** How many records are sent, at least 100: a quarter before the fault, half during it, a quarter after it. */
    int records() default 5_000;

    /** How many keys they have, from 1. */
    int keys() default 100;

    /** How many members the group has, 1 to 10. A storm adds one or two for a time. */
    int members() default 2;

    /** Decides which record has which key, which broker is killed, and who leaves when. Not how threads interleave. */
    long seed() default 1;

    /** How long the fault lasts, in seconds, 1 to 3600; 0 for as long as {@link TrialFault} says. */
    int faultSeconds() default 0;

    /**
     * How long, in seconds, the whole group may handle nothing around the fault though records wait, 1 to 3600; 0 for 20 s
     * when a broker is killed, 15 s in a storm, and 5 s with poison.
     */
    int silenceSeconds() default 0;

    /** How long, in seconds, the group may take after the fault and the last record until it has committed all of them. */
    int patienceSeconds() default 60;
}
