package io.kafkasdk.spring.boot;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Ends the start of an application whose clusters cannot be used, once all beans are made and before anything starts: no
 * consumer has joined and no request been taken by then. Blocks up to 8 s for each cluster.
 */
final class ConnectionCheck implements SmartInitializingSingleton {

    private final KafkaSdks sdks;

    ConnectionCheck(KafkaSdks sdks) {
        this.sdks = sdks;
    }

    @Override
    public void afterSingletonsInstantiated() {
        List<KafkaSdkException> failures = new ArrayList<>();
        sdks.all().forEach((alias, sdk) -> check(alias, sdk, failures));
        if (failures.size() == 1) {
            throw failures.get(0);
        }
        if (!failures.isEmpty()) {
            throw together(failures);
        }
    }

    private static void check(String alias, KafkaSdk sdk, List<KafkaSdkException> failures) {
        try {
            sdk.verifyConnection();
        } catch (KafkaSdkException failure) {
            Diagnosis found = failure.diagnosis();
            ClusterWords words = new ClusterWords(alias);
            failures.add(new KafkaSdkException(
                    new Diagnosis(
                            found.kind(),
                            "Cluster '" + alias + "' cannot be used: " + words.of(found.what()),
                            words.of(found.cause()),
                            words.of(found.cure()) + withoutIt(found)),
                    failure));
        }
    }

    /** A cluster that is down comes back by itself; what else is wrong does not. */
    private static String withoutIt(Diagnosis found) {
        return found.kind() == ErrorKind.UNREACHABLE
                ? "; or start without it and connect when it is there: kafka-sdk.fail-fast=false"
                : "";
    }

    private static KafkaSdkException together(List<KafkaSdkException> failures) {
        KafkaSdkException all = new KafkaSdkException(
                new Diagnosis(
                        failures.get(0).kind(),
                        joined(failures, Diagnosis::what),
                        joined(failures, Diagnosis::cause),
                        joined(failures, Diagnosis::cure)),
                failures.get(0));
        failures.stream().skip(1).forEach(all::addSuppressed);
        return all;
    }

    private static String joined(List<KafkaSdkException> failures, Function<Diagnosis, String> part) {
        return failures.stream()
                .map(KafkaSdkException::diagnosis)
                .map(part)
                .distinct()
                .collect(Collectors.joining("\n"));
    }
}
