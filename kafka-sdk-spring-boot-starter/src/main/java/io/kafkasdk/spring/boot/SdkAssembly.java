package io.kafkasdk.spring.boot;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.KafkaSdkBuilder;
import io.kafkasdk.settings.InvalidSettingsException;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

/**
 * Makes the SDK of each cluster from the properties and the customizers. All properties are mapped before the first one is
 * made, so that what is wrong with any cluster is told at once; none are where the application makes its SDKs itself.
 */
final class SdkAssembly {

    private final KafkaSdkProperties properties;
    private final PropertiesMapping mapping;
    private final Supplier<PropertiesMapping.Mapped> mapped;
    private final ObjectProvider<KafkaSdkCustomizer> customizers;

    SdkAssembly(
            KafkaSdkProperties properties, PropertiesMapping mapping, ObjectProvider<KafkaSdkCustomizer> customizers) {
        this.properties = properties;
        this.mapping = mapping;
        this.mapped = SingletonSupplier.of(mapping::map);
        this.customizers = customizers;
    }

    /** Makes the SDK of one cluster, which connects to nothing yet. Bean definitions name this method. */
    KafkaSdkFactory make(String cluster) {
        PropertiesMapping.Mapped all = mapped.get();
        ClusterMapping.Mapped one = all.cluster(cluster);
        KafkaSdkBuilder builder = KafkaSdk.builder()
                .application(all.application())
                .cluster(one.settings())
                .profile(one.profile())
                .tuning(one.tuning())
                .acksRules(one.acksRules());
        customizers.orderedStream().forEach(customizer -> customizer.customize(cluster, builder));
        try {
            return new KafkaSdkFactory(builder.build(), properties.shutdownTimeout());
        } catch (InvalidSettingsException refused) {
            throw mapping.inPropertyNames(refused);
        }
    }
}
