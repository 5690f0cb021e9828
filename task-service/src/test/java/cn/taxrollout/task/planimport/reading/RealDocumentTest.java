package cn.taxrollout.task.planimport.reading;

import static cn.taxrollout.task.planimport.draft.ReadDeadline.Kind.BEFORE;
import static cn.taxrollout.task.planimport.draft.ReadDeadline.Kind.FROM;
import static cn.taxrollout.task.planimport.draft.ReadDeadline.Kind.ON;
import static cn.taxrollout.task.planimport.draft.ReadDeadline.Kind.WINDOW;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cn.taxrollout.task.planimport.Documents;
import cn.taxrollout.task.planimport.draft.Anomaly;
import cn.taxrollout.task.planimport.draft.DraftPlan;
import cn.taxrollout.task.planimport.draft.DraftTask;
import cn.taxrollout.task.planimport.draft.ResponsibleUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The first bureau's own plan. It is marked 不予公开 and lies beside the repository, where it may be had at all. */
class RealDocumentTest {

    private static final String DOCUMENT = "shared/source/wolong-2023-4.txt";

    @Test
    void thePlanOfTheFirstBureauIsReadCompletely() throws IOException {
        Optional<Path> document = Documents.upwards(DOCUMENT);
        assumeTrue(document.isPresent(), "skipped: the real document ../" + DOCUMENT + " is not on this machine");

        DraftPlan plan =
                PlanDocumentReader.read(Files.readAllBytes(document.get()), Documents.ANY_UNIT, Documents.WEEKEND);

        assertThat(plan.phases()).hasSize(5);
        assertThat(plan.tasks().map(DraftTask::number)).hasSize(23).doesNotHaveDuplicates();
        assertThat(plan.tasks().collect(groupingBy(task -> task.deadline().kind(), counting())))
                .isEqualTo(Map.of(BEFORE, 16L, ON, 1L, WINDOW, 2L, FROM, 4L));
        assertThat(plan.tasks().mapToInt(task -> task.units().size()).sum()).isEqualTo(36);
        assertThat(plan.tasks()
                        .flatMap(task -> task.units().stream())
                        .map(ResponsibleUnit::name)
                        .distinct())
                .hasSize(5);
        assertThat(plan.issuedOn()).isEqualTo("2023-02-23");
        assertThat(plan.confidential()).isTrue();
        assertThat(Documents.review(plan).unresolved()).isEmpty();
        assertThat(Documents.anomalies(plan))
                .extracting(Anomaly::code)
                .containsOnly(
                        Anomaly.Code.DUE_BEFORE_ISSUE, Anomaly.Code.DUE_ON_REST_DAY, Anomaly.Code.OPENS_ON_REST_DAY)
                .hasSize(13);
    }
}
