package io.kafkasdk.internal;

import java.util.Objects;
import org.apache.kafka.common.serialization.ListSerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Decides whether two serializers do the same. */
public final class SerializerIdentity {

    private static final Package KAFKAS = StringSerializer.class.getPackage();

    private SerializerIdentity() {}

    /** Kafka's own serializers have no equals, but two of one class do the same; all but the one for lists. */
    public static boolean isSame(Serializer<?> one, Serializer<?> other) {
        boolean kafkas = Objects.equals(one.getClass().getPackage(), KAFKAS);
        boolean stateless = kafkas && !(one instanceof ListSerializer<?>);
        return one.equals(other) || (stateless && one.getClass() == other.getClass());
    }
}
