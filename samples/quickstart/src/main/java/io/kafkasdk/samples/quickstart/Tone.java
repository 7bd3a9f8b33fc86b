package io.kafkasdk.samples.quickstart;

/** What a piece of text is meant to feel like; a colour only where the terminal has colours. */
enum Tone {
    PLAIN(""),
    DIM("2"),
    STRONG("1"),
    GOOD("32"),
    WARNING("33"),
    BAD("31");

    private static final String ESCAPE = "\u001b[";

    private final String code;

    Tone(String code) {
        this.code = code;
    }

    /** Returns the text with the ANSI codes of this tone around it. */
    String paint(String text) {
        return code.isEmpty() ? text : ESCAPE + code + 'm' + text + ESCAPE + "0m";
    }
}
