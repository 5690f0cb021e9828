package cn.taxrollout.task.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportRhythmTest {

    @ParameterizedTest
    @CsvSource({
        "WEEKLY, 5, 2023-03-15, 2023-03-10, 2023-03-17",
        "WEEKLY, 5, 2023-03-17, 2023-03-10, 2023-03-24",
        "WEEKLY, 1, 2023-03-19, 2023-03-13, 2023-03-20",
        "MONTHLY, 5, 2023-03-04, 2023-02-05, 2023-03-05",
        "MONTHLY, 5, 2023-03-05, 2023-02-05, 2023-04-05",
        "MONTHLY, 31, 2023-02-27, 2023-01-31, 2023-02-28",
        "MONTHLY, 31, 2023-02-28, 2023-01-31, 2023-03-31",
        "MONTHLY, 30, 2023-03-15, 2023-02-28, 2023-03-30",
        "MONTHLY, 15, 2022-12-31, 2022-12-15, 2023-01-15",
        "QUARTERLY, 31, 2023-03-15, 2022-12-31, 2023-03-31",
        "QUARTERLY, 31, 2023-03-31, 2022-12-31, 2023-06-30",
        "QUARTERLY, 25, 2023-07-01, 2023-06-25, 2023-09-25",
        "QUARTERLY, 25, 2023-12-26, 2023-12-25, 2024-03-25",
    })
    void reportDaysFollowEachOther(
            ReportRhythm.Interval interval, int on, LocalDate day, LocalDate before, LocalDate after) {
        var rhythm = new ReportRhythm(interval, on);
        assertThat(rhythm.before(day)).isEqualTo(before);
        assertThat(rhythm.after(day)).isEqualTo(after);
    }
}
