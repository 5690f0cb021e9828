package cn.taxrollout.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.channel.ChannelName;
import cn.taxrollout.notification.preference.KindPreference;
import cn.taxrollout.notification.preference.Preference;
import cn.taxrollout.notification.preference.QuietHours;
import cn.taxrollout.notification.web.Language;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Working time is 08:30 to 18:00, quiet hours are from 17:00 to 09:30; 2023-03-24 is a Friday, 2023-01-28 a worked Saturday. */
@ServiceTest
class DeliveryTimesTest {
    private static final QuietHours QUIET = new QuietHours(LocalTime.of(17, 0), LocalTime.of(9, 30));

    @Inject
    DeliveryTimes times;

    @ParameterizedTest
    @CsvSource({
        "URGENT, 2023-03-25T03:00, 2023-03-25T03:00",
        "MANDATORY, 2023-03-25T03:00, 2023-03-25T09:30",
        "MANDATORY, 2023-03-25T12:00, 2023-03-25T12:00",
        "REMINDER, 2023-03-24T16:59, 2023-03-24T16:59",
        "REMINDER, 2023-03-24T17:30, 2023-03-27T09:30",
        "INFORMATION, 2023-03-25T12:00, 2023-03-27T09:30",
        "INFORMATION, 2023-01-28T12:00, 2023-01-28T12:00"
    })
    void onlyWhatIsUrgentLeavesAtOnce(MessageKind kind, String now, String leaves) {
        assertThat(times.earliest(kind, preference(Optional.of(QUIET)), inChina(now)))
                .isEqualTo(inChina(leaves));
    }

    @Test
    void quietHoursThatLeaveNoWorkingTimeEndAllTheSame() {
        var allDay = new QuietHours(LocalTime.of(7, 0), LocalTime.of(23, 0));
        assertThat(times.earliest(
                        MessageKind.INFORMATION, preference(Optional.of(allDay)), inChina("2023-03-24T10:00")))
                .isAfterOrEqualTo(inChina("2023-03-24T23:00"));
    }

    @ParameterizedTest
    @CsvSource({
        "2023-03-24T08:00, 2023-03-24T09:00",
        "2023-03-24T09:00, 2023-03-24T16:30",
        "2023-03-24T16:30, 2023-03-27T09:00",
        "2023-03-25T08:00, 2023-03-27T09:00",
        "2023-01-28T08:00, 2023-01-28T09:00"
    })
    void theNextDigestOfAWorkingDayCollects(String now, String digest) {
        Preference preference = preference(Optional.empty(), LocalTime.of(16, 30), LocalTime.of(9, 0));
        assertThat(times.digest(MessageKind.REMINDER, preference, inChina(now))).contains(inChina(digest));
        assertThat(times.digest(MessageKind.URGENT, preference, inChina(now))).isEmpty();
        assertThat(times.digest(MessageKind.MANDATORY, preference, inChina(now)))
                .isEmpty();
    }

    private static Preference preference(Optional<QuietHours> quiet, LocalTime... digestAt) {
        Map<MessageKind, KindPreference> kinds = new EnumMap<>(MessageKind.class);
        for (MessageKind kind : MessageKind.values()) {
            kinds.put(kind, new KindPreference(Set.of(), Arrays.asList(digestAt)));
        }
        return new Preference(Language.CHINESE, List.of(ChannelName.values()), quiet, kinds);
    }

    private static Instant inChina(String localTime) {
        return LocalDateTime.parse(localTime).atZone(ZoneId.of("Asia/Shanghai")).toInstant();
    }
}
