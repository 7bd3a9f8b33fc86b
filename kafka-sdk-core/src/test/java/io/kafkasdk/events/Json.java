package io.kafkasdk.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON value and nothing after it; strict enough to see that an encoder wrote what it should. */
final class Json {

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.expect(json.at == text.length(), "nothing after the value");
        return (Map<String, Object>) value;
    }

    private Object value() {
        char next = text.charAt(at);
        if (next == '{') {
            return members();
        }
        if (next == '[') {
            return elements();
        }
        if (next == '"') {
            return string();
        }
        int start = at;
        while (at < text.length() && ",]} ".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        return word.matches("true|false|null") ? word : Double.valueOf(word);
    }

    private Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        take('{');
        while (text.charAt(at) != '}') {
            String name = string();
            take(':');
            skipSpace();
            expect(members.put(name, value()) == null, "each name once, but for " + name);
            takeComma();
        }
        take('}');
        return members;
    }

    private List<Object> elements() {
        List<Object> elements = new ArrayList<>();
        take('[');
        while (text.charAt(at) != ']') {
            elements.add(value());
            takeComma();
        }
        take(']');
        return elements;
    }

    private void takeComma() {
        if (text.charAt(at) == ',') {
            at++;
        }
        skipSpace();
    }

    private void skipSpace() {
        while (text.charAt(at) == ' ') {
            at++;
        }
    }

    private String string() {
        take('"');
        StringBuilder read = new StringBuilder();
        while (text.charAt(at) != '"') {
            char next = text.charAt(at++);
            expect(next >= ' ', "no control character");
            read.append(next == '\\' ? escaped(text.charAt(at++)) : next);
        }
        take('"');
        return read.toString();
    }

    private char escaped(char next) {
        if (next == 'u') {
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        int control = "nrtbf".indexOf(next);
        return control < 0 ? next : "\n\r\t\b\f".charAt(control);
    }

    private void take(char wanted) {
        expect(text.charAt(at) == wanted, "'" + wanted + "'");
        at++;
    }

    private void expect(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("Expected " + what + " at " + at + " of " + text);
        }
    }
}
