package cn.taxrollout.notification.template;

import cn.taxrollout.notification.channel.ChannelName;
import cn.taxrollout.notification.web.Language;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.stream.Collectors;

/** The texts that leave the suite, in the form of their channel. Of a confidential message they say only that it waits. */
@ApplicationScoped
public class ChannelTexts {
    private final FrontDoor frontDoor;

    ChannelTexts(FrontDoor frontDoor) {
        this.frontDoor = frontDoor;
    }

    public ChannelText render(ChannelName channel, Language language, NoticeFacts facts) {
        URI link = frontDoor.message(facts.messageId());
        if (facts.confidential()) {
            return waits(language, link);
        }
        NoticeTexts.Text text = language == Language.ENGLISH
                ? facts.texts().english()
                : facts.texts().chinese();
        return new ChannelText(text.title(), text.body(), Optional.empty(), link);
    }

    /** One message that lists many. */
    public ChannelText digest(ChannelName channel, Language language, DigestFacts facts) {
        URI link = frontDoor.inbox();
        if (facts.items().isEmpty()) {
            return waits(language, link);
        }
        String body = facts.items().stream()
                .map(item -> item.title() + "\n" + frontDoor.message(item.messageId()))
                .collect(Collectors.joining("\n"));
        return new ChannelText(waits(language, link).title(), body, Optional.empty(), link);
    }

    private static ChannelText waits(Language language, URI link) {
        ResourceBundle texts = ResourceBundle.getBundle(
                "channel-texts",
                language.bundle(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return new ChannelText(texts.getString("waits.title"), texts.getString("waits.body"), Optional.empty(), link);
    }
}
