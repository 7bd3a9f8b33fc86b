package io.kafkasdk.tuning;

/**
 * How a producer did over some seconds.
 *
 * @param recordsPerSecond records that ended
 * @param uncompressedBytesPerSecond their serialized keys and values
 * @param wireBytesPerSecond bytes that left the client, requests and all
 * @param requestsPerSecond produce requests
 * @param batchBytes the mean size of a batch on the wire, in bytes
 * @param recordsPerBatch records in a batch
 * @param queueMillis the mean time that a batch waits in the client
 * @param requestMillis the mean time until a request is answered
 * @param saturated whether senders had to wait for room: the client, not the application, set the pace
 */
public record TuningObservation(
        double recordsPerSecond,
        double uncompressedBytesPerSecond,
        double wireBytesPerSecond,
        double requestsPerSecond,
        double batchBytes,
        double recordsPerBatch,
        double queueMillis,
        double requestMillis,
        boolean saturated) {}
