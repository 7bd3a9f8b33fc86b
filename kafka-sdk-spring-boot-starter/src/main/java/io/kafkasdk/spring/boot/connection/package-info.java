/**
 * Where the cluster of a test or of a developer's machine is: service connections of Testcontainers and Docker Compose, and
 * those that were made for spring-kafka.
 *
 * <p>Lowest package of the starter: the root package reads {@link io.kafkasdk.spring.boot.connection.KafkaSdkConnectionDetails},
 * this one uses none of the starter. All but that interface is found by Spring Boot through {@code META-INF}.
 */
@NullMarked
package io.kafkasdk.spring.boot.connection;

import org.jspecify.annotations.NullMarked;
