package cn.taxrollout.org.web;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;

/** Which methods there are at an address. The framework knows but doesn't say it in its 405 (RFC 9110, 15.5.6). */
final class AllowedMethods {
    private AllowedMethods() {}

    static Set<String> ofCurrentRequest() {
        var request = CurrentRequestManager.get();
        var resource =
                new RequestMapper<>(request.getDeployment().getClassMappers()).map(request.getPathWithoutPrefix());
        Set<String> allowed = new TreeSet<>();
        Arrays.stream(resource.value.handlers)
                .filter(ClassRoutingHandler.class::isInstance)
                .map(ClassRoutingHandler.class::cast)
                .flatMap(routes -> routes.getMappers().entrySet().stream())
                .filter(route -> route.getKey() != null && route.getValue().map(resource.remaining) != null)
                .forEach(route -> allowed.add(route.getKey()));
        return allowed;
    }
}
