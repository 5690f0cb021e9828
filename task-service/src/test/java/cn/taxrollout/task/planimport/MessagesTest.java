package cn.taxrollout.task.planimport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessagesTest {

    private static final List<String> ARGUMENTS = List.of("甲", "乙", "丙", "丁");

    @ParameterizedTest
    @EnumSource(Problem.Code.class)
    void everyProblemHasATextInBothLanguages(Problem.Code code) {
        assertBothLanguages(locale -> new Problem(code, 7, ARGUMENTS).text(locale));
    }

    @ParameterizedTest
    @EnumSource(Anomaly.Code.class)
    void everyAnomalyHasATextInBothLanguages(Anomaly.Code code) {
        assertBothLanguages(locale -> new Anomaly(code, 7, ARGUMENTS).text(locale));
    }

    private static void assertBothLanguages(Function<Locale, String> text) {
        String chinese = text.apply(Locale.CHINA);
        String english = text.apply(Locale.UK);
        assertThat(chinese).startsWith("第 7 行：").doesNotContain("{");
        assertThat(english).startsWith("Line 7: ").doesNotContain("{");
        for (String argument : ARGUMENTS) {
            assertThat(english.contains(argument)).isEqualTo(chinese.contains(argument));
        }
    }

    @Test
    void chineseIsTheDefaultForEveryOtherLanguage() {
        Problem problem = Problem.of(Problem.Code.NO_RESPONSIBLE_UNIT, 1_234, 5);
        assertThat(problem.text(Locale.FRENCH))
                .isEqualTo(problem.text(Locale.SIMPLIFIED_CHINESE))
                .isEqualTo("第 1234 行：任务 5 没有责任单位：应有“责任单位：……”一行");
    }

    @Test
    void aProblemOfTheWholeDocumentNamesNoLine() {
        assertThat(Problem.of(Problem.Code.EMPTY, null).text(Locale.ENGLISH)).isEqualTo("The file is empty");
    }

    @Test
    void longWordsAreCutInTexts() {
        assertThat(Problem.of(Problem.Code.UNKNOWN_UNIT, 1, 1, "组".repeat(500)).arguments())
                .containsExactly("1", "组".repeat(60) + "…");
    }

    @Test
    void theMessageOfTheExceptionHoldsNoWordsOfTheDocument() {
        assertThat(new UnreadableDocument(List.of(
                        Problem.of(Problem.Code.NO_TASKS, null), Problem.of(Problem.Code.UNKNOWN_UNIT, 7, 1, "神秘组"))))
                .hasMessage("NO_TASKS, UNKNOWN_UNIT@7");
    }
}
