package io.kafkasdk.spring.boot.actuate;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.invoke.convert.ConversionServiceParameterValueMapper;
import org.springframework.boot.actuate.endpoint.web.EndpointMediaTypes;
import org.springframework.boot.actuate.endpoint.web.WebEndpointHttpMethod;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.WebOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpointDiscoverer;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The actuator endpoints as the web has them, without a server: the operations that Boot discovers, and their JSON. */
final class WebOperations {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final WebEndpointDiscoverer discoverer;

    WebOperations(ApplicationContext context) {
        this.discoverer = new WebEndpointDiscoverer(
                context,
                new ConversionServiceParameterValueMapper(),
                EndpointMediaTypes.DEFAULT,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** Returns the operations as "GET path". */
    List<String> paths() {
        return all().map(WebOperations::name).toList();
    }

    Stream<WebOperation> reads() {
        return all().filter(operation -> operation.getRequestPredicate().getHttpMethod() == WebEndpointHttpMethod.GET);
    }

    private Stream<WebOperation> all() {
        return discoverer.getEndpoints().stream().flatMap(endpoint -> endpoint.getOperations().stream());
    }

    private static String name(WebOperation operation) {
        return operation.getRequestPredicate().getHttpMethod() + " "
                + operation.getRequestPredicate().getPath();
    }

    /** Calls an operation by the name that {@link #paths()} gives it. */
    Answer call(String name, Map<String, Object> arguments) {
        WebOperation operation =
                all().filter(one -> name(one).equals(name)).findFirst().orElseThrow();
        return call(operation, arguments);
    }

    static Answer call(WebOperation operation, Map<String, Object> arguments) {
        Object answer = operation.invoke(new InvocationContext(SecurityContext.NONE, arguments));
        if (answer instanceof WebEndpointResponse<?> response) {
            return new Answer(response.getStatus(), json(response.getBody()));
        }
        return new Answer(200, json(answer));
    }

    private static String json(Object body) {
        return JSON.writeValueAsString(body);
    }

    /** A status and a body. */
    record Answer(int status, String body) {

        JsonNode tree() {
            return JSON.readTree(body);
        }
    }
}
