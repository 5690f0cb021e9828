package cn.taxrollout.task.planimport;

import static cn.taxrollout.task.planimport.ReadDeadline.before;
import static cn.taxrollout.task.planimport.ReadDeadline.from;
import static cn.taxrollout.task.planimport.ReadDeadline.on;
import static cn.taxrollout.task.planimport.ReadDeadline.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.taxrollout.task.planimport.DeadlineText.Found;
import cn.taxrollout.task.planimport.DeadlineText.ImpossibleDate;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTextTest {

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
                "截至2022年12月15日",
                "不晚于2022年12月15日",
                "最迟2022年12月15日前",
            })
    void aDayBeforeWhichTheWorkIsDoneCountsItself(String words) throws ImpossibleDate {
        assertThat(DeadlineText.read(words)).contains(before(LocalDate.of(2022, 12, 15)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2023年3月28日", "2023 年3月 28日", "于2023年3月28日", "2023年3月28日当天", "2023年03月28日完成"})
    void aDayAloneIsThatDay(String words) throws ImpossibleDate {
        assertThat(DeadlineText.read(words)).contains(on(LocalDate.of(2023, 3, 28)));
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
            })
    void twoDaysAreAWindow(String words) throws ImpossibleDate {
        assertThat(DeadlineText.read(words)).contains(window(LocalDate.of(2023, 3, 25), LocalDate.of(2023, 3, 28)));
    }

    @ParameterizedTest
    @CsvSource({
        "2022年12月28日至2023年1月5日, 2022-12-28, 2023-01-05",
        "2022年12月28日至1月5日, 2022-12-28, 2023-01-05",
        "2023年3月28日-4月2日, 2023-03-28, 2023-04-02",
        "2023年3月28日-28日, 2023-03-28, 2023-03-28",
    })
    void aWindowMayCrossMonthsAndYears(String words, LocalDate first, LocalDate last) throws ImpossibleDate {
        assertThat(DeadlineText.read(words)).contains(window(first, last));
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
            })
    void aDayFromWhichTheWorkGoesOnHasNoEnd(String words) throws ImpossibleDate {
        assertThat(DeadlineText.read(words.replace('，', ','))).contains(from(LocalDate.of(2023, 3, 1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "尽快",
                "长期坚持",
                "3月10日前",
                "2023年3月底前",
                "2023年第二季度",
                "2023年3月10日前后",
                "2023年3月1日后",
                "2023年3月1日后5日内",
                "2023年3月1日起5个工作日内",
                "2023年3月1日前启动并持续开展",
                "2023年3月",
                "2023年度",
                "每年3月1日前",
                "2023年3月10日前，第一批",
            })
    void aWordingThatIsNotUnderstoodIsNotGuessed(String words) throws ImpossibleDate {
        assertThat(DeadlineText.read(words)).isEmpty();
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
            })
    void aDayThatDoesNotExistIsRefused(String words) {
        assertThatThrownBy(() -> DeadlineText.read(words)).isInstanceOf(ImpossibleDate.class);
    }

    @Test
    void theTwentyNinthOfFebruaryExistsInLeapYears() throws ImpossibleDate {
        assertThat(DeadlineText.read("2024年2月29日前")).contains(before(LocalDate.of(2024, 2, 29)));
    }

    @ParameterizedTest
    @CsvSource({
        "在 12 月 15 日前完成, 2022-12-20, 2022-12-15",
        "在 12 月 15 日前完成, 2023-01-10, 2022-12-15",
        "1月10日之前上报, 2022-12-20, 2023-01-10",
        "2023年1月10日以前上报, 2022-12-20, 2023-01-10",
    })
    void aDateWithoutYearInTheBodyIsTheOneNearestToTheTitle(String body, LocalDate near, LocalDate expected)
            throws ImpossibleDate {
        assertThat(DeadlineText.within(body, near)).extracting(Found::deadline).containsExactly(before(expected));
    }

    @Test
    void allDeadlinesOfABodyAreFoundInOrder() throws ImpossibleDate {
        assertThat(DeadlineText.within("3月1日起试行，3月25日至28日切换，3月30日前总结。", LocalDate.of(2023, 3, 30)))
                .extracting(Found::deadline)
                .containsExactly(
                        from(LocalDate.of(2023, 3, 1)),
                        window(LocalDate.of(2023, 3, 25), LocalDate.of(2023, 3, 28)),
                        before(LocalDate.of(2023, 3, 30)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"每年3月1日前报送", "次年3月1日前报送", "3月1日前期工作", "3月1日召开会议", "3月底前完成"})
    void otherDaysInABodyAreNoDeadlines(String body) throws ImpossibleDate {
        assertThat(DeadlineText.within(body, LocalDate.of(2023, 3, 1))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2月30日前完成", "2023年13月1日前完成", "2月29日前完成"})
    void aDayThatDoesNotExistIsRefusedInABodyToo(String body) {
        assertThatThrownBy(() -> DeadlineText.within(body, LocalDate.of(2022, 3, 1)))
                .isInstanceOf(ImpossibleDate.class);
    }

    @Test
    void aDateAloneOnItsLineIsADateOfIssue() throws ImpossibleDate {
        assertThat(DeadlineText.date("2023 年 2 月 23 日")).contains(LocalDate.of(2023, 2, 23));
        assertThat(DeadlineText.date("2023年2月23日印发")).isEmpty();
    }
}
