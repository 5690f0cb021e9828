package cn.taxrollout.task.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.task.deadline.WorkingYear.Holiday;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WorkingYearTest {
    /** Those of 2023. */
    private static final String HOLIDAYS =
            "01-01 01-02, 01-21 01-27, 04-05 04-05, 04-29 05-03, 06-22 06-24, 09-29 10-06";

    private static final String WORKED = "01-28, 01-29, 04-23, 05-06, 06-25, 10-07, 10-08";

    static Stream<WorkingYear> shipped() {
        return IntStream.rangeClosed(2022, 2026)
                .mapToObj(year -> WorkingDays.announced().year(year).orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void theAnnouncedYearsAreSound(WorkingYear year) {
        assertThat(year.contradictions()).isEmpty();
        assertThat(year.notice()).startsWith("国办发明电〔" + (year.year() - 1) + "〕");
    }

    @Test
    void theYearOfTheseTestsIsTheAnnouncedOne() {
        WorkingYear year = year(HOLIDAYS, WORKED);
        assertThat(year.contradictions()).isEmpty();
        assertThat(year.workingDays()).isEqualTo(249);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a holiday that begins in the year before | 2022-12-31 01-02, 01-21 01-27 |  | holidays[0].from day-outside-year",
                "a holiday that ends in the next year | 01-01 2024-01-02 |  | holidays[0].to day-outside-year",
                "a holiday that ends before it begins | 01-02 01-01 |  | holidays[0].to holiday-backwards",
                "holidays that overlap | 01-01 01-03, 01-03 01-05 |  | holidays[1] holiday-twice",
                "a day worked in another year | " + HOLIDAYS + " | 2024-01-28 | shiftedWorkingDays[0] day-outside-year",
                "a day worked twice | " + HOLIDAYS + " | 01-28, 01-28 | shiftedWorkingDays[1] shifted-day-twice",
                "a day that is a holiday and worked | " + HOLIDAYS
                        + " | 01-21 | shiftedWorkingDays[0] shifted-day-is-holiday",
                "a day worked that is worked anyway | " + HOLIDAYS
                        + " | 01-30 | shiftedWorkingDays[0] shifted-day-on-weekday",
                "no holidays at all |  |  | holidays year-rests-too-little",
                "one holiday too few | 01-01 01-02, 01-21 01-27, 04-29 05-03, 06-22 06-24, 09-29 10-06 | " + WORKED
                        + " | holidays year-rests-too-little",
                "a day worked too many | " + HOLIDAYS + " | " + WORKED + ", 11-04 | holidays year-rests-too-little",
                "the days worked are missing | " + HOLIDAYS + " |  | shiftedWorkingDays year-rests-too-much",
            })
    void aYearThatContradictsItselfSaysWhere(String what, String holidays, String worked, String expected) {
        assertThat(year(holidays, worked).contradictions())
                .as(what)
                .extracting(found -> found.field() + " " + found.code())
                .containsExactly(expected);
    }

    @Test
    void allContradictionsAreToldAtOnce() {
        assertThat(year("01-02 01-01, 2022-12-31 2022-12-31", "01-30, 2024-01-06")
                        .contradictions())
                .extracting(found -> found.field() + " " + found.code())
                .containsExactly(
                        "holidays[0].to holiday-backwards",
                        "holidays[1].from day-outside-year",
                        "holidays[1].to day-outside-year",
                        "shiftedWorkingDays[0] shifted-day-on-weekday",
                        "shiftedWorkingDays[1] day-outside-year");
    }

    @Test
    void aDayWorkedAtTheEndOfDecemberMayBeForJanuary() {
        assertThat(year(HOLIDAYS, WORKED + ", 12-30").contradictions()).isEmpty();
    }

    private static WorkingYear year(String holidays, String worked) {
        return new WorkingYear(
                2023,
                "国办发明电〔2022〕16号",
                parts(holidays)
                        .map(part -> part.split(" "))
                        .map(days -> new Holiday("假期", day(days[0]), day(days[1])))
                        .toList(),
                parts(worked).map(WorkingYearTest::day).toList());
    }

    private static Stream<String> parts(String text) {
        return text == null ? Stream.empty() : Arrays.stream(text.split(", "));
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text.length() == 5 ? "2023-" + text : text);
    }
}
