package io.kafkasdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.events.EventCapture;
import io.kafkasdk.events.EventLog;
import io.kafkasdk.events.EventNames;
import io.kafkasdk.producer.SendListener;
import io.kafkasdk.resilience.BreakerState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenersTest {

    private final List<String> told = new ArrayList<>();
    private final ConsumerListener curious = new ConsumerListener() {
        @Override
        public void handled(String group, String topic, int sizeBytes, long timestampMillis, long tookNanos) {
            told.add("handled");
        }

        @Override
        public void polled(String group, long gapNanos) {
            told.add("polled");
        }

        @Override
        public void stateChanged(String group, ConsumerState state) {
            told.add("state");
        }
    };
    private final ConsumerListener broken = new ConsumerListener() {
        @Override
        public void handled(String group, String topic, int sizeBytes, long timestampMillis, long tookNanos) {
            throw new AssertionError("planted");
        }

        @Override
        public void polled(String group, long gapNanos) {
            throw new AssertionError("planted");
        }

        @Override
        public void stateChanged(String group, ConsumerState state) {
            throw new AssertionError("planted");
        }
    };

    @Test
    void aConsumerListenerThatThrowsDoesNotKeepTheNewsFromTheOthers() {
        tellAll(new Listeners(List.of(), List.of(broken, curious), List.of()).ofConsumers());
        assertThat(told).containsExactly("handled", "polled", "state");
    }

    @Test
    void whoWantsNoSingleRecordsIsNotToldOfThem() {
        tellAll(new ConsumerFanOut(List.of(curious, broken), List.of()));
        assertThat(told).containsExactly("state");
    }

    @Test
    void theEventLogIsToldOfTransitionsBesideTheOthers() {
        SendListener sends = new SendListener() {
            @Override
            public void accepted(String clientId, String topic) {
                told.add("accepted");
            }

            @Override
            public void breakerChanged(String clientId, BreakerState state) {
                told.add("breaker");
            }
        };
        try (EventCapture log = new EventCapture();
                EventLog events = new EventLog("eu-1", System::nanoTime)) {
            Listeners listeners = new Listeners(List.of(sends), List.of(curious), List.of()).and(events);
            tellAll(listeners.ofConsumers());
            listeners.ofSends().accepted("shop.orders", "orders");
            listeners.ofSends().breakerChanged("shop.orders", BreakerState.OPEN);
            assertThat(told).containsExactly("handled", "polled", "state", "accepted", "breaker");
            assertThat(log.events())
                    .extracting(event -> event.get(EventNames.ACTION))
                    .containsExactly(EventNames.CONSUMER_STATE, EventNames.BREAKER_CHANGE);
            assertThat(listeners.verdicts()).containsExactly(events.verdicts());
        }
    }

    private static void tellAll(ConsumerListener listener) {
        listener.handled("payments", "orders", 1, 1, 1);
        listener.polled("payments", 1);
        listener.stateChanged("payments", ConsumerState.RUNNING);
    }
}
