/**
 * What the producers and consumers of spring-kafka get where an application has it: safe defaults, the guard and the meters.
 *
 * <p>Uses {@code io.kafkasdk.spring.boot}; nobody uses it.
 */
@NullMarked
package io.kafkasdk.spring.boot.springkafka;

import org.jspecify.annotations.NullMarked;
