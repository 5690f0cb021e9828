package cn.taxrollout.notification.event;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** Reads events of task-service: what isn't needed is ignored, what is needed must be there. */
@ApplicationScoped
public class TaskEventReader {
    private final ObjectReader json;

    TaskEventReader(ObjectMapper json) {
        this.json = json.reader()
                .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .with(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /**
     * @param wireName the event's type with version
     * @param data its data as JSON
     * @throws IOException if the data isn't JSON, or a needed field is missing or of another form
     * @throws IllegalArgumentException if the type isn't known in that version
     */
    public TaskEvent read(String wireName, byte[] data) throws IOException {
        TaskEventType type = TaskEventType.ofAnyVersion(wireName)
                .filter(known -> known.wireName().equals(wireName))
                .orElseThrow(() -> new IllegalArgumentException("version not known: " + wireName));
        return json.readValue(data, type.shape());
    }
}
