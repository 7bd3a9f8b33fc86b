/**
 * Consumers of a Spring Boot application: methods annotated with
 * {@link io.kafkasdk.spring.boot.handler.HandlesRecords}, and the start and stop of all consumers with the application.
 *
 * <p>Stands above {@code io.kafkasdk.spring.boot} and the core; the packages of the starter below it do not use it.
 */
@NullMarked
package io.kafkasdk.spring.boot.handler;

import org.jspecify.annotations.NullMarked;
