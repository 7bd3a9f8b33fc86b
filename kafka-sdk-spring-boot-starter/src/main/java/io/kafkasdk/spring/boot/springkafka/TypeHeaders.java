package io.kafkasdk.spring.boot.springkafka;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Deserializers of spring-kafka that let a header of the record name the class that is made of it. The SDK itself never
 * does that: who can write to the topic would choose what runs here.
 */
final class TypeHeaders {

    static final String WARNING = "a header of each record chooses the class that is made of it, from any package"
            + " (spring.json.trusted.packages=*), so whoever can write to the topic chooses; cure: name your packages there,"
            + " or set spring.json.use.type.headers=false and spring.json.value.default.type";

    private static final List<String> DESERIALIZERS = List.of(
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            "spring.deserializer.key.delegate.class",
            "spring.deserializer.value.delegate.class");

    private static final List<String> MAPPING = List.of(
            "org.springframework.kafka.support.serializer.JsonDeserializer",
            "org.springframework.kafka.support.serializer.JacksonJsonDeserializer");

    private TypeHeaders() {}

    static boolean chooseAnyClass(Map<String, Object> config) {
        boolean maps = DESERIALIZERS.stream().anyMatch(key -> isMapping(config.get(key)));
        boolean uses = !"false".equals(String.valueOf(config.get("spring.json.use.type.headers")));
        boolean trusts = List.of(String.valueOf(config.get("spring.json.trusted.packages"))
                        .split(",", -1))
                .stream()
                .anyMatch(name -> name.trim().equals("*"));
        return maps && uses && trusts;
    }

    private static boolean isMapping(@Nullable Object deserializer) {
        String name = deserializer instanceof Class<?> type ? type.getName() : String.valueOf(deserializer);
        return MAPPING.contains(name);
    }
}
