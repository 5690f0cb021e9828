package cn.taxrollout.notification.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.notification.CopiedDirectory;
import cn.taxrollout.notification.Inboxes;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.Rows;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.TaskData;
import cn.taxrollout.notification.Topics;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes with one poll, and so is to be committed together. */
@ServiceTest
class EventIntakeTest {
    @Inject
    EventIntake intake;

    @Inject
    TaskEvents tasks;

    @Inject
    CopiedDirectory copied;

    private final Organisation organisation = new Organisation();
    private final UUID good = Organisation.id();
    private final UUID bad = Organisation.id();
    private long offset = System.nanoTime();
    private UUID group;
    private UUID member;

    @BeforeEach
    void aGroup() {
        group = organisation.unit("综合组", "WORKING_GROUP", null);
        member = organisation.member(group);
        copied.take(organisation);
    }

    @Test
    void oneBadEventStopsItsKeyAloneAndARepetitionTellsNothing() {
        IncomingEvent issued = event(good, "TaskIssued", group, "backfilled", false);
        intake.take(
                tasks,
                List.of(
                        issued,
                        event(bad, "TaskOpened", group),
                        event(bad, "TaskReopened", Organisation.id(), "reason", "复核"),
                        event(good, "TaskReceived", group),
                        issued,
                        event(bad, "TaskCompleted", group),
                        event(good, "TaskCompleted", group)));

        assertThat(Inboxes.events(organisation, member)).containsExactly("TaskCompleted", "TaskOpened", "TaskIssued");
        assertThat(reasonsOf(bad))
                .satisfiesExactly(
                        first -> assertThat(first).contains("isn't in the directory copy"),
                        second -> assertThat(second).isEqualTo("waits behind an earlier event of its key"));

        intake.take(tasks, List.of(issued, event(good, "TaskReopened", group, "reason", "复核")));
        assertThat(Inboxes.events(organisation, member))
                .containsExactly("TaskReopened", "TaskCompleted", "TaskOpened", "TaskIssued");
    }

    @Test
    void allOfAPollIsToldInItsOrder() {
        intake.take(
                tasks,
                Stream.of("TaskOpened", "TaskCompleted", "TaskEstablished", "TaskCompleted")
                        .map(name -> event(Organisation.id(), name, group))
                        .toList());
        assertThat(Inboxes.events(organisation, member))
                .containsExactly("TaskCompleted", "TaskEstablished", "TaskCompleted", "TaskOpened");
    }

    private IncomingEvent event(UUID task, String name, UUID unit, Object... more) {
        Map<String, String> headers = Map.of(
                "ce_id",
                Organisation.id().toString(),
                "ce_type",
                "cn.taxrollout.task." + name + ".v1",
                "ce_time",
                Topics.DAY);
        return new IncomingEvent(
                Topics.TASKS,
                0,
                offset++,
                task.toString(),
                headers,
                Topics.json(TaskData.ofTask(task, List.of(unit), more)));
    }

    private static List<String> reasonsOf(UUID key) {
        return Rows.of("select reason from parked_event where record_key = ? order by id", key.toString()).stream()
                .map(Object::toString)
                .toList();
    }
}
