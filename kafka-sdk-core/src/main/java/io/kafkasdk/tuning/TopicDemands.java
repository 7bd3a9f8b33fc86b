package io.kafkasdk.tuning;

import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.producer.TunableProducer;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClientTuning.TunedValue;
import io.kafkasdk.settings.TuningAdvice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the topics that a producer writes to demand, as far as it is known already.
 *
 * @param codecs the {@code compression.type} of those that do not take batches as they come, by topic
 * @param partitions how many partitions they have together; 0 where that is not known of each
 * @param messageBytes the least {@code max.message.bytes} of those that are known; {@link Integer#MAX_VALUE} without any
 */
record TopicDemands(Map<String, String> codecs, int partitions, int messageBytes) {

    private static final String COMPRESSION = "compression.type";
    private static final String UNCOMPRESSED = "uncompressed";
    private static final String UNKNOWN =
            "not applied by itself: it is not known what each topic of this producer demands of"
                    + " compression (grant DescribeConfigs on them)";

    /** Copies the map. */
    TopicDemands {
        codecs = new TreeMap<>(codecs);
    }

    /** Takes what is known of these topics; without any, nothing is known. */
    static TopicDemands of(Set<String> topics, Function<String, Optional<TopicFacts>> facts) {
        Map<String, String> codecs = new TreeMap<>();
        int partitions = 0;
        int messageBytes = Integer.MAX_VALUE;
        boolean allKnown = !topics.isEmpty();
        for (String topic : topics) {
            Optional<TopicFacts> known = facts.apply(topic);
            allKnown &= known.isPresent();
            partitions += known.map(TopicFacts::partitions).map(List::size).orElse(0);
            messageBytes = Math.min(
                    messageBytes, known.map(TopicFacts::maxMessageBytes).orElse(Integer.MAX_VALUE));
            known.map(TopicFacts::compression)
                    .filter(codec -> !codec.equals(TopicFacts.AS_IT_COMES))
                    .ifPresent(codec -> codecs.put(topic, codec));
        }
        return new TopicDemands(codecs, allKnown ? partitions : 0, messageBytes);
    }

    /** Returns what bounds a producer that writes to them, with the largest heap. */
    Surroundings surroundings(long heapBytes) {
        return Surroundings.of(partitions, messageBytes, heapBytes);
    }

    /** Returns a line for each topic whose brokers do work that a producer with this codec could spare them. */
    List<String> recompression(String codec) {
        List<String> lines = new ArrayList<>();
        codecs.forEach((topic, demanded) -> {
            if (!isKept(demanded, codec)) {
                lines.add("topic '" + topic + "' has compression.type=" + demanded
                        + ": its brokers decompress every batch"
                        + (demanded.equals(UNCOMPRESSED) ? "" : " and compress it again"));
            }
        });
        return lines;
    }

    /**
     * Returns a judgement that makes the brokers of no topic work: another codec for the client alone would do that where a
     * topic demands the present one, so the topic comes first. What a topic demands that is not known may be just that, so
     * the codec stays advice then, and is not changed.
     *
     * @param present the codec of the producer
     */
    Judgement respectedBy(Judgement judgement, String present) {
        String wanted = judgement.changes().values().stream()
                .filter(value -> value.key().equals(COMPRESSION))
                .map(TunedValue::value)
                .findFirst()
                .orElse(present);
        List<TuningAdvice> advice = new ArrayList<>(judgement.advice());
        boolean conflicts = false;
        for (Map.Entry<String, String> topic : codecs.entrySet()) {
            if (!isKept(topic.getValue(), wanted)) {
                conflicts = true;
                if (isKept(topic.getValue(), present)) {
                    advice.add(topicFirst(topic.getKey(), topic.getValue(), wanted));
                }
            }
        }
        if (partitions == 0) {
            advice.replaceAll(one -> isCodec(one.setting()) ? Lessons.with(one, UNKNOWN) : one);
        }
        return conflicts || partitions == 0
                ? new Judgement(advice, withoutCodec(judgement.changes()), judgement.savings())
                : judgement;
    }

    private static boolean isCodec(String setting) {
        return setting.startsWith("compression.")
                && TunableProducer.tunableKeys().contains(setting);
    }

    private static boolean isKept(String demanded, String codec) {
        // What producers call none, topics call uncompressed.
        return demanded.equals(codec.equals("none") ? UNCOMPRESSED : codec);
    }

    private static TuningAdvice topicFirst(String topic, String demanded, String wanted) {
        return new TuningAdvice(
                "compression.type of topic " + topic,
                demanded,
                TopicFacts.AS_IT_COMES,
                "with " + wanted
                        + " from the producer its brokers would decompress and compress every batch again, so this"
                        + " comes first",
                "what other producers send is kept as it comes, too");
    }

    private static ClientTuning withoutCodec(ClientTuning changes) {
        return new ClientTuning(
                changes.name(),
                changes.values().stream().filter(value -> !isCodec(value.key())).toList());
    }
}
