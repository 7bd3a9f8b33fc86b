package io.kafkasdk.consumer;

import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.Sharing;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One cluster for all classes that carry this: it lets a group notice within a second or two that a member is gone, where
 * brokers usually insist on 6 s and 45 s. Sessions themselves stay as long as usual unless a test says otherwise. It looks
 * for transactions that are too old each half second and not each ten.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@KafkaClusterTest(
        sharing = Sharing.JVM,
        properties = {
            "group.min.session.timeout.ms=1000",
            "group.consumer.min.session.timeout.ms=1000",
            "group.consumer.min.heartbeat.interval.ms=200",
            "group.consumer.heartbeat.interval.ms=500",
            "transaction.abort.timed.out.transaction.cleanup.interval.ms=500"
        })
@interface ShortSessions {}
