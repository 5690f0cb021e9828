package cn.taxrollout.task.web;

import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableBean;
import jakarta.enterprise.inject.Any;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which methods an address takes, which RFC 9110 (15.5.6) wants to be said when another one is refused. */
final class AllowedMethods {
    private static final List<Endpoint> ENDPOINTS =
            Arc.container().beanManager().getBeans(Object.class, Any.Literal.INSTANCE).stream()
                    .map(bean -> ((InjectableBean<?>) bean).getBeanClass())
                    .filter(type -> type.isAnnotationPresent(Path.class))
                    .flatMap(AllowedMethods::endpoints)
                    .toList();

    private AllowedMethods() {}

    private record Endpoint(Pattern path, String method) {}

    static Set<String> at(String path) {
        return ENDPOINTS.stream()
                .filter(endpoint -> endpoint.path().matcher(path).matches())
                .map(Endpoint::method)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Endpoint> endpoints(Class<?> resource) {
        String base = resource.getAnnotation(Path.class).value();
        return Stream.of(resource.getMethods()).flatMap(method -> Stream.of(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(verb -> verb.isAnnotationPresent(HttpMethod.class))
                .map(verb -> new Endpoint(
                        pattern(base, method),
                        verb.getAnnotation(HttpMethod.class).value())));
    }

    private static Pattern pattern(String base, Method method) {
        Path own = method.getAnnotation(Path.class);
        return Pattern.compile(Stream.of(base, own == null ? "" : own.value())
                .flatMap(path -> Arrays.stream(path.split("/")))
                .filter(step -> !step.isEmpty())
                .map(step -> "/" + step.replaceAll("\\{\\w+}", "[^/]+"))
                .collect(Collectors.joining()));
    }
}
