package cn.taxrollout.task.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * JSON merge patch (RFC 7396) as a record whose components are {@code Optional}: absent in the document is null and leaves
 * the value, JSON null is an empty Optional and clears it. What can't be cleared says so with a constraint on the value, which also refuses
 * null: {@code Optional<@NotBlank String> name}.
 *
 * <pre>
 * &#64;PATCH
 * &#64;Consumes({MergePatch.TYPE, MediaType.APPLICATION_JSON})
 * </pre>
 */
@Singleton
public class MergePatch implements ObjectMapperCustomizer {
    public static final String TYPE = "application/merge-patch+json";

    /** Comes before the same module as Quarkus registers it, which would read absent as empty. */
    @Override
    public void customize(ObjectMapper json) {
        json.registerModule(new Jdk8Module().configureReadAbsentAsNull(true));
    }
}
