package cn.taxrollout.task.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which day counts: every kind of deadline × every policy × days of every sort. */
class DeadlinePolicyTest {
    private final WorkingDays calendar = WorkingDays.announced();

    /**
     * The days: a Friday; a Saturday; a Sunday; a Monday; the one holiday of Tomb-Sweeping Day; the day after it; a Saturday that is
     * worked; the first and the last day of National Day, which rests eight days and is followed by a worked weekend.
     */
    @ParameterizedTest(name = "{0} {1}: {2} {3} {4} {5} {6} {7}")
    @CsvSource(delimiter = '|', textBlock = """
            BEFORE | 2023-03-24 | 2023-03-24 | 2023-03-24 | 2023-03-24 | 2023-03-23 | 2023-03-23 | 2023-03-23
            BEFORE | 2023-03-25 | 2023-03-25 | 2023-03-24 | 2023-03-27 | 2023-03-24 | 2023-03-24 | 2023-03-24
            BEFORE | 2023-03-26 | 2023-03-26 | 2023-03-24 | 2023-03-27 | 2023-03-25 | 2023-03-24 | 2023-03-27
            BEFORE | 2023-03-27 | 2023-03-27 | 2023-03-27 | 2023-03-27 | 2023-03-26 | 2023-03-24 | 2023-03-27
            BEFORE | 2023-04-05 | 2023-04-05 | 2023-04-04 | 2023-04-06 | 2023-04-04 | 2023-04-04 | 2023-04-04
            BEFORE | 2023-04-06 | 2023-04-06 | 2023-04-06 | 2023-04-06 | 2023-04-05 | 2023-04-04 | 2023-04-06
            BEFORE | 2023-01-28 | 2023-01-28 | 2023-01-28 | 2023-01-28 | 2023-01-27 | 2023-01-20 | 2023-01-28
            BEFORE | 2023-09-29 | 2023-09-29 | 2023-09-28 | 2023-10-07 | 2023-09-28 | 2023-09-28 | 2023-09-28
            BEFORE | 2023-10-06 | 2023-10-06 | 2023-09-28 | 2023-10-07 | 2023-10-05 | 2023-09-28 | 2023-10-07
            ON     | 2023-03-24 | 2023-03-24 | 2023-03-24 | 2023-03-24 | 2023-03-24 | 2023-03-24 | 2023-03-24
            ON     | 2023-03-25 | 2023-03-25 | 2023-03-24 | 2023-03-27 | 2023-03-25 | 2023-03-24 | 2023-03-27
            ON     | 2023-04-05 | 2023-04-05 | 2023-04-04 | 2023-04-06 | 2023-04-05 | 2023-04-04 | 2023-04-06
            ON     | 2023-01-28 | 2023-01-28 | 2023-01-28 | 2023-01-28 | 2023-01-28 | 2023-01-28 | 2023-01-28
            ON     | 2023-10-06 | 2023-10-06 | 2023-09-28 | 2023-10-07 | 2023-10-06 | 2023-09-28 | 2023-10-07
            WINDOW | 2023-03-24 | 2023-03-24 | 2023-03-24 | 2023-03-24 | 2023-03-24 | 2023-03-24 | 2023-03-24
            WINDOW | 2023-03-25 | 2023-03-25 | 2023-03-24 | 2023-03-27 | 2023-03-25 | 2023-03-24 | 2023-03-27
            WINDOW | 2023-04-05 | 2023-04-05 | 2023-04-04 | 2023-04-06 | 2023-04-05 | 2023-04-04 | 2023-04-06
            WINDOW | 2023-10-06 | 2023-10-06 | 2023-09-28 | 2023-10-07 | 2023-10-06 | 2023-09-28 | 2023-10-07
            """)
    void theDayThatCountsFollowsFromKindPolicyAndDay(
            Deadline.Kind kind,
            LocalDate written,
            LocalDate stays,
            LocalDate back,
            LocalDate forward,
            LocalDate exclusiveStays,
            LocalDate exclusiveBack,
            LocalDate exclusiveForward) {
        assertThat(counted(kind, written, true, RestDayPolicy.STAYS)).isEqualTo(stays);
        assertThat(counted(kind, written, true, RestDayPolicy.BACK)).isEqualTo(back);
        assertThat(counted(kind, written, true, RestDayPolicy.FORWARD)).isEqualTo(forward);
        assertThat(counted(kind, written, false, RestDayPolicy.STAYS)).isEqualTo(exclusiveStays);
        assertThat(counted(kind, written, false, RestDayPolicy.BACK)).isEqualTo(exclusiveBack);
        assertThat(counted(kind, written, false, RestDayPolicy.FORWARD)).isEqualTo(exclusiveForward);
    }

    @ParameterizedTest
    @CsvSource({"true, STAYS", "true, BACK", "true, FORWARD", "false, STAYS", "false, BACK", "false, FORWARD"})
    void aWindowOpensAndContinuingWorkBeginsOnTheDayThatIsWritten(boolean inclusive, RestDayPolicy restDays) {
        var policy = new DeadlinePolicy(inclusive, restDays);
        LocalDate saturday = LocalDate.of(2023, 3, 25);
        var from = new Deadline.From(saturday);

        assertThat(from.counted(policy, calendar)).isEqualTo(from);
        assertThat(new Deadline.Window(saturday, LocalDate.of(2023, 3, 28)).counted(policy, calendar))
                .isEqualTo(new Deadline.Window(saturday, LocalDate.of(2023, 3, 28)));
    }

    @ParameterizedTest
    @CsvSource({"STAYS, 2023-03-26", "BACK, 2023-03-26", "FORWARD, 2023-03-27"})
    void aWindowThatWouldEndBeforeItOpensKeepsItsLastDay(RestDayPolicy restDays, LocalDate last) {
        var weekend = new Deadline.Window(LocalDate.of(2023, 3, 25), LocalDate.of(2023, 3, 26));

        assertThat(weekend.counted(new DeadlinePolicy(true, restDays), calendar).dueOn())
                .isEqualTo(last);
    }

    private LocalDate counted(Deadline.Kind kind, LocalDate written, boolean inclusive, RestDayPolicy restDays) {
        Deadline deadline =
                switch (kind) {
                    case BEFORE -> new Deadline.Before(written);
                    case ON -> new Deadline.On(written);
                    case WINDOW -> new Deadline.Window(LocalDate.of(2023, 1, 3), written);
                    case FROM -> throw new IllegalArgumentException("continuing work has no last day");
                };
        return deadline.counted(new DeadlinePolicy(inclusive, restDays), calendar)
                .dueOn();
    }
}
