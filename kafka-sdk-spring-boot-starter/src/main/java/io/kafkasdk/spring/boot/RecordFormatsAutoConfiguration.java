package io.kafkasdk.spring.boot;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of {@link RecordFormats}, for producers and consumers that are declared by properties. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "kafka-sdk.enabled", matchIfMissing = true)
public final class RecordFormatsAutoConfiguration {

    RecordFormatsAutoConfiguration() {}

    @Bean
    RecordFormats kafkaSdkRecordFormats(ConfigurableListableBeanFactory beans) {
        return new RecordFormats(beans);
    }
}
