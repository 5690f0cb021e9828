package cn.taxrollout.task.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkingDaysTest {
    private final WorkingDays calendar = WorkingDays.announced();

    @ParameterizedTest
    @CsvSource({"2022,249", "2023,249", "2024,251", "2025,248", "2026,248"})
    void everyYearHasItsAnnouncedNumberOfWorkingDays(int year, int workingDays) {
        assertThat(calendar.between(LocalDate.of(year - 1, 12, 31), LocalDate.of(year, 12, 31)))
                .isEqualTo(workingDays);
        assertThat(calendar.knows(year)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2023-01-20, true",
        "2023-01-21, false",
        "2023-01-27, false",
        "2023-01-28, true",
        "2023-01-29, true",
        "2023-03-25, false",
        "2023-03-27, true",
        "2023-04-05, false",
        "2023-04-23, true",
        "2022-12-31, false",
        "2023-01-02, false",
        "2022-10-08, true",
        "2024-02-09, true",
        "2024-02-18, true",
        "2025-01-26, true",
        "2025-10-08, false",
        "2026-01-04, true",
        "2026-02-23, false",
    })
    void knownDaysAreAsAnnounced(LocalDate day, boolean working) {
        assertThat(calendar.isWorkingDay(day)).isEqualTo(working);
    }

    @Test
    void countingStepsOverHolidaysAndThroughShiftedDays() {
        // Friday before Spring Festival: the next working days are Saturday 28 and Sunday 29
        assertThat(calendar.plus(LocalDate.of(2023, 1, 20), 1)).isEqualTo("2023-01-28");
        assertThat(calendar.plus(LocalDate.of(2023, 1, 20), 3)).isEqualTo("2023-01-30");
        assertThat(calendar.minus(LocalDate.of(2023, 1, 30), 3)).isEqualTo("2023-01-20");
        assertThat(calendar.between(LocalDate.of(2023, 1, 20), LocalDate.of(2023, 1, 30)))
                .isEqualTo(3);
        assertThat(calendar.between(LocalDate.of(2023, 1, 30), LocalDate.of(2023, 1, 20)))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "2023-03-10, 2023-03-10, 0",
        "2023-03-09, 2023-03-10, 1",
        "2023-03-04, 2023-03-10, 5",
        "2023-03-03, 2023-03-10, 5",
        "2023-03-24, 2023-03-25, 1",
        "2023-03-23, 2023-03-25, 2",
        "2023-03-25, 2023-03-26, 1",
        "2023-03-11, 2023-03-10, 0",
    })
    void theDaysLeftAreThoseOfTheLadder(LocalDate day, LocalDate dueOn, int left) {
        assertThat(calendar.left(day, dueOn)).isEqualTo(left);
    }

    @Test
    void aYearThatIsNotAnnouncedCountsMondayToFriday() {
        assertThat(calendar.knows(2031)).isFalse();
        assertThat(calendar.isWorkingDay(LocalDate.of(2031, 10, 1))).isTrue();
        assertThat(calendar.isWorkingDay(LocalDate.of(2031, 10, 4))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "STAYS, 2023-03-25, 2023-03-25",
        "BACK, 2023-03-25, 2023-03-24",
        "FORWARD, 2023-03-25, 2023-03-27",
        "BACK, 2023-03-24, 2023-03-24",
        "FORWARD, 2023-01-28, 2023-01-28",
    })
    void aPlanSaysWhatBecomesOfADeadlineOnARestDay(RestDayPolicy policy, LocalDate written, LocalDate counts) {
        assertThat(new Deadline.Before(written).counted(new DeadlinePolicy(true, policy), calendar))
                .isEqualTo(new Deadline.Before(counts));
    }
}
