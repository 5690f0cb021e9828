package cn.taxrollout.notification.workinghours;

import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.workinghours.WorkingYears.WorkingYearChanged;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

@ServiceTest
class WorkingHoursTest {
    @Inject
    WorkingHours hours;

    @ParameterizedTest
    @CsvSource({
        "2023-03-20T08:30, 2023-03-20T08:30, the first moment of a working day",
        "2023-03-20T17:59, 2023-03-20T17:59, the last minute of it",
        "2023-03-20T03:00, 2023-03-20T08:30, before work",
        "2023-03-20T18:00, 2023-03-21T08:30, after work",
        "2023-03-24T20:00, 2023-03-27T08:30, Friday evening",
        "2023-03-25T10:00, 2023-03-27T08:30, Saturday",
        "2023-01-28T10:00, 2023-01-28T10:00, a Saturday worked in exchange",
        "2023-01-27T10:00, 2023-01-28T08:30, the last day of a holiday before it",
        "2026-09-30T18:00, 2026-10-08T08:30, the week of the National Day",
        "2022-12-30T19:00, 2023-01-03T08:30, New Year in two years"
    })
    void whatComesOutsideOfWorkingTimeWaitsForIt(String moment, String next, String why) {
        assertThat(hours.nextWorkingTime(inChina(moment))).as(why).isEqualTo(inChina(next));
        assertThat(hours.isWorkingTime(inChina(moment))).as(why).isEqualTo(moment.equals(next));
    }

    @ParameterizedTest
    @CsvSource({
        "2023-03-20T09:00, PT2H, 2023-03-20T11:00",
        "2023-03-20T17:00, PT2H, 2023-03-21T09:30",
        "2023-03-20T17:00, PT1H, 2023-03-20T18:00",
        "2023-03-24T21:00, PT2H, 2023-03-27T10:30",
        "2023-03-20T08:30, PT19H, 2023-03-21T18:00"
    })
    void workingTimePassesInWorkingHoursOnly(String from, Duration worked, String until) {
        assertThat(hours.plusWorkingTime(inChina(from), worked)).isEqualTo(inChina(until));
    }

    @Test
    void workingDaysAreThoseOfTheStatutoryCalendar() {
        assertThat(hours.plusWorkingDays(LocalDate.of(2023, 1, 20), 1)).isEqualTo(LocalDate.of(2023, 1, 28));
        assertThat(hours.plusWorkingDays(LocalDate.of(2023, 1, 20), 3)).isEqualTo(LocalDate.of(2023, 1, 30));
    }

    @Test
    void aYearThatNobodyHasAnnouncedCountsMondayToFriday() {
        assertThat(hours.isWorkingDay(LocalDate.of(2035, 10, 1))).isTrue();
        assertThat(hours.isWorkingDay(LocalDate.of(2035, 10, 6))).isFalse();
    }

    @Test
    void theShippedYearsAreThoseOfTaskService() throws IOException {
        Path own = Path.of("src/main/resources/working-days.csv");
        Path producer = Path.of("../task-service/src/main/resources/working-days.csv");
        assertThat(Files.readString(own)).isEqualTo(Files.readString(producer));
    }

    @Test
    @SuppressWarnings("unchecked")
    void whatTheContractSaysIsReadOfAYearIsWhatIsRead() throws IOException {
        Map<String, Object> contract = new Yaml().load(Files.readString(Path.of("src/main/contracts/asyncapi.yaml")));
        var schemas =
                (Map<String, Map<String, Object>>) ((Map<String, Object>) contract.get("components")).get("schemas");
        assertThat((List<String>) schemas.get("WorkingYear").get("required"))
                .containsExactlyElementsOf(Arrays.stream(WorkingYearChanged.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    private static Instant inChina(String localTime) {
        return LocalDateTime.parse(localTime).atZone(ZoneId.of("Asia/Shanghai")).toInstant();
    }
}
