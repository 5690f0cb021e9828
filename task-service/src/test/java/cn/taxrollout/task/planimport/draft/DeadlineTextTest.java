package cn.taxrollout.task.planimport.draft;

import static cn.taxrollout.task.planimport.draft.ReadDeadline.before;
import static cn.taxrollout.task.planimport.draft.ReadDeadline.from;
import static cn.taxrollout.task.planimport.draft.ReadDeadline.on;
import static cn.taxrollout.task.planimport.draft.ReadDeadline.window;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.task.deadline.WorkingDays;
import cn.taxrollout.task.planimport.draft.DeadlineText.Found;
import cn.taxrollout.task.planimport.draft.DeadlineText.Outcome;
import cn.taxrollout.task.planimport.draft.PeriodicReport.Every;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTextTest {

    /** A Wednesday; Sunday the 23rd is worked in exchange for a day in May. */
    private static final LocalDate ISSUED = LocalDate.of(2023, 4, 12);

    private static final WorkingDays CALENDAR = WorkingDays.announced();
    private static final ReckoningDay BY = issued(ISSUED);

    private static ReckoningDay issued(LocalDate day) {
        return ReckoningDay.of(day, null, other -> !CALENDAR.isWorkingDay(other));
    }

    private static ReadDeadline read(String words) {
        return DeadlineText.read(words, BY, false).deadline();
    }

    private static Unresolved.Code why(String words) {
        return DeadlineText.read(words, BY, false).why();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2022年12月15日前",
                "2022 年 12 月 15 日前",
                "2022年12月15号前",
                "2022年12月15日之前",
                "2022年12月15日以前",
                "2022年12月15日前完成",
                "2022年12月15日前全部完成",
                "于2022年12月15日前完成",
                "完成时限:2022年12月15日前",
                "完成时限:2022年12月15日",
                "截至2022年12月15日",
                "不晚于2022年12月15日",
                "最迟2022年12月15日前",
                "2022年12月15日(星期四)前",
                "2022.12.15前",
                "2022-12-15前",
                "2022/12/15前完成",
                "二〇二二年十二月十五日前",
                "二○二二年十二月十五日前",
                "力争2022年12月15日前完成",
            })
    void aDayBeforeWhichTheWorkIsDoneCountsItself(String words) {
        assertThat(read(words)).isEqualTo(before(LocalDate.of(2022, 12, 15)));
        assertThat(DeadlineText.read(words, BY, false).reckoned()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2023年3月28日", "2023 年3月 28日", "于2023年3月28日", "2023年3月28日当天", "2023年03月28日完成", "2023.3.28"})
    void aDayAloneIsThatDay(String words) {
        assertThat(read(words)).isEqualTo(on(LocalDate.of(2023, 3, 28)));
    }

    @Test
    void aDayAloneInAColumnOfDeadlinesIsTheLastOne() {
        assertThat(DeadlineText.read("2023年3月28日", BY, true).deadline()).isEqualTo(before(LocalDate.of(2023, 3, 28)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2023年3月25日-28日",
                "2023年3月25-28日",
                "2023年3月25日—28日",
                "2023年3月25日——28日",
                "2023年3月25日–28日",
                "2023年3月25日~28日",
                "2023年3月25日〜28日",
                "2023年3月25日至28日",
                "2023年3月25日到28日",
                "2023年3月25日-3月28日",
                "2023年3月25日至2023年3月28日",
                "自2023年3月25日起至3月28日止",
                "2023 年 3 月 25 日 - 28 日",
                "2023.3.25-2023.3.28",
                "3月25日至2023年3月28日",
            })
    void twoDaysAreAWindow(String words) {
        assertThat(read(words)).isEqualTo(window(LocalDate.of(2023, 3, 25), LocalDate.of(2023, 3, 28)));
    }

    @ParameterizedTest
    @CsvSource({
        "2022年12月28日至2023年1月5日, 2022-12-28, 2023-01-05",
        "2022年12月28日至1月5日, 2022-12-28, 2023-01-05",
        "12月28日至2023年1月5日, 2022-12-28, 2023-01-05",
        "2023年3月28日-4月2日, 2023-03-28, 2023-04-02",
        "2023年3月28日-28日, 2023-03-28, 2023-03-28",
    })
    void aWindowMayCrossMonthsAndYears(String words, LocalDate first, LocalDate last) {
        assertThat(read(words)).isEqualTo(window(first, last));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2023年3月1日起后持续开展",
                "2023年3月1日起持续开展",
                "2023年3月1日起",
                "自2023年3月1日起",
                "从2023年3月1日开始",
                "2023年3月1日开始持续推进",
                "2023年3月1日起长期坚持",
                "2023年3月1日起常态化开展",
                "2023年3月1日后持续开展",
                "2023 年3月1日起，持续开展",
                "2023年3月起持续推进",
            })
    void aDayFromWhichTheWorkGoesOnHasNoEnd(String words) {
        assertThat(read(words.replace('，', ','))).isEqualTo(from(LocalDate.of(2023, 3, 1)));
    }

    @ParameterizedTest
    @CsvSource({
        "2023年6月底前, 2023-06-30",
        "2023年6月末, 2023-06-30",
        "2024年2月底前完成, 2024-02-29",
        "2023年第二季度末前, 2023-06-30",
        "2023年上半年底前, 2023-06-30",
        "2023年底前, 2023-12-31",
    })
    void theEndOfAMonthAQuarterOrAYearIsItsLastDay(String words, LocalDate last) {
        Outcome outcome = DeadlineText.read(words, BY, false);
        assertThat(outcome.deadline()).isEqualTo(before(last));
        assertThat(outcome.reckoned()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2023年第二季度, 2023-04-01, 2023-06-30",
        "2023年二季度完成, 2023-04-01, 2023-06-30",
        "2023年4季度, 2023-10-01, 2023-12-31",
        "'2023年第二、三季度', 2023-04-01, 2023-09-30",
        "2023年二至三季度, 2023-04-01, 2023-09-30",
        "2023年6月, 2023-06-01, 2023-06-30",
        "2023年6月份内, 2023-06-01, 2023-06-30",
        "2023年6月上旬, 2023-06-01, 2023-06-10",
        "2023年6月中旬, 2023-06-11, 2023-06-20",
        "2023年2月下旬, 2023-02-21, 2023-02-28",
        "2023年6月上中旬, 2023-06-01, 2023-06-20",
        "2023年3月下旬至5月上旬, 2023-03-21, 2023-05-10",
        "2023年3-5月, 2023-03-01, 2023-05-31",
        "2023年3月至5月, 2023-03-01, 2023-05-31",
        "2023年11月至2月, 2023-11-01, 2024-02-29",
        "2023年6月上旬至下旬, 2023-06-01, 2023-06-30",
        "2023年下半年, 2023-07-01, 2023-12-31",
        "2023年内, 2023-01-01, 2023-12-31",
        "2023年全年, 2023-01-01, 2023-12-31",
    })
    void aStretchOfTimeIsAWindow(String words, LocalDate first, LocalDate last) {
        Outcome outcome = DeadlineText.read(words, BY, false);
        assertThat(outcome.deadline()).isEqualTo(window(first, last));
        assertThat(outcome.reckoned()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "6月底前, 2023-06-30",
        "4月12日前, 2023-04-12",
        "6.30前, 2023-06-30",
        "今年6月底前, 2023-06-30",
        "明年3月底前, 2024-03-31",
        "次年3月31日前, 2024-03-31",
        "年底前, 2023-12-31",
        "今年底前, 2023-12-31",
        "本月底前, 2023-04-30",
        "本月20日前, 2023-04-20",
        "下月10日前, 2023-05-10",
        "本周五前, 2023-04-14",
        "下周一前, 2023-04-17",
        "方案印发后10个工作日内, 2023-04-25",
        "自本方案印发之日起10日内, 2023-04-22",
        "印发后一周内, 2023-04-19",
        "通知下发后两个月内完成, 2023-06-12",
        "印发后半个月内, 2023-04-27",
        "即日起5个工作日内, 2023-04-19",
        "6月30日18:00前, 2023-06-30",
        "6月30日下班前报送, 2023-06-30",
    })
    void whatIsNotWrittenOutIsReckonedByTheDocument(String words, LocalDate last) {
        Outcome outcome = DeadlineText.read(words, BY, false);
        assertThat(outcome.deadline()).isEqualTo(before(last));
        assertThat(outcome.reckoned()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"长期坚持", "即日起", "持续推进", "常态化开展", "自印发之日起长期坚持", "即日起,持续开展", "本方案印发之日起"})
    void workWithoutAnyDateGoesOnFromTheIssue(String words) {
        assertThat(DeadlineText.read(words, BY, false)).isEqualTo(new Outcome(from(ISSUED), true, null));
    }

    @Test
    void aWindowMayBeginWithTheIssue() {
        assertThat(read("即日起至6月30日")).isEqualTo(window(ISSUED, LocalDate.of(2023, 6, 30)));
        assertThat(read("即日起至5月上旬")).isEqualTo(window(ISSUED, LocalDate.of(2023, 5, 10)));
    }

    @ParameterizedTest
    @CsvSource({
        "每月5日前, MONTH, , 5",
        "每月5日前报送, MONTH, , 5",
        "每月底前, MONTH, , 31",
        "每月, MONTH, , ",
        "每月结束后10日内, MONTH, , 10",
        "每周五前, WEEK, , 5",
        "每周, WEEK, , ",
        "每日, DAY, , ",
        "每季度末, QUARTER, 3, 31",
        "每季度, QUARTER, , ",
        "每季度末月25日前, QUARTER, 3, 25",
        "每季度首月10日前报送上季度情况, QUARTER, 1, 10",
        "每季度结束后5日内, QUARTER, 1, 5",
        "每半年, HALF_YEAR, , ",
        "每年12月底前, YEAR, 12, 31",
        "每年3月1日前, YEAR, 3, 1",
    })
    void whatIsOwedAgainAndAgainIsAPeriodicReport(String words, Every every, Integer month, Integer day) {
        assertThat(read(words)).isEqualTo(from(ISSUED).reporting(new PeriodicReport(every, month, day)));
    }

    @Test
    void aPeriodicReportMayBeginLater() {
        assertThat(read("2023年6月1日起,每周五前报送进展"))
                .isEqualTo(from(LocalDate.of(2023, 6, 1)).reporting(new PeriodicReport(Every.WEEK, null, 5)));
        assertThat(read("长期坚持,每月5日前报送")).isEqualTo(from(ISSUED).reporting(new PeriodicReport(Every.MONTH, null, 5)));
    }

    // ------------------------------------------------------------------------------------------- years that aren't
    // written

    @Test
    void aDayLongGoneByIsOneOfTheNextYear() {
        ReckoningDay november = issued(LocalDate.of(2023, 11, 20));
        assertThat(DeadlineText.read("12月20日前", november, false).deadline())
                .isEqualTo(before(LocalDate.of(2023, 12, 20)));
        assertThat(DeadlineText.read("3月底前", november, false).deadline()).isEqualTo(before(LocalDate.of(2024, 3, 31)));
        assertThat(DeadlineText.read("2月29日前", november, false).deadline())
                .isEqualTo(before(LocalDate.of(2024, 2, 29)));
    }

    @Test
    void aDayJustGoneByIsUnclear() {
        assertThat(why("3月底前")).isEqualTo(Unresolved.Code.YEAR_UNCLEAR);
        assertThat(why("1月1日至3月1日")).isEqualTo(Unresolved.Code.YEAR_UNCLEAR);
    }

    @Test
    void aWindowThatHasBegunAndNotEndedIsOneOfThatYear() {
        assertThat(read("1月1日至5月1日")).isEqualTo(window(LocalDate.of(2023, 1, 1), LocalDate.of(2023, 5, 1)));
        assertThat(read("4月")).isEqualTo(window(LocalDate.of(2023, 4, 1), LocalDate.of(2023, 4, 30)));
    }

    @Test
    void theYearOfTheTitleGoesBeforeThatOfTheIssue() {
        ReckoningDay of2024 = ReckoningDay.of(LocalDate.of(2023, 12, 25), 2024, day -> false);
        assertThat(DeadlineText.read("1月10日前", of2024, false).deadline()).isEqualTo(before(LocalDate.of(2024, 1, 10)));
        assertThat(DeadlineText.read("年底前", of2024, false).deadline()).isEqualTo(before(LocalDate.of(2024, 12, 31)));
        ReckoningDay settlementOf2022 = ReckoningDay.of(LocalDate.of(2023, 2, 1), 2022, day -> false);
        assertThat(DeadlineText.read("5月31日前", settlementOf2022, false).deadline())
                .isEqualTo(before(LocalDate.of(2023, 5, 31)));
    }

    @Test
    void theDaysOfThePhaseSayWhichYearIsMeant() {
        ReckoningDay inPhase = issued(LocalDate.of(2023, 1, 10)).within("2022年12月至2023年1月");
        assertThat(DeadlineText.read("12月20日前", inPhase, false).deadline())
                .isEqualTo(before(LocalDate.of(2022, 12, 20)));
        assertThat(DeadlineText.read("1月20日前", inPhase, false).deadline()).isEqualTo(before(LocalDate.of(2023, 1, 20)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"6月底前", "长期坚持", "即日起至2023年6月30日", "每月5日前", "印发后10日内", "年底前", "本周五前"})
    void withoutADateOfIssueWhatFollowsFromItIsOpen(String words) {
        assertThat(DeadlineText.read(words, issued(null), false).why()).isEqualTo(Unresolved.Code.ISSUE_DATE_NEEDED);
    }

    // ------------------------------------------------------------------------------------------- what is not guessed

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "尽快",
                "按上级要求",
                "春节前",
                "2023年3月初",
                "3月15日左右",
                "2023年3月10日前后",
                "2023年3月1日后",
                "2023年3月1日后5日内",
                "2023年3月1日起5个工作日内",
                "收文后5个工作日内",
                "10个工作日内",
                "2023年3月1日前启动并持续开展",
                "2023年6月底前完成,并长期坚持",
                "3月底前拟定,6月底前完成",
                "2023年",
                "2023年度",
                "2022年版",
                "每月前5个工作日内",
                "每两周",
                "3月至6月,每周五前",
                "2023年3月10日前，第一批",
            })
    void aWordingThatIsNotUnderstoodIsNotGuessed(String words) {
        assertThat(why(words)).isEqualTo(Unresolved.Code.UNREADABLE_DEADLINE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6月前", "2023年6月中旬前", "第二季度前", "上半年前完成"})
    void beforeAStretchOfTimeMayMeanItsBeginningOrItsEnd(String words) {
        assertThat(why(words)).isEqualTo(Unresolved.Code.AMBIGUOUS_DEADLINE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2023年2月30日前",
                "2023年2月29日",
                "2023年13月1日前",
                "2023年4月31日起持续开展",
                "2023年3月0日前",
                "2023年3月25日-32日",
                "2023年3月28日-25日",
                "2023年3月28日-2023年3月1日",
                "2203年3月10日前",
                "0000年3月10日前",
                "9月31日前",
                "2023.2.30前",
                "每月45日前",
            })
    void aDayThatDoesNotExistIsNoDeadline(String words) {
        assertThat(why(words)).isEqualTo(Unresolved.Code.IMPOSSIBLE_DEADLINE);
    }

    @Test
    void theTwentyNinthOfFebruaryExistsInLeapYears() {
        assertThat(read("2024年2月29日前")).isEqualTo(before(LocalDate.of(2024, 2, 29)));
    }

    // ------------------------------------------------------------------------------------------- running text

    @ParameterizedTest
    @CsvSource({
        "在 12 月 15 日前完成, 2022-12-20, 2022-12-15",
        "在 12 月 15 日前完成, 2023-01-10, 2022-12-15",
        "1月10日之前上报, 2022-12-20, 2023-01-10",
        "2023年1月10日以前上报, 2022-12-20, 2023-01-10",
    })
    void aDateWithoutYearInTheBodyIsTheOneNearestToTheTitle(String body, LocalDate near, LocalDate expected) {
        assertThat(DeadlineText.within(body))
                .extracting(found -> DeadlineText.read(found.words(), ReckoningDay.near(near), true)
                        .deadline())
                .containsExactly(before(expected));
    }

    @Test
    void allDeadlinesOfABodyAreFoundInOrderAndInPlace() {
        String body = "3月1日起试行，3 月25日至28日切换，6月底前总结，每月5日前上报，印发后10日内制定细则。".replace('，', ',');
        assertThat(DeadlineText.within(body))
                .extracting(Found::words)
                .containsExactly("3月1日起", "3月25日至28日", "6月底前", "每月5日前", "印发后10日内");
        assertThat(DeadlineText.within(body))
                .extracting(found -> body.substring(found.from(), found.to()))
                .contains("3 月25日至28日");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "次年3月1日前报送",
                "3月1日前期工作",
                "3月1日召开会议",
                "每日核对",
                "每周五召开例会",
                "1月至3月的数据",
                "2.5万户前",
                "第三季度数据",
                "每月45日前",
            })
    void otherDaysInABodyAreNoDeadlines(String body) {
        assertThat(DeadlineText.within(body)).isEmpty();
    }

    @Test
    void aDateAloneOnItsLineIsADateOfIssue() {
        assertThat(DeadlineText.date("2023 年 2 月 23 日"))
                .contains(new Outcome(on(LocalDate.of(2023, 2, 23)), false, null));
        assertThat(DeadlineText.date("二〇二三年二月二十三日")).contains(new Outcome(on(LocalDate.of(2023, 2, 23)), false, null));
        assertThat(DeadlineText.date("2023年2月23日印发")).isEmpty();
    }
}
