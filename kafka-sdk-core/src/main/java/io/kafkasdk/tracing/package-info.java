/**
 * Sends and handler calls as Micrometer observations, which a tracer makes spans of; the trace goes from one to the other in
 * the headers of records.
 *
 * <p>Rank 16 of the package order. Start with {@link io.kafkasdk.tracing.SentRecordContext} and
 * {@link io.kafkasdk.tracing.HandledRecordsContext}.
 */
@NullMarked
package io.kafkasdk.tracing;

import org.jspecify.annotations.NullMarked;
