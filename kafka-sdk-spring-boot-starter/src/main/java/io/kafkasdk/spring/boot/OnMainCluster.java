package io.kafkasdk.spring.boot;

import io.kafkasdk.spring.boot.connection.KafkaSdkConnectionDetails;
import java.util.Set;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether there is a main cluster: where its address is known, or where there is no other cluster, so that somebody who has
 * set nothing is told what to set.
 */
final class OnMainCluster extends SpringBootCondition implements ConfigurationCondition {

    OnMainCluster() {}

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Main Kafka cluster");
        ClusterMapping.Servers servers = ClusterNames.servers(context.getEnvironment());
        if (!servers.hosts().isEmpty()) {
            return ConditionOutcome.match(message.foundExactly(servers.property()));
        }
        ConfigurableListableBeanFactory beans = context.getBeanFactory();
        if (beans != null
                && BeanFactoryUtils.beanNamesForTypeIncludingAncestors(
                                        beans, KafkaSdkConnectionDetails.class, true, false)
                                .length
                        > 0) {
            return ConditionOutcome.match(message.foundExactly("a service connection"));
        }
        Set<String> others = ClusterNames.named(context.getEnvironment());
        return others.isEmpty()
                ? ConditionOutcome.match(message.because("there is no other cluster"))
                : ConditionOutcome.noMatch(
                        message.because("no address of it is known, and there are other clusters: " + others));
    }
}
