package cn.taxrollout.notification.template;

import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.channel.ChannelName;
import cn.taxrollout.notification.web.Language;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ServiceTest
class ChannelTextsTest {
    private static final UUID MESSAGE = UUID.fromString("01a2093e-d9a5-700c-90ee-a102eb3bb89c");
    private static final NoticeTexts TEXTS = new NoticeTexts(
            new NoticeTexts.Text("【超期提醒】任务10", "任务10已超期。\n请办理。"),
            new NoticeTexts.Text("[Overdue] Task 10", "Task 10 is overdue.\nPlease act."));

    @Inject
    ChannelTexts texts;

    @ParameterizedTest
    @EnumSource
    void aMessageIsSaidInTheReadersLanguageWithALinkToIt(ChannelName channel) {
        ChannelText chinese = texts.render(channel, Language.CHINESE, facts(false));
        ChannelText english = texts.render(channel, Language.ENGLISH, facts(false));
        assertThat(chinese.title()).isEqualTo("【超期提醒】任务10");
        assertThat(english.title()).isIn("[Overdue] Task 10", "［Overdue］ Task 10");
        assertThat(english.link()).isEqualTo(URI.create("http://127.0.0.1:8083/v1/inbox/" + MESSAGE));
    }

    @ParameterizedTest
    @EnumSource
    void ofAConfidentialMessageOnlyThatItWaitsIsSaid(ChannelName channel) {
        for (Language language : Language.values()) {
            assertThat(texts.render(channel, language, facts(true)).toString())
                    .doesNotContain("10]", "任务10", "Task 10", "超期", "verdue");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDigestListsWhatMayBeNamed(ChannelName channel) {
        ChannelText digest = texts.digest(
                channel, Language.CHINESE, new DigestFacts(List.of(new DigestFacts.Item(MESSAGE, "【临期提醒】任务11")), 2));
        assertThat(digest.title()).isEqualTo("您有3条消息");
        if (channel != ChannelName.SMS) {
            assertThat(digest.body()).contains("【临期提醒】任务11", "另有2条");
        }
        assertThat(digest.link()).isEqualTo(URI.create("http://127.0.0.1:8083/v1/inbox"));
    }

    private static NoticeFacts facts(boolean confidential) {
        return new NoticeFacts(MESSAGE, "TaskOverdue", MessageKind.URGENT, true, confidential, 1, TEXTS);
    }
}
