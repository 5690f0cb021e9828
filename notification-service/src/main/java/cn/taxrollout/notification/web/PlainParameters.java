package cn.taxrollout.notification.web;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Holds the texts of the query to what {@link StrictJson} holds those of a body to: one that gets through ends up in an event that no reader takes.
 * No address has a control character in it, line breaks included, which would begin lines of the log.
 */
class PlainParameters {
    @ServerRequestFilter
    public void check(ContainerRequestContext request) {
        if (request.getUriInfo().getPathParameters().values().stream()
                .flatMap(List::stream)
                .anyMatch(text -> text.codePoints().anyMatch(Character::isISOControl))) {
            throw new NotFoundException();
        }
        List<Refusal.Violation> found = request.getUriInfo().getQueryParameters().entrySet().stream()
                .filter(parameter -> !parameter.getValue().stream().allMatch(StrictJson::isPlain))
                .map(parameter -> new Refusal.Violation(parameter.getKey(), "must-be-plain-text"))
                .toList();
        if (!found.isEmpty()) {
            throw Refusal.badRequest("invalid-request", found);
        }
    }
}
