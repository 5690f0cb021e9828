package cn.taxrollout.notification.template;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.template.CompiledTemplate.Rendered;
import cn.taxrollout.notification.web.Refusal.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tries templates with samples: whether one may be used, and how it would look. */
@ApplicationScoped
class TemplateTrial {
    private static final UUID MESSAGE = UUID.fromString("01a2093e-d9a5-700c-90ee-a102eb3bb89c");

    private final Samples samples;
    private final TemplateLibrary library;
    private final ChannelTexts channels;
    private final FrontDoor frontDoor;

    TemplateTrial(Samples samples, TemplateLibrary library, ChannelTexts channels, FrontDoor frontDoor) {
        this.samples = samples;
        this.library = library;
        this.channels = channels;
        this.frontDoor = frontDoor;
    }

    /**
     * A template that fits all samples of its kind.
     *
     * @throws Faults with all that is wrong, each place once
     */
    CompiledTemplate tested(Slot slot, TemplateKind kind, TemplateText text) {
        CompiledTemplate template = CompiledTemplate.of(slot.medium(), text, kind.variables(slot.medium()));
        Map<String, Violation> faults = new LinkedHashMap<>();
        for (Sample sample : samples.of(kind)) {
            try {
                Rendered rendered = template.render(values(slot, sample, null));
                rendered.cut()
                        .forEach(field -> faults.putIfAbsent(
                                field,
                                new Violation(
                                        field, "template-too-long", longest(slot.medium(), field), sample.name())));
            } catch (Faults found) {
                found.places().forEach(place -> {
                    List<Object> arguments = new ArrayList<>(place.arguments());
                    arguments.add(sample.name());
                    faults.putIfAbsent(
                            place.field() + place.arguments(), new Violation(place.field(), place.code(), arguments));
                });
            }
        }
        if (!faults.isEmpty()) {
            throw new Faults(List.copyOf(faults.values()));
        }
        return template;
    }

    private static int longest(Medium medium, String field) {
        return switch (field) {
            case "title" -> medium.longestTitle();
            case "body" -> medium.longestBody();
            default -> Medium.LONGEST_PAGE;
        };
    }

    /**
     * How a sample looks by what is in force.
     *
     * @param inbox a text of the inbox that isn't in force yet, null for the one that is
     */
    Rendered shown(Slot slot, Sample sample, CompiledTemplate inbox) {
        return library.render(slot, values(slot, sample, inbox));
    }

    /** What a template can name of the sample. */
    Map<String, Object> values(Slot slot, Sample sample, CompiledTemplate inbox) {
        if (sample instanceof Sample.OfDigest digest) {
            return channels.values(digest.facts());
        }
        if (sample instanceof Sample.OfWaiting) {
            return ChannelTexts.waiting(link());
        }
        if (sample instanceof Sample.OfMessage message) {
            return values(
                    slot.medium(),
                    message.text(),
                    message.urgent().orElse(false),
                    message.acknowledgementAsked().orElse(false),
                    message.repetition().orElse(0));
        }
        Map<String, Object> ofInbox = sample instanceof Sample.OfChase chase
                ? Templates.values(chase.chase())
                : Templates.values(
                        ((Sample.OfEvent) sample).event(), ((Sample.OfEvent) sample).unitNames(), slot.language());
        if (slot.medium() == Medium.INBOX) {
            return ofInbox;
        }
        Slot said = new Slot(slot.kind(), slot.language(), Medium.INBOX);
        if (slot.kind().equals(TemplateKind.MESSAGE) && sample instanceof Sample.OfEvent event) {
            said = said.of(event.name());
        }
        Rendered text = inbox == null ? library.render(said, ofInbox) : inbox.render(ofInbox);
        return values(slot.medium(), new NoticeTexts.Text(text.title(), text.body()), true, true, 0);
    }

    private Map<String, Object> values(
            Medium medium, NoticeTexts.Text text, boolean urgent, boolean asked, int repetition) {
        var facts = new NoticeFacts(
                MESSAGE,
                TemplateKind.MESSAGE,
                urgent ? MessageKind.URGENT : MessageKind.INFORMATION,
                asked,
                false,
                repetition + 1,
                new NoticeTexts(text, text));
        return ChannelTexts.values(medium, text, facts, link());
    }

    private URI link() {
        return frontDoor.message(MESSAGE);
    }
}
