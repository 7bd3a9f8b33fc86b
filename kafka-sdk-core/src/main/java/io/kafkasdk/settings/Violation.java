package io.kafkasdk.settings;

/**
 * One setting that breaks one rule.
 *
 * @param setting the name of the setting as the user wrote it
 * @param value the value given, already masked where it is a secret
 * @param rule what the value must be, with unit and range
 * @param cure what to write instead
 */
public record Violation(String setting, String value, String rule, String cure) {

    @Override
    public String toString() {
        return setting + " = " + value + ": " + rule + " (" + cure + ")";
    }
}
