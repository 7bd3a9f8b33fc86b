package io.kafkasdk.spring.boot.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks a method of a bean that does the work of a consumer. Each makes one consumer of a group, with the settings under
 * {@code kafka-sdk.consumers.<name>}, or all defaults where there are none.
 *
 * <pre>
 * &#64;HandlesRecords(value = "payments", topics = "orders")
 * void charge(Order order, &#64;RecordKey String customer, &#64;HeaderValue("channel") Optional&lt;String&gt; channel) {
 * }
 * </pre>
 *
 * <p>The method takes, in any order, each at most once unless said otherwise: a {@code ConsumerRecord<K, V>}, the value (a
 * parameter of any other type without annotation; null for a tombstone), the key ({@link RecordKey}), headers
 * ({@link HeaderValue}, any number), Kafka's {@code Headers}, the {@code TopicPartition}. With an {@link Acknowledgement},
 * or when it returns a {@code CompletionStage}, the record is finished when that says so; otherwise when the method
 * returns. A method whose only parameter is a {@code List<ConsumerRecord<K, V>>} or a {@code List<V>} takes many records at
 * once. Other shapes are refused when the application starts.
 *
 * <p>How keys and values are read follows from the parameters: String, byte[], ByteBuffer, Integer, Long, Double and UUID
 * by Kafka's own deserializers, any other type by the one {@code Deserializer} bean of that type, else as JSON. Headers
 * never say which type is made.
 *
 * <p><b>Threads:</b> called on worker threads, for several records at the same time, by default one of a key at a time.
 *
 * <p><b>Lifecycle:</b> the consumer starts late with the application, when all beans are there, and drains before anything
 * else stops. The bean must be a singleton.
 *
 * <p><b>Guarantee:</b> that of {@link io.kafkasdk.consumer.RecordHandler}: at least once. An exception means not handled;
 * {@code kafka-sdk.consumers.<name>.failures} says what becomes of the record.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Reflective(HandlesRecordsHints.class)
public @interface HandlesRecords {

    /** Name of the consumer, as in {@code kafka-sdk.consumers.<name>}; one method for each name. */
    String value();

    /**
     * Topics to read, where {@code kafka-sdk.consumers.<name>.topics} names none. Placeholders such as
     * <code>${orders.topic}</code> are filled in; one may stand for several topics with commas between.
     */
    String[] topics() default {};
}
