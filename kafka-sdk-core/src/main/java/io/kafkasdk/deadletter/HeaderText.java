package io.kafkasdk.deadletter;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Text as the value of a header: bounded on its way out, doubted on its way in. */
final class HeaderText {

    /** No value that the SDK writes is longer; a longer one is not the SDK's. */
    static final int LONGEST_BYTES = 1_024;

    private static final String CUT = "...";

    private HeaderText() {}

    /** Returns the text with control characters escaped, cut to so many bytes of UTF-8 between two characters. */
    static String bounded(String text, int mostBytes) {
        StringBuilder made = new StringBuilder();
        int bytes = 0;
        int end = 0;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            String shown = shown(character);
            bytes += shown.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > mostBytes) {
                made.setLength(end);
                return made.append(CUT).toString();
            }
            made.append(shown);
            if (bytes <= mostBytes - CUT.length()) {
                end = made.length();
            }
            i += Character.charCount(character);
        }
        return made.toString();
    }

    private static String shown(int character) {
        return switch (character) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> isPrintable(character) ? Character.toString(character) : String.format("\\u%04x", character);
        };
    }

    /** Format characters are none: they turn the direction of a line of a log round. */
    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Returns the last header of that name as text; null where there is none, or it is no text that the SDK writes. */
    static @Nullable String of(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        byte[] value = header == null ? null : header.value();
        if (value == null || value.length > LONGEST_BYTES) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }

    /** Returns the last header of that name as a number from the least; null where there is none, or it is no such number. */
    static @Nullable Long number(Headers headers, String name, long least) {
        String text = of(headers, name);
        if (text == null) {
            return null;
        }
        try {
            long number = Long.parseLong(text);
            return number < least ? null : number;
        } catch (NumberFormatException notNumber) {
            return null;
        }
    }

    /** Returns the last header of that name as a small number from 0; 0 where there is none, or it is no such number. */
    static int count(Headers headers, String name) {
        Long number = number(headers, name, 0);
        return number == null || number > Integer.MAX_VALUE - 1 ? 0 : number.intValue();
    }
}
