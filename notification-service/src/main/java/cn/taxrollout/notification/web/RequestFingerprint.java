package cn.taxrollout.notification.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import jakarta.inject.Singleton;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.core.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Parameter;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;

/**
 * What makes two calls the same request: method, path and what the resource method was given, as it was understood. So the
 * order of JSON fields and white space make no difference.
 */
@Singleton
class RequestFingerprint {
    private final ObjectMapper json;

    RequestFingerprint(ObjectMapper json) {
        this.json = json.copy()
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .registerModule(new SimpleModule(RequestFingerprint.class.getName())
                        .addSerializer(Set.class, new SetInOrder()));
    }

    /** @return a SHA-256 */
    byte[] of(String target, InvocationContext call) throws IOException {
        MessageDigest digest = sha256();
        try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            out.write(target.getBytes(UTF_8));
            Parameter[] parameters = call.getMethod().getParameters();
            for (int i = 0; i < parameters.length; i++) {
                if (isFromTheCaller(parameters[i])) {
                    out.write('\n');
                    out.write(json.writeValueAsBytes(call.getParameters()[i]));
                }
            }
        }
        return digest.digest();
    }

    /** Headers and the like come from the framework, with or without being asked for. */
    private static boolean isFromTheCaller(Parameter parameter) {
        return !parameter.isAnnotationPresent(Context.class)
                && !parameter.getType().getPackageName().equals(Context.class.getPackageName());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** A set has another order in every JVM. */
    @SuppressWarnings("rawtypes")
    private static final class SetInOrder extends JsonSerializer<Set> {
        @Override
        public void serialize(Set set, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeStartArray();
            for (Object element : set.stream().map(String::valueOf).sorted().toList()) {
                out.writeString((String) element);
            }
            out.writeEndArray();
        }
    }
}
