package io.kafkasdk.spring.boot.handler;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;

/** Finds the methods annotated with {@link HandlesRecords}, by the classes of beans: makes no bean. */
final class HandlerScan {

    private static final Logger LOG = LoggerFactory.getLogger(HandlerScan.class);

    private final ConfigurableListableBeanFactory beans;
    private final Set<Class<?>> withoutHandlers = new HashSet<>();

    HandlerScan(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    /**
     * An annotated method.
     *
     * @param annotation what it says
     * @param beanName name of its bean
     * @param target class of its bean, behind all proxies
     * @param method the method, as the class has it
     */
    record Found(HandlesRecords annotation, String beanName, Class<?> target, Method method) {

        /** Returns how it is told to people. */
        String text() {
            return ShapeReader.textOf(method, target);
        }
    }

    /** Returns all of them, in the order of the beans, those of a bean by name. */
    List<Found> find() {
        List<Found> found = new ArrayList<>();
        for (Iterator<String> names = beans.getBeanNamesIterator(); names.hasNext(); ) {
            String name = names.next();
            Class<?> target = targetClass(name);
            if (target != null && !isOfOthers(target) && !withoutHandlers.contains(target)) {
                Map<Method, HandlesRecords> methods = methods(target);
                methods.entrySet().stream()
                        .map(each -> new Found(each.getValue(), name, target, each.getKey()))
                        // JVMs list methods in no certain order; what is refused must not differ from start to start.
                        .sorted(Comparator.comparing(
                                        (Found each) -> each.annotation().value())
                                .thenComparing(Found::text))
                        .forEach(found::add);
                if (methods.isEmpty()) {
                    withoutHandlers.add(target);
                }
            }
        }
        return found;
    }

    private @Nullable Class<?> targetClass(String name) {
        if (beans.containsBeanDefinition(ScopedProxyUtils.getTargetBeanName(name))) {
            // The proxy of a scoped bean; the bean itself is found by its own name.
            return null;
        }
        if (beans.containsBeanDefinition(name)) {
            Object original =
                    beans.getMergedBeanDefinition(name).getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE);
            if (original instanceof Class<?> target) {
                return target;
            }
        }
        // Not AutoProxyUtils.determineTargetClass: that makes factory beans to ask for their type.
        Class<?> type = beans.getType(name, false);
        return type == null ? null : ClassUtils.getUserClass(type);
    }

    private static boolean isOfOthers(Class<?> target) {
        return !AnnotationUtils.isCandidateClass(target, HandlesRecords.class)
                || (target.getName().startsWith("org.springframework.")
                        && !AnnotatedElementUtils.isAnnotated(target, Component.class));
    }

    private static Map<Method, HandlesRecords> methods(Class<?> target) {
        MethodIntrospector.MetadataLookup<@Nullable HandlesRecords> annotation =
                method -> AnnotatedElementUtils.findMergedAnnotation(method, HandlesRecords.class);
        try {
            return MethodIntrospector.selectMethods(target, annotation);
        } catch (IllegalStateException | LinkageError unreadable) {
            // A class with an optional dependency that is not there, which Spring tolerates too.
            LOG.debug("The methods of {} cannot be looked at", target.getName(), unreadable);
            return Map.of();
        }
    }
}
