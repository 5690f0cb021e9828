package cn.taxrollout.notification.web;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Writes what is wrong with a request's address, headers, body or fields as problem. */
class InputMapper {
    private static final String INVALID = "invalid-request";

    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int TOO_LARGE = 413;

    private final MemorySize largest;

    InputMapper(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largest) {
        this.largest = largest;
    }

    @ServerExceptionMapper
    public Response unread(ReadableParameters.Unread parameter, HttpHeaders headers, ResourceInfo called, UriInfo uri) {
        if (parameter.ofPath()) {
            return Problem.response(headers, 404, "nothing-there").build();
        }
        String field = Arrays.stream(called.getResourceMethod().getParameters())
                .filter(parameter::isOf)
                .flatMap(candidate -> name(candidate).stream())
                .min(Comparator.comparing(name ->
                        !uri.getQueryParameters().getOrDefault(name, List.of()).contains(parameter.text())))
                .orElseThrow();
        return RefusalMapper.problem(
                Refusal.badRequest(INVALID, List.of(Unreadable.violation(field, parameter.type()))), headers);
    }

    /** What the framework refuses before a resource method is reached, from an unknown address to an unknown media type. */
    @ServerExceptionMapper
    public Response refusedByFramework(WebApplicationException e, HttpHeaders headers, Request request, UriInfo uri) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return unreadable(json, headers);
        }
        int status = e.getResponse().getStatus();
        Set<String> allowed = AllowedMethods.at(uri.getPath());
        // where another class has a part of the address, the framework says 404
        if (status == METHOD_NOT_ALLOWED
                || status == NOT_FOUND && !allowed.isEmpty() && !allowed.contains(request.getMethod())) {
            return Problem.response(headers, METHOD_NOT_ALLOWED, "method-not-allowed", allowed)
                    .allow(allowed)
                    .build();
        }
        if (status == TOO_LARGE) {
            return Problem.response(headers, status, "too-large", BodySize.mebibytes(largest))
                    .build();
        }
        String code =
                switch (status) {
                    case NOT_FOUND -> "nothing-there";
                    case 406 -> "not-acceptable";
                    case 415 -> "unsupported-media-type";
                    default -> status < 500 ? "request-unreadable" : "internal-error";
                };
        return Problem.response(headers, status, code).build();
    }

    @ServerExceptionMapper
    public Response mismatched(MismatchedInputException e, HttpHeaders headers) {
        return unreadable(e, headers);
    }

    private static Response unreadable(JsonProcessingException e, HttpHeaders headers) {
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return RefusalMapper.problem(Refusal.badRequest(INVALID, List.of(violation(mapping))), headers);
        }
        JsonLocation place = e.getLocation();
        return Problem.response(
                        headers,
                        400,
                        "json-unreadable",
                        String.valueOf(place == null ? 1 : place.getLineNr()),
                        String.valueOf(place == null ? 1 : place.getColumnNr()))
                .build();
    }

    private static Refusal.Violation violation(JsonMappingException e) {
        String field = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
        if (e instanceof UnrecognizedPropertyException unknown) {
            return new Refusal.Violation(
                    field,
                    "unknown-field",
                    unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        if (e instanceof InvalidFormatException invalid
                && invalid.getTargetType() == String.class
                && invalid.getValue() instanceof String) {
            return new Refusal.Violation(field, "must-be-plain-text");
        }
        return e instanceof MismatchedInputException mismatched && mismatched.getTargetType() != null
                ? Unreadable.violation(field, mismatched.getTargetType())
                : new Refusal.Violation(field, "must-be-other");
    }

    /** Refused constraints come with messages in the caller's language. */
    @ServerExceptionMapper
    public Response invalid(ConstraintViolationException e, HttpHeaders headers, ResourceInfo called) {
        List<Problem.ViolationView> violations = new ArrayList<>();
        for (ConstraintViolation<?> violation : e.getConstraintViolations()) {
            Optional<String> field = field(violation.getPropertyPath(), called.getResourceMethod());
            if (field.isEmpty()) {
                return Problem.response(headers, 400, "body-missing").build();
            }
            violations.add(new Problem.ViolationView(field.get(), violation.getMessage()));
        }
        violations.sort(Comparator.comparing(Problem.ViolationView::field));
        return Problem.of(Texts.of(headers), 400, INVALID, List.of(), violations)
                .response()
                .build();
    }

    /** @return the field as the caller knows it, empty for the body itself */
    private static Optional<String> field(Path path, Method called) {
        StringBuilder field = new StringBuilder();
        Optional<String> parameter = Optional.empty();
        for (Path.Node node : path) {
            if (node.getKind() == ElementKind.PARAMETER) {
                parameter = name(
                        called.getParameters()[node.as(Path.ParameterNode.class).getParameterIndex()]);
            }
            if (node.isInIterable() && node.getIndex() != null) {
                field.append('[').append(node.getIndex()).append(']');
            }
            if (node.getKind() == ElementKind.PROPERTY) {
                field.append(field.isEmpty() ? "" : ".").append(node.getName());
            }
        }
        return field.isEmpty() ? parameter : Optional.of(field.toString());
    }

    private static Optional<String> name(Parameter parameter) {
        var query = parameter.getAnnotation(QueryParam.class);
        if (query != null) {
            return Optional.of(query.value());
        }
        return Stream.of(RestQuery.class, RestPath.class).anyMatch(parameter::isAnnotationPresent)
                ? Optional.of(parameter.getName())
                : Optional.empty();
    }
}
