package cn.taxrollout.task.planimport.draft;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChineseNumberTest {

    @ParameterizedTest
    @CsvSource({"5, 5", "23, 23", "五, 5", "两, 2", "十, 10", "十二, 12", "二十, 20", "二十三, 23", "一百零五, 105", "百, 100"})
    void numbersAreReadInDigitsAndCharacters(String text, int number) {
        assertThat(ChineseNumber.of(text)).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1234", "若干", "二3", "百百百百百百"})
    void whatIsNoNumberIsNone(String text) {
        assertThat(ChineseNumber.of(text)).isEmpty();
    }
}
