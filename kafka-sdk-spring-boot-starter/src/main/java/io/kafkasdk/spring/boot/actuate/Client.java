package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.settings.ConfigExplanation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A Kafka client that can be explained.
 *
 * @param clientId its client.id
 * @param explain explains it
 */
record Client(String clientId, Supplier<ConfigExplanation> explain) {

    static List<Client> of(KafkaSdk sdk) {
        List<Client> all = new ArrayList<>();
        sdk.producers().forEach(one -> all.add(new Client(one.clientId(), one::explain)));
        sdk.transactionalProducers().forEach(one -> all.add(new Client(one.clientId(), one::explain)));
        sdk.consumers().forEach(one -> all.add(new Client(one.clientId(), one::explain)));
        sdk.sharedConsumers().forEach(one -> all.add(new Client(one.clientId(), one::explain)));
        return all;
    }

    static List<String> ids(List<Client> clients) {
        return clients.stream().map(Client::clientId).distinct().sorted().toList();
    }
}
