package io.kafkasdk.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class TransactionSettingsTest {

    private final TransactionSettings<String, String> settings =
            TransactionSettings.named("orders", "0", new StringSerializer(), new StringSerializer());

    @Test
    void theIdIsMadeOfApplicationNameAndInstance() {
        assertThat(settings.transactionalId("shop")).isEqualTo("shop.orders.0");
    }

    @Test
    void anInstanceIsNotLeftEmpty() {
        assertThatThrownBy(
                        () -> TransactionSettings.named("orders", "", new StringSerializer(), new StringSerializer()))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("instance = ''");
    }

    @Test
    void aRecordMustNotOutliveItsTransaction() {
        assertThatThrownBy(() -> settings.deliveryTimeout(Duration.ofSeconds(60)))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("must be shorter than transactionTimeout (PT1M)");
        assertThat(settings.transactionTimeout(Duration.ofSeconds(10)).deliveryTimeout())
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void oneTryFitsIntoAllTries() {
        assertThatThrownBy(() -> settings.bounds(Duration.ofSeconds(5), Duration.ofSeconds(4)))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("finishTimeout");
    }

    @Test
    void whatTheTransactionStandsOnCannotBeOverridden() {
        for (String key :
                new String[] {"acks", "enable.idempotence", "transactional.id", "transaction.timeout.ms", "max.block.ms"
                }) {
            assertThatThrownBy(() -> settings.kafkaProperty(key, "1"))
                    .isInstanceOf(InvalidSettingsException.class)
                    .hasMessageContaining(key);
        }
    }

    @Test
    void aTransactionThatNeverTimesOutIsRefused() {
        assertThatThrownBy(() -> settings.kafkaProperty("transaction.two.phase.commit.enable", "true"))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("hold up its readers for ever");
    }
}
