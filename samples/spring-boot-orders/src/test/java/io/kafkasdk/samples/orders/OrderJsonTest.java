package io.kafkasdk.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class OrderJsonTest {

    private static final Order ORDER = new Order("1", "ada", new BigDecimal("9.99"));

    @Test
    void readsWhatItWrote() {
        byte[] bytes = OrderJson.serializer().serialize("orders", ORDER);
        assertThat(OrderJson.deserializer().deserialize("orders", bytes)).isEqualTo(ORDER);
    }

    @Test
    void ignoresATypeThatTheRecordNames() {
        assertThat(read("{\"@class\":\"java.net.URL\",\"id\":\"1\",\"customer\":\"ada\",\"amount\":9.99}"))
                .isEqualTo(ORDER);
    }

    @Test
    void saysWhichTopicHasAnUnreadableOrder() {
        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> read("not json"))
                .withMessage("Cannot read an order from topic orders");
    }

    private static Order read(String json) {
        return OrderJson.deserializer().deserialize("orders", json.getBytes(StandardCharsets.UTF_8));
    }
}
