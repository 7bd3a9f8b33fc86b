/** An order service: orders in by REST, through Kafka, totals out. A template to copy. */
@NullMarked
package io.kafkasdk.samples.orders;

import org.jspecify.annotations.NullMarked;
