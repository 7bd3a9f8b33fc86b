/**
 * What operators see and do: health that tells intent from fault, the actuator endpoint {@code kafkasdk}, and the rule that
 * no actuator endpoint shows a secret. Only in applications with Spring Boot's actuator.
 *
 * <p>Stands above {@code io.kafkasdk.spring.boot} and is used by none. Start with
 * {@link io.kafkasdk.spring.boot.actuate.KafkaSdkView}.
 */
@NullMarked
package io.kafkasdk.spring.boot.actuate;

import org.jspecify.annotations.NullMarked;
