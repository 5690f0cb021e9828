package cn.taxrollout.task.deadline;

import static cn.taxrollout.task.deadline.ReminderLadder.STANDARD;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.task.clock.BusinessDay;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReminderLadderTest {
    private static final Instant PUBLICATION = Instant.parse("2023-02-23T02:00:00Z");

    private final WorkingDays calendar = WorkingDays.announced();

    /** What is said on which day, until the third announcement that the task is overdue. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // a Friday
                "BEFORE | | 2023-03-10 | 02-27 NOT_RECEIVED 2, 03-03 DUE_SOON 5, 03-07 DUE_SOON 3, 03-09 DUE_SOON 1, 03-10 DUE_SOON 0, 03-13 OVERDUE 1, 03-15 OVERDUE 3, 03-17 OVERDUE 5",
                // a Saturday
                "BEFORE | | 2023-03-25 | 02-27 NOT_RECEIVED 2, 03-20 DUE_SOON 5, 03-22 DUE_SOON 3, 03-24 DUE_SOON 1, 03-25 DUE_SOON 0, 03-27 OVERDUE 1, 03-29 OVERDUE 3, 03-31 OVERDUE 5",
                // the first reminders would lie before publication
                "BEFORE | | 2023-02-28 | 02-27 NOT_RECEIVED 2, 02-27 DUE_SOON 1, 02-28 DUE_SOON 0, 03-01 OVERDUE 1, 03-03 OVERDUE 3, 03-07 OVERDUE 5",
                "ON | 2023-03-28 | 2023-03-28 | 02-27 NOT_RECEIVED 2, 03-21 DUE_SOON 5, 03-23 DUE_SOON 3, 03-27 DUE_SOON 1, 03-28 OPENED 0, 03-29 OVERDUE 1, 03-31 OVERDUE 3, 04-04 OVERDUE 5",
                "WINDOW | 2023-03-25 | 2023-03-28 | 02-27 NOT_RECEIVED 2, 03-25 OPENED 0, 03-27 DUE_SOON 1, 03-28 DUE_SOON 0, 03-29 OVERDUE 1, 03-31 OVERDUE 3, 04-04 OVERDUE 5",
                "FROM | 2023-03-01 | | 02-27 NOT_RECEIVED 2, 03-01 OPENED 0",
            })
    void eachKindOfDeadlineIsRemindedOfOnItsDays(
            Deadline.Kind kind, LocalDate opensOn, LocalDate dueOn, String expected) {
        assertThat(said(Deadline.of(kind, opensOn, dueOn))).containsExactlyInAnyOrder(expected.split(", "));
    }

    @Test
    void remindersComeAtNineInChina() {
        assertThat(STANDARD.owed(issued(new Deadline.Before(LocalDate.of(2023, 3, 10))), PUBLICATION, calendar))
                .extracting(reminder -> LocalTime.ofInstant(reminder.fireAt(), BusinessDay.ZONE))
                .containsOnly(LocalTime.of(9, 0));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "3,2", "4,2", "5,3", "7,3", "31,3"})
    void theLevelRisesWithTheDaysOverdue(int workingDaysOverdue, int level) {
        assertThat(STANDARD.level(workingDaysOverdue)).isEqualTo(level);
    }

    @Test
    void ofWhatIsRepeatedOnlyTheNextIsOwed() {
        Instant later = Instant.parse("2023-03-30T02:00:00Z");

        assertThat(STANDARD.owed(issued(new Deadline.Before(LocalDate.of(2023, 3, 25))), later, calendar))
                .extracting(this::entry)
                .containsExactly("03-31 OVERDUE 5", "03-31 NOT_RECEIVED 26");
    }

    /** What is said instead of a reminder, and what is owed next, if it is settled on a day that may be later than its own. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DUE_SOON  | 2023-03-10 | 5  | 2023-03-03 | said      |",
                "DUE_SOON  | 2023-03-10 | 5  | 2023-03-06 | said      |",
                "DUE_SOON  | 2023-03-10 | 5  | 2023-03-07 | overtaken |",
                "DUE_SOON  | 2023-03-10 | 0  | 2023-03-10 | said      |",
                "DUE_SOON  | 2023-03-10 | 0  | 2023-03-11 | overtaken |",
                "OPENED    | 2023-03-01 | 0  | 2023-03-10 | said      |",
                "OPENED    | 2023-03-01 | 0  | 2023-03-11 | overtaken |",
                "OVERDUE   | 2023-03-10 | 1  | 2023-03-13 | said      | 03-15 OVERDUE 3",
                "OVERDUE   | 2023-03-10 | 1  | 2023-03-14 | said      | 03-15 OVERDUE 3",
                "OVERDUE   | 2023-03-10 | 1  | 2023-03-15 | overtaken | 03-15 OVERDUE 3",
                "OVERDUE   | 2023-03-10 | 1  | 2023-03-22 | overtaken | 03-21 OVERDUE 7",
                "OVERDUE   | 2023-03-10 | 7  | 2023-03-22 | said      | 03-23 OVERDUE 9",
                "OVERDUE   | 2023-03-09 | 1  | 2023-03-22 | overtaken |",
                "NOT_RECEIVED | 2023-02-23 | 2 | 2023-02-27 | said     | 03-01 NOT_RECEIVED 4",
                "NOT_RECEIVED | 2023-02-23 | 2 | 2023-03-08 | overtaken | 03-07 NOT_RECEIVED 8",
                "STALE     | 2023-02-24 | 10 | 2023-03-10 | said      | 03-17 STALE 15",
                "STALE     | 2023-02-24 | 10 | 2023-03-20 | overtaken | 03-17 STALE 15",
                "REPORT_DUE | 2023-03-31 | 0 | 2023-03-31 | said      | 04-30 REPORT_DUE 0",
                "REPORT_DUE | 2023-03-31 | 0 | 2023-04-29 | said      | 04-30 REPORT_DUE 0",
                "REPORT_DUE | 2023-03-31 | 0 | 2023-06-02 | overtaken | 05-31 REPORT_DUE 0",
            })
    void afterAnOutageOneOfManyIsSaid(
            Reminder.Kind kind, LocalDate since, int step, LocalDate today, String outcome, String following) {
        var work = new Outstanding(
                UUID.randomUUID(),
                STANDARD,
                new Deadline.Window(LocalDate.of(2023, 3, 1), LocalDate.of(2023, 3, 10)),
                LocalDate.of(2023, 3, 1),
                Set.of(LocalDate.of(2023, 3, 10)),
                Set.of(LocalDate.of(2023, 2, 23)),
                Set.of(LocalDate.of(2023, 2, 24)),
                new Outstanding.Reports(ReportRhythm.STANDARD, RestDayPolicy.STAYS, LocalDate.of(2023, 3, 1)));
        var settled = new Reminder(kind, since, step, Instant.EPOCH);

        assertThat(STANDARD.isOvertaken(settled, work, today, calendar)).isEqualTo(outcome.equals("overtaken"));
        assertThat(STANDARD.following(settled, work, today, calendar))
                .extracting(this::entry)
                .isEqualTo(following == null ? List.of() : List.of(following));
    }

    @Test
    void whoHasReportedSinceIsAskedFromThatDayOn() {
        var work = new Outstanding(
                UUID.randomUUID(),
                STANDARD,
                new Deadline.Before(LocalDate.of(2023, 6, 30)),
                null,
                Set.of(),
                Set.of(),
                Set.of(LocalDate.of(2023, 3, 6), LocalDate.of(2023, 3, 10)),
                null);
        var settled = new Reminder(Reminder.Kind.STALE, LocalDate.of(2023, 2, 24), 10, Instant.EPOCH);

        assertThat(STANDARD.following(settled, work, LocalDate.of(2023, 3, 10), calendar))
                .extracting(this::entry)
                .containsExactlyInAnyOrder("03-20 STALE 10", "03-24 STALE 10");
    }

    /** Of one share that nobody has signed for. */
    private static Outstanding issued(Deadline deadline) {
        return new Outstanding(
                UUID.randomUUID(),
                STANDARD,
                deadline,
                deadline.opensOn(),
                deadline.continuing() ? Set.of() : Set.of(deadline.dueOn()),
                Set.of(BusinessDay.of(PUBLICATION)),
                Set.of(),
                null);
    }

    private List<String> said(Deadline deadline) {
        Outstanding work = issued(deadline);
        return STANDARD.owed(work, PUBLICATION, calendar).stream()
                .flatMap(reminder -> reminder.kind() == Reminder.Kind.OVERDUE
                        ? Stream.iterate(reminder, last -> STANDARD.next(last, work, calendar))
                                .limit(3)
                        : Stream.of(reminder))
                .map(this::entry)
                .toList();
    }

    private String entry(Reminder reminder) {
        return "%s %s %d"
                .formatted(BusinessDay.of(reminder.fireAt()).toString().substring(5), reminder.kind(), reminder.step());
    }
}
