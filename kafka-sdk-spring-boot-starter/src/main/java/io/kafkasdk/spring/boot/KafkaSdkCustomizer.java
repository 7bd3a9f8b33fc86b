package io.kafkasdk.spring.boot;

import io.kafkasdk.KafkaSdkBuilder;

/**
 * Adjusts what the properties cannot say, just before a {@code KafkaSdk} bean is built: that of each cluster. Make it a bean;
 * several are called in their {@code @Order}.
 *
 * <pre>{@code
 * @Bean
 * KafkaSdkCustomizer auditOfSends() {
 *     return builder -> builder.sendListener(audit);
 * }
 * }</pre>
 */
@FunctionalInterface
public interface KafkaSdkCustomizer {

    /**
     * Changes the builder, which already holds all properties, the meter registry and the listeners that are beans.
     *
     * @param builder the builder; it is built afterwards, do not build it here
     */
    void customize(KafkaSdkBuilder builder);

    /**
     * Changes the builder of one cluster; override it where clusters differ. By default it treats all the same.
     *
     * @param cluster the name under {@code kafka-sdk.clusters}; {@code default} for the main cluster
     * @param builder the builder; it is built afterwards, do not build it here
     */
    default void customize(String cluster, KafkaSdkBuilder builder) {
        customize(builder);
    }
}
