package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.ConsumerState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A consumer that can be paused and resumed.
 *
 * @param group its group
 * @param clientId its client.id
 * @param state says where it is
 * @param pause pauses it
 * @param resume resumes it
 */
record Steerable(String group, String clientId, Supplier<ConsumerState> state, Runnable pause, Runnable resume) {

    static List<Steerable> of(KafkaSdk sdk) {
        List<Steerable> all = new ArrayList<>();
        sdk.consumers()
                .forEach(one ->
                        all.add(new Steerable(one.group(), one.clientId(), one::state, one::pause, one::resume)));
        sdk.sharedConsumers()
                .forEach(one ->
                        all.add(new Steerable(one.group(), one.clientId(), one::state, one::pause, one::resume)));
        return all;
    }

    void act(ActionView.Action action) {
        switch (action) {
            case PAUSE -> pause.run();
            case RESUME -> resume.run();
        }
    }

    ActionView.Member view() {
        return new ActionView.Member(group, clientId, state.get());
    }
}
