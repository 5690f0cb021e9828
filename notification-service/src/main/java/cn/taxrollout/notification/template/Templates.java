package cn.taxrollout.notification.template;

import cn.taxrollout.notification.directory.Directory;
import cn.taxrollout.notification.event.TaskEvent;
import cn.taxrollout.notification.event.TaskEventType;
import io.quarkus.qute.Engine;
import io.quarkus.qute.Template;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Renders the text of an event from {@code templates/notices/<language>/<type>.txt}; its first line is the title. There is one
 * text per event, the same for all who get it.
 */
@ApplicationScoped
public class Templates {
    private final Engine engine;
    private final Directory directory;

    Templates(Engine engine, Directory directory) {
        this.engine = engine;
        this.directory = directory;
    }

    /**
     * @throws Directory.UnitUnknown if the event names a unit that the copy doesn't hold
     * @throws io.quarkus.qute.TemplateException if the template needs something that the event doesn't have
     */
    public NoticeTexts render(TaskEvent event) {
        Map<UUID, String> names = directory.knownUnitNames(event.mentionedUnitIds());
        return new NoticeTexts(render(event, names, "zh", "、"), render(event, names, "en", ", "));
    }

    private NoticeTexts.Text render(TaskEvent event, Map<UUID, String> names, String language, String separator) {
        String path = "notices/" + language + "/" + TaskEventType.of(event).label();
        Template template = engine.getTemplate(path);
        if (template == null) {
            throw new IllegalStateException("no template " + path);
        }
        String units = event.unitIds().stream().map(names::get).collect(Collectors.joining(separator));
        List<String> lines = template.data("event", event)
                .data("units", units)
                .data("names", names)
                .render()
                .strip()
                .lines()
                .toList();
        return new NoticeTexts.Text(
                lines.get(0),
                lines.stream().skip(1).collect(Collectors.joining("\n")).strip());
    }
}
