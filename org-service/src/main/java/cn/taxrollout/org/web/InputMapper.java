package cn.taxrollout.org.web;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Writes what is wrong with a request's address, headers, body or fields as problem. */
class InputMapper {
    private static final String INVALID = "invalid-request";

    @ServerExceptionMapper
    public Response unread(ReadableParameters.Unread parameter, HttpHeaders headers) {
        return RefusalMapper.problem(parameter.refusal(), headers);
    }

    /** What the framework refuses before a resource method is reached, from an unknown address to an unknown media type. */
    @ServerExceptionMapper
    public Response refusedByFramework(WebApplicationException e, HttpHeaders headers) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return unreadable(json, headers);
        }
        int status = e.getResponse().getStatus();
        String code =
                switch (status) {
                    case 404 -> "nothing-there";
                    case 405 -> "method-not-allowed";
                    case 406 -> "not-acceptable";
                    case 413 -> "too-large";
                    case 415 -> "unsupported-media-type";
                    default -> status < 500 ? "request-unreadable" : "internal-error";
                };
        var problem = Problem.response(headers, status, code);
        return (status == 405 ? problem.allow(AllowedMethods.ofCurrentRequest()) : problem).build();
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
        return Problem.response(Problem.of(Texts.of(headers), 400, INVALID, List.of(), violations))
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
        return parameter.isAnnotationPresent(RestForm.class) ? Optional.of(parameter.getName()) : Optional.empty();
    }
}
