package cn.taxrollout.task.calendarfeed;

import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.tasks.AssignmentState;
import cn.taxrollout.task.web.Texts;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import net.fortuna.ical4j.data.CalendarOutputter;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.DtEnd;
import net.fortuna.ical4j.model.property.DtStamp;
import net.fortuna.ical4j.model.property.DtStart;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.Sequence;
import net.fortuna.ical4j.model.property.Status;
import net.fortuna.ical4j.model.property.Summary;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.XProperty;
import net.fortuna.ical4j.model.property.immutable.ImmutableCalScale;
import net.fortuna.ical4j.model.property.immutable.ImmutableStatus;
import net.fortuna.ical4j.model.property.immutable.ImmutableTransp;
import net.fortuna.ical4j.model.property.immutable.ImmutableVersion;

/**
 * Due dates as an iCalendar file (RFC 5545): one event per share, all day long, that takes nobody's time. A calendar leaves the
 * bureau's own systems, so of a plan that isn't for disclosure it says no more than that the task of a number is due.
 */
final class CalendarFile {
    private static final String DOMAIN = "@task.tax-rollout";

    private CalendarFile() {}

    static String of(String name, List<DueDate> dueDates, Texts texts) {
        Calendar calendar = new Calendar();
        calendar.add(new ProdId("-//tax-rollout//task-service//ZH"));
        calendar.add(ImmutableVersion.VERSION_2_0);
        calendar.add(ImmutableCalScale.GREGORIAN);
        calendar.add(new XProperty("X-WR-CALNAME", name));
        calendar.add(new XProperty("X-WR-TIMEZONE", BusinessDay.ZONE.getId()));
        dueDates.forEach(due -> calendar.add(event(due, texts)));
        StringWriter file = new StringWriter();
        try {
            // an empty calendar is a calendar
            new CalendarOutputter(false).output(calendar, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toString();
    }

    private static VEvent event(DueDate due, Texts texts) {
        VEvent event = new VEvent(false);
        event.add(new Uid(due.shareId() + DOMAIN));
        event.add(new DtStamp(due.changedAt()));
        event.add(new Sequence(Math.toIntExact(due.sequence())));
        event.add(new DtStart<>(due.day()));
        event.add(new DtEnd<>(due.day().plusDays(1)));
        event.add(new Summary(summary(due, texts)));
        event.add(new Description(description(due, texts)));
        event.add(status(due.state()));
        event.add(ImmutableTransp.TRANSPARENT);
        return event;
    }

    private static String summary(DueDate due, Texts texts) {
        return due.confidential()
                ? texts.text("calendar.due-confidential", List.of(due.taskNumber()))
                : texts.text("calendar.due", List.of(due.taskNumber(), due.taskTitle()));
    }

    private static String description(DueDate due, Texts texts) {
        String link = "/v1/tasks/" + due.taskId();
        return due.confidential()
                ? link
                : String.join(
                        "\n",
                        texts.text("calendar.plan", List.of(due.planTitle(), due.planNumber())),
                        texts.text("calendar.unit", List.of(due.unitName() == null ? "" : due.unitName(), due.state())),
                        link);
    }

    private static Status status(AssignmentState state) {
        return switch (state) {
            case CANCELLED -> ImmutableStatus.VEVENT_CANCELLED;
            case SUSPENDED -> ImmutableStatus.VEVENT_TENTATIVE;
            default -> ImmutableStatus.VEVENT_CONFIRMED;
        };
    }
}
