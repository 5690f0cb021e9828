package cn.taxrollout.notification.preference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {
    @ParameterizedTest
    @CsvSource({
        "22:00, 07:00, 2023-03-20T21:59:59, 2023-03-20T21:59:59",
        "22:00, 07:00, 2023-03-20T22:00, 2023-03-21T07:00",
        "22:00, 07:00, 2023-03-20T23:59, 2023-03-21T07:00",
        "22:00, 07:00, 2023-03-21T00:00, 2023-03-21T07:00",
        "22:00, 07:00, 2023-03-21T06:59, 2023-03-21T07:00",
        "22:00, 07:00, 2023-03-21T07:00, 2023-03-21T07:00",
        "12:00, 14:00, 2023-03-20T11:59, 2023-03-20T11:59",
        "12:00, 14:00, 2023-03-20T12:00, 2023-03-20T14:00",
        "12:00, 14:00, 2023-03-20T13:30, 2023-03-20T14:00",
        "12:00, 14:00, 2023-03-20T14:00, 2023-03-20T14:00",
        "22:00, 00:00, 2023-03-20T23:00, 2023-03-21T00:00",
        "00:00, 06:00, 2023-03-20T00:00, 2023-03-20T06:00"
    })
    void quietHoursHoldToTheirEnd(LocalTime from, LocalTime to, String moment, String end) {
        assertThat(new QuietHours(from, to).endOf(inChina(moment))).isEqualTo(inChina(end));
    }

    private static Instant inChina(String localTime) {
        return LocalDateTime.parse(localTime).atZone(ZoneId.of("Asia/Shanghai")).toInstant();
    }
}
