package io.kafkasdk.tuning;

import io.kafkasdk.producer.TunableProducer;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClientTuning.TunedValue;
import io.kafkasdk.settings.TuningAdvice;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Advice that is being put together: one entry a setting, and only where it would change something. */
final class AdviceList {

    private static final String NAME = "advised";
    private static final Pattern TOPIC_CODEC = Pattern.compile("topic '([^']+)' has compression\\.type=([a-z0-9]+)");

    private final PresentSettings present;
    private final List<TuningAdvice> advice = new ArrayList<>();
    private final List<TunedValue> changes = new ArrayList<>();

    AdviceList(PresentSettings present) {
        this.present = present;
    }

    /** Adds a client's setting; nothing where it has this value already. */
    void add(String key, String suggested, String why, String risk) {
        String now = present.value(key);
        if (now.equals(suggested)) {
            return;
        }
        if (!TunableProducer.tunableKeys().contains(key)) {
            throw new IllegalArgumentException("'" + key + "' is no key that a hand-over may change");
        }
        String whose = present.isChosenByApplication(key) ? "; the application chose " + now + " itself" : "";
        advice.add(new TuningAdvice(key, now, suggested, why, risk + whose));
        changes.add(new TunedValue(key, suggested, why));
    }

    /** Adds a topic whose brokers compress again; no client's settings help there. */
    void addTopic(String line) {
        Matcher matcher = TOPIC_CODEC.matcher(line);
        boolean told = matcher.find();
        advice.add(new TuningAdvice(
                PresentSettings.COMPRESSION + " of topic " + (told ? matcher.group(1) : "(see why)"),
                told ? matcher.group(2) : "not 'producer'",
                "producer",
                line,
                "what is stored changes from then on to what each producer sends: one that does not compress takes more"
                        + " disk, and readers need the codec of every producer"));
    }

    Judgement toJudgement(TuningSavings savings) {
        return new Judgement(advice, new ClientTuning(NAME, changes), savings);
    }
}
