package cn.taxrollout.notification.channel;

import cn.taxrollout.notification.web.Language;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/** Messages to send. */
final class Messages {
    static final URI LINK = URI.create("https://tax.example/messages/7");

    private Messages() {}

    static Outgoing to(String address) {
        return saying(address, "【临期提醒】任务11还有3天到期", "请于2023年3月17日前完成。\n责任单位:综合组。");
    }

    static Outgoing saying(String address, String title, String body) {
        return new Outgoing(UUID.randomUUID(), address, Language.CHINESE, title, body, Optional.empty(), LINK);
    }
}
