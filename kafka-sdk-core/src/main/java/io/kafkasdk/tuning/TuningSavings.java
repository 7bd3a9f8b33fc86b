package io.kafkasdk.tuning;

/**
 * What following the advice would save at the rate that was measured; negative where it costs more.
 *
 * @param wireBytesPerDay bytes from the client to the leaders, a day; replicas and disks save as much again each
 * @param requestsPerSecond produce requests
 * @param clientCpuMillisPerSecond processor time of compressing in the application, in milliseconds a second
 * @param brokerCpu whether brokers compress again, in words; empty where they do not
 */
public record TuningSavings(
        double wireBytesPerDay, double requestsPerSecond, double clientCpuMillisPerSecond, String brokerCpu) {}
