package io.kafkasdk.acks;

import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.error.Diagnosis;
import org.jspecify.annotations.Nullable;

/**
 * What the guard knows about a topic, and what follows from it.
 *
 * @param verdict what was found; {@link AcksVerdict.Kind#UNKNOWN} before the first look
 * @param policy what the guard does about it
 * @param facts the facts behind the verdict, or null where there are none
 * @param refusal why the topic must not be written to, or null where it may
 */
public record TopicSafety(
        AcksVerdict verdict,
        AcksPolicy policy,
        @Nullable TopicFacts facts,
        @Nullable Diagnosis refusal) {}
