package io.kafkasdk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Secrets in all forms in which they could be said: as they are, escaped, encoded, and as numbers. */
record Canaries(List<String> forms) {

    static Canaries of(String user, String... secrets) {
        List<String> forms = new ArrayList<>();
        for (String secret : secrets) {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            // The answer of a client to SASL/PLAIN.
            byte[] answer = ("\0" + user + "\0" + secret).getBytes(StandardCharsets.UTF_8);
            String numbers = Arrays.toString(bytes);
            forms.add(secret);
            forms.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
            forms.add(Base64.getEncoder().encodeToString(bytes));
            forms.add(Base64.getEncoder().encodeToString(answer));
            forms.add(HexFormat.of().formatHex(bytes));
            forms.add(numbers.substring(1, numbers.length() - 1));
        }
        return new Canaries(List.copyOf(forms));
    }

    /** Returns the forms that a text contains. */
    List<String> in(String text) {
        return forms.stream().filter(text::contains).toList();
    }
}
