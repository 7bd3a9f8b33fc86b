package io.kafkasdk.settings;

/**
 * One setting that would serve its goal better with another value.
 *
 * @param setting the Kafka key, or the setting of a topic
 * @param present the value that counts now
 * @param suggested the better value
 * @param why what was measured, with figures and units
 * @param risk what it costs, or what might go wrong; never empty
 */
public record TuningAdvice(String setting, String present, String suggested, String why, String risk) {}
