package io.kafkasdk.spring.boot;

import io.kafkasdk.KafkaSdk;
import java.time.Duration;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.FactoryBean;

/**
 * Owns the {@link KafkaSdk} bean. A factory and not a plain bean because only so it closes within the time that the
 * properties give, after every bean that uses the SDK and before the meter registry.
 */
final class KafkaSdkFactory implements FactoryBean<KafkaSdk>, DisposableBean {

    private final KafkaSdk sdk;
    private final Duration shutdownTimeout;

    KafkaSdkFactory(KafkaSdk sdk, Duration shutdownTimeout) {
        this.sdk = sdk;
        this.shutdownTimeout = shutdownTimeout;
    }

    @Override
    public KafkaSdk getObject() {
        return sdk;
    }

    @Override
    public Class<?> getObjectType() {
        return KafkaSdk.class;
    }

    @Override
    public void destroy() {
        sdk.close(shutdownTimeout);
    }
}
