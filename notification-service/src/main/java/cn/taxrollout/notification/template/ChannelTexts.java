package cn.taxrollout.notification.template;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.channel.ChannelName;
import cn.taxrollout.notification.template.CompiledTemplate.Rendered;
import cn.taxrollout.notification.web.Language;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The texts that leave the suite, in the form of their channel. Of a confidential message they say only that it waits. */
@ApplicationScoped
public class ChannelTexts {
    /** What a template may put around the message, in characters, before its end would be cut off. */
    private static final int ROOM_AROUND = 150;

    private final TemplateLibrary library;
    private final FrontDoor frontDoor;

    ChannelTexts(TemplateLibrary library, FrontDoor frontDoor) {
        this.library = library;
        this.frontDoor = frontDoor;
    }

    public ChannelText render(ChannelName channel, Language language, NoticeFacts facts) {
        Medium medium = Medium.of(channel);
        URI link = frontDoor.message(facts.messageId());
        if (facts.confidential()) {
            return text(TemplateKind.MESSAGE_WAITS, medium, language, waiting(link), link);
        }
        // a kind that this release has no template for is a message as any other
        String kind =
                TemplateKind.of(facts.event()).filter(TemplateKind::isMessage).isPresent()
                        ? facts.event()
                        : TemplateKind.MESSAGE;
        return text(kind, medium, language, values(medium, facts.texts().in(language), facts, link), link);
    }

    /** One message that tells of many. */
    public ChannelText digest(ChannelName channel, Language language, DigestFacts facts) {
        URI link = frontDoor.inbox();
        return text(TemplateKind.DIGEST, Medium.of(channel), language, values(facts), link);
    }

    /** What the template of a confidential message can name. */
    static Map<String, Object> waiting(URI link) {
        return Map.of("link", new Link(link));
    }

    /** What the template of a message can name. */
    static Map<String, Object> values(Medium medium, NoticeTexts.Text text, NoticeFacts facts, URI link) {
        String body = Bounded.cut(text.body(), medium.longestBody() - ROOM_AROUND);
        List<String> lines = body.lines().toList();
        var message = new Message(
                text.title(),
                body,
                lines,
                facts.kind() == MessageKind.URGENT,
                facts.acknowledgementAsked(),
                facts.round() - 1,
                link);
        return Map.of("message", Shape.values(message, Map.of()));
    }

    /** What the template of a digest can name. */
    Map<String, Object> values(DigestFacts facts) {
        List<Digest.Item> items = facts.items().stream()
                .map(item -> new Digest.Item(item.title(), frontDoor.message(item.messageId())))
                .toList();
        var digest = new Digest(items, items.size() + facts.confidential(), facts.confidential(), frontDoor.inbox());
        return Map.of("digest", Shape.values(digest, Map.of()));
    }

    private ChannelText text(String kind, Medium medium, Language language, Map<String, Object> values, URI link) {
        Rendered rendered = library.render(new Slot(kind, language, medium), values);
        return new ChannelText(rendered.title(), rendered.body(), Optional.ofNullable(rendered.html()), link);
    }
}
