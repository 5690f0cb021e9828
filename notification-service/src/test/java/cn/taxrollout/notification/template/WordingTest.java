package cn.taxrollout.notification.template;

import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.notification.event.TaskEvent.Deadline;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
    @ParameterizedTest
    @CsvSource({
        "BEFORE, , 2023-03-25, 2023年3月25日前（含当日）, by 25 March 2023 (inclusive)",
        "ON, , 2023-04-05, 2023年4月5日当日, on 5 April 2023",
        "WINDOW, 2023-03-25, 2023-04-05, 2023年3月25日至2023年4月5日, from 25 March 2023 to 5 April 2023",
        "FROM, 2023-03-25, , 2023年3月25日起持续开展, 'from 25 March 2023 on, continuing'"
    })
    void deadlinesAreSaidAsOfficialTextsSayThem(
            Deadline.Kind kind, LocalDate opensOn, LocalDate dueOn, String chinese, String english) {
        var deadline = new Deadline(kind, Optional.ofNullable(opensOn), Optional.ofNullable(dueOn));
        assertThat(Wording.zh(deadline)).isEqualTo(chinese);
        assertThat(Wording.en(deadline)).isEqualTo(english);
    }
}
