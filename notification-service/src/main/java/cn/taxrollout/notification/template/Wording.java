package cn.taxrollout.notification.template;

import cn.taxrollout.notification.event.TaskEvent.Deadline;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How templates say dates and deadlines: {@code {event.deadline.zh}}, {@code {event.issuedOn.en}}. */
final class Wording {
    private static final DateTimeFormatter CHINESE = DateTimeFormatter.ofPattern("y年M月d日", Locale.CHINA);
    private static final DateTimeFormatter ENGLISH = DateTimeFormatter.ofPattern("d MMMM y", Locale.ENGLISH);

    private Wording() {}

    static String zh(LocalDate date) {
        return CHINESE.format(date);
    }

    static String en(LocalDate date) {
        return ENGLISH.format(date);
    }

    static String zh(Deadline deadline) {
        return switch (deadline.kind()) {
            case BEFORE -> zh(dueOn(deadline)) + "前（含当日）";
            case ON -> zh(dueOn(deadline)) + "当日";
            case WINDOW -> zh(opensOn(deadline)) + "至" + zh(dueOn(deadline));
            case FROM -> zh(opensOn(deadline)) + "起持续开展";
        };
    }

    static String en(Deadline deadline) {
        return switch (deadline.kind()) {
            case BEFORE -> "by " + en(dueOn(deadline)) + " (inclusive)";
            case ON -> "on " + en(dueOn(deadline));
            case WINDOW -> "from " + en(opensOn(deadline)) + " to " + en(dueOn(deadline));
            case FROM -> "from " + en(opensOn(deadline)) + " on, continuing";
        };
    }

    private static LocalDate dueOn(Deadline deadline) {
        return deadline.dueOn().orElseThrow(() -> new IllegalArgumentException("deadline without dueOn: " + deadline));
    }

    private static LocalDate opensOn(Deadline deadline) {
        return deadline.opensOn()
                .orElseThrow(() -> new IllegalArgumentException("deadline without opensOn: " + deadline));
    }
}
