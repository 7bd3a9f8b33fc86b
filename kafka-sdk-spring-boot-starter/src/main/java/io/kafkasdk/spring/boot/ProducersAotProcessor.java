package io.kafkasdk.spring.boot;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.generate.GenerationContext;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.aot.BeanRegistrationCode;
import org.springframework.beans.factory.aot.BeanRegistrationCodeFragments;
import org.springframework.beans.factory.aot.BeanRegistrationCodeFragmentsDecorator;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.javapoet.CodeBlock;

/**
 * Writes down what Spring's own ahead-of-time processing loses of a producer's definition: that nobody but the SDK closes
 * it, and that the type of what is written as JSON is open. Spring writes that as Object, and then no injection point of a
 * {@code GuardedProducer<String, Order>} finds it.
 */
final class ProducersAotProcessor implements BeanRegistrationAotProcessor {

    ProducersAotProcessor() {}

    @Override
    public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
        boolean isOurs =
                ProducersRegistrar.FACTORY.equals(bean.getMergedBeanDefinition().getFactoryBeanName());
        return isOurs ? BeanRegistrationAotContribution.withCustomCodeFragments(Finishing::new) : null;
    }

    private static final class Finishing extends BeanRegistrationCodeFragmentsDecorator {

        Finishing(BeanRegistrationCodeFragments fragments) {
            super(fragments);
        }

        @Override
        public CodeBlock generateSetBeanDefinitionPropertiesCode(
                GenerationContext context,
                BeanRegistrationCode code,
                RootBeanDefinition definition,
                Predicate<String> attributes) {
            return CodeBlock.builder()
                    .add(super.generateSetBeanDefinitionPropertiesCode(context, code, definition, attributes))
                    .addStatement(
                            "$T.finish($L, $L, $L)",
                            ProducersRegistrar.class,
                            BEAN_DEFINITION_VARIABLE,
                            isOpen(definition, 0),
                            isOpen(definition, 1))
                    .build();
        }

        private static boolean isOpen(RootBeanDefinition definition, int parameter) {
            return definition.getResolvableType().getGeneric(parameter).resolve() == null;
        }
    }
}
