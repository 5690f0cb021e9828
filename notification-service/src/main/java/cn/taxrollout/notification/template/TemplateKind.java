package cn.taxrollout.notification.template;

import cn.taxrollout.notification.event.TaskEventType;
import cn.taxrollout.notification.template.Shape.Address;
import cn.taxrollout.notification.template.Shape.Value;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a text is about: an event by its label, or one of a few things besides. In the inbox it names what happened; the
 * channels' texts name the message that came of it (ADR 10).
 */
final class TemplateKind {
    /** A message by a channel, whatever it is about: what holds for every kind that has no text of its own there. */
    static final String MESSAGE = "Message";
    /** What a channel says instead of a message whose plan is marked 不予公开. */
    static final String MESSAGE_WAITS = "MessageWaits";

    static final String DIGEST = "Digest";
    static final String CHASE = "NotAcknowledged";
    /** What another system had told; its text in the inbox is that system's. */
    static final String ANNOUNCEMENT = "Announcement";

    private static final Set<Medium> CHANNELS = EnumSet.complementOf(EnumSet.of(Medium.INBOX));
    private static final Set<TaskEventType> NEVER_TOLD =
            EnumSet.of(TaskEventType.TASK_RECEIVED, TaskEventType.TASK_PROGRESSED);
    private static final Map<String, TemplateKind> KINDS = new LinkedHashMap<>();

    static {
        Map<String, Shape> message = Map.of("message", Shape.of(Message.class));
        Arrays.stream(TaskEventType.values())
                .filter(type -> !NEVER_TOLD.contains(type))
                .forEach(type -> add(
                        type.label(),
                        Map.of("event", Shape.of(type.shape().asSubclass(Record.class)), "units", new Value()),
                        message));
        add(CHASE, Map.of("chase", Shape.of(Chase.class)), message);
        add(ANNOUNCEMENT, null, message);
        add(MESSAGE, null, message);
        add(DIGEST, null, Map.of("digest", Shape.of(Digest.class)));
        add(MESSAGE_WAITS, null, Map.of("link", new Address()));
    }

    private final String label;
    private final Map<String, Shape> ofInbox;
    private final Map<String, Shape> ofChannels;

    private TemplateKind(String label, Map<String, Shape> ofInbox, Map<String, Shape> ofChannels) {
        this.label = label;
        this.ofInbox = ofInbox;
        this.ofChannels = ofChannels;
    }

    private static void add(String label, Map<String, Shape> ofInbox, Map<String, Shape> ofChannels) {
        KINDS.put(label, new TemplateKind(label, ofInbox, ofChannels));
    }

    static Optional<TemplateKind> of(String label) {
        return Optional.ofNullable(KINDS.get(label));
    }

    static Iterable<TemplateKind> all() {
        return KINDS.values();
    }

    String label() {
        return label;
    }

    /** Where it is told. */
    Set<Medium> media() {
        return ofInbox == null ? CHANNELS : EnumSet.allOf(Medium.class);
    }

    /** What its text can name there, by the first names. */
    Map<String, Shape> variables(Medium medium) {
        return medium == Medium.INBOX ? ofInbox : ofChannels;
    }

    /** Whether the text of {@link #MESSAGE} holds for it in the channels, as long as it has none of its own. */
    boolean isMessage() {
        return !label.equals(MESSAGE) && ofChannels.containsKey("message");
    }

    /** The type of the event, empty for what is none. */
    Optional<TaskEventType> event() {
        return Arrays.stream(TaskEventType.values())
                .filter(type -> type.label().equals(label))
                .findFirst();
    }
}
