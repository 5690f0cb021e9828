package cn.taxrollout.notification.template;

import cn.taxrollout.notification.directory.Directory;
import cn.taxrollout.notification.event.TaskEvent;
import cn.taxrollout.notification.event.TaskEventType;
import cn.taxrollout.notification.template.CompiledTemplate.Rendered;
import cn.taxrollout.notification.web.Language;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the inbox says, in both languages. There is one text per event, the same for all who get it. */
@ApplicationScoped
public class Templates {
    private final TemplateLibrary library;
    private final Directory directory;

    Templates(TemplateLibrary library, Directory directory) {
        this.library = library;
        this.directory = directory;
    }

    /**
     * The names of all units that the events mention. For a single event a unit that is missing is waited for; of several nobody
     * waits, they can be told one by one.
     *
     * @throws Directory.UnitUnknown if an event names a unit that the copy doesn't hold
     */
    public Map<UUID, String> mentionedUnits(List<TaskEvent> events) {
        Set<UUID> mentioned = events.stream()
                .flatMap(event -> event.mentionedUnitIds().stream())
                .collect(Collectors.toSet());
        return events.size() == 1 ? directory.knownUnitNames(mentioned) : directory.unitNames(mentioned);
    }

    /** @param names of the units that the event mentions */
    public NoticeTexts render(TaskEvent event, Map<UUID, String> names) {
        return texts(TaskEventType.of(event).label(), language -> values(event, names, language));
    }

    /**
     * What a head is told of people who don't acknowledge a message.
     *
     * @param chinese the message's title
     * @param english the same in English
     * @param people the names of some of them
     * @param count how many they are
     */
    public NoticeTexts notAcknowledged(String chinese, String english, List<String> people, int count) {
        return texts(
                TemplateKind.CHASE,
                language -> values(Chase.of(people, count, language == Language.ENGLISH ? english : chinese)));
    }

    /** What the template of an event can name. */
    static Map<String, Object> values(TaskEvent event, Map<UUID, String> names, Language language) {
        String units = event.unitIds().stream()
                .map(names::get)
                .collect(Collectors.joining(language == Language.ENGLISH ? ", " : "、"));
        return Map.of("event", Shape.values((Record) event, names), "units", units);
    }

    static Map<String, Object> values(Chase chase) {
        return Map.of("chase", Shape.values(chase, Map.of()));
    }

    private NoticeTexts texts(String kind, Function<Language, Map<String, Object>> values) {
        return new NoticeTexts(
                text(kind, Language.CHINESE, values.apply(Language.CHINESE)),
                text(kind, Language.ENGLISH, values.apply(Language.ENGLISH)));
    }

    private NoticeTexts.Text text(String kind, Language language, Map<String, Object> values) {
        Rendered rendered = library.render(new Slot(kind, language, Medium.INBOX), values);
        return new NoticeTexts.Text(rendered.title(), rendered.body());
    }
}
