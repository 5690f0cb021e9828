package cn.taxrollout.notification.web;

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
    private static final Pattern PARAMETER = Pattern.compile("\\{\\w+}");

    private static final List<Endpoint> ENDPOINTS =
            Arc.container().beanManager().getBeans(Object.class, Any.Literal.INSTANCE).stream()
                    .map(bean -> ((InjectableBean<?>) bean).getBeanClass())
                    .filter(type -> type.isAnnotationPresent(Path.class))
                    .flatMap(AllowedMethods::endpoints)
                    .toList();

    private AllowedMethods() {}

    /** @param literal how much of the path is given: of paths that fit, the one with most of it is meant (JAX-RS, 3.7.2) */
    private record Endpoint(Pattern path, int literal, String method) {}

    static Set<String> at(String path) {
        List<Endpoint> fitting = ENDPOINTS.stream()
                .filter(endpoint -> endpoint.path().matcher(path).matches())
                .toList();
        int most = fitting.stream().mapToInt(Endpoint::literal).max().orElse(0);
        return fitting.stream()
                .filter(endpoint -> endpoint.literal() == most)
                .map(Endpoint::method)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Endpoint> endpoints(Class<?> resource) {
        String base = resource.getAnnotation(Path.class).value();
        return Stream.of(resource.getMethods()).flatMap(method -> Stream.of(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(verb -> verb.isAnnotationPresent(HttpMethod.class))
                .map(verb -> endpoint(
                        path(base, method), verb.getAnnotation(HttpMethod.class).value())));
    }

    private static Endpoint endpoint(String path, String method) {
        return new Endpoint(
                Pattern.compile(PARAMETER.matcher(path).replaceAll("[^/]+")),
                PARAMETER.matcher(path).replaceAll("").length(),
                method);
    }

    private static String path(String base, Method method) {
        Path own = method.getAnnotation(Path.class);
        return Stream.of(base, own == null ? "" : own.value())
                .flatMap(path -> Arrays.stream(path.split("/")))
                .filter(step -> !step.isEmpty())
                .map(step -> "/" + step)
                .collect(Collectors.joining());
    }
}
