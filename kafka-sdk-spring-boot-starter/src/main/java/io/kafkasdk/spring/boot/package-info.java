/**
 * The Kafka SDK in a Spring Boot application: properties under {@code kafka-sdk}, one {@code KafkaSdk} bean, and
 * {@code ManagedConsumer} beans that start and stop with the application.
 *
 * <p>Stands above all packages of the core and is used by none. Works without spring-kafka. Start with
 * {@link io.kafkasdk.spring.boot.KafkaSdkProperties}; adjust in code with
 * {@link io.kafkasdk.spring.boot.KafkaSdkCustomizer}.
 */
@NullMarked
package io.kafkasdk.spring.boot;

import org.jspecify.annotations.NullMarked;
