package cn.taxrollout.notification.inbox;

import static cn.taxrollout.notification.Inboxes.as;
import static cn.taxrollout.notification.Inboxes.messages;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.notification.CopiedDirectory;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.Rows;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.TaskData;
import cn.taxrollout.notification.Topics;
import cn.taxrollout.notification.event.TaskEvent;
import cn.taxrollout.notification.event.TaskEventReader;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What falls due on one task on one day is one message to a person. */
@ServiceTest
class ReminderMergingTest {
    private static final String NINE = "2023-03-20T09:00:00+08:00";

    private static final Map<String, Object[]> SPECIFIC = Map.of(
            "TaskOpened",
            new Object[] {},
            "TaskDueSoon",
            new Object[] {"workingDaysLeft", 3},
            "TaskStale",
            new Object[] {"silentSince", "2023-03-06", "workingDaysSilent", 10},
            "PeriodicReportDue",
            new Object[] {"reportDueOn", "2023-03-20"},
            "TaskNotReceived",
            new Object[] {"workingDaysWaited", 2},
            "TaskOverdue",
            new Object[] {"workingDaysOverdue", 1, "level", 1},
            "TaskCompleted",
            new Object[] {});

    /** Hears what is to leave once more. */
    @ApplicationScoped
    static class Retold {
        private final ConcurrentLinkedQueue<Retelling> heard = new ConcurrentLinkedQueue<>();

        void hear(@Observes Retelling again) {
            heard.add(again);
        }

        List<Integer> roundsOf(UUID message) {
            return heard.stream()
                    .filter(again -> again.messageId().equals(message))
                    .map(Retelling::round)
                    .toList();
        }
    }

    @Inject
    CopiedDirectory copied;

    @Inject
    TaskEventReader reader;

    @Inject
    Notices notices;

    @Inject
    Retold retold;

    private final Organisation organisation = new Organisation();
    private final UUID task = Organisation.id();
    private UUID group;
    private UUID head;
    private UUID member;

    @BeforeEach
    void people() {
        group = organisation.unit("业务组", "WORKING_GROUP", null);
        head = organisation.holder(group, "HEAD");
        member = organisation.member(group);
        copied.take(organisation);
    }

    private void told(String type) {
        told(type, NINE, task);
    }

    private void told(String type, String time, UUID about) {
        try {
            TaskEvent event = reader.read(
                    "cn.taxrollout.task." + type + ".v1",
                    Topics.json(TaskData.ofTask(about, List.of(group), SPECIFIC.get(type))));
            QuarkusTransaction.requiringNew()
                    .run(() -> notices.write(List.of(new Notices.Occurrence(
                            Organisation.id(), OffsetDateTime.parse(time).toInstant(), event))));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Object> only(UUID person) {
        List<Map<String, Object>> found = messages(organisation, person);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "TaskDueSoon TaskStale PeriodicReportDue",
        "PeriodicReportDue TaskStale TaskDueSoon",
        "TaskStale TaskDueSoon TaskStale PeriodicReportDue"
    })
    void whatFallsDueAtOneTimeIsOneMessageThatSaysAllInWhateverOrder(String types) {
        for (String type : types.split(" ")) {
            told(type);
        }
        Map<String, Object> message = only(member);
        assertThat((String) message.get("title")).contains("【临期提醒】", "【进展提醒】", "【定期报告】", "；");
        assertThat((String) message.get("body")).contains("还有3个工作日到期", "已10个工作日没有进展反馈", "应于2023年3月20日反馈", "\n\n");
        assertThat(message).containsEntry("kind", "REMINDER").containsEntry("state", "UNREAD");
    }

    @Test
    void eachPersonGetsWhatIsForThatPerson() {
        told("TaskNotReceived");
        told("TaskDueSoon");
        assertThat((String) only(head).get("title")).contains("【未签收提醒】", "【临期提醒】");
        assertThat((String) only(member).get("title")).contains("【临期提醒】").doesNotContain("【未签收提醒】");
    }

    @Test
    void anotherDayAnotherTaskAndWhatDoesNotFallDueAreMessagesOfTheirOwn() {
        told("TaskDueSoon");
        told("TaskStale", "2023-03-21T09:00:00+08:00", task);
        told("TaskStale", NINE, Organisation.id());
        told("TaskCompleted");
        assertThat(messages(organisation, member)).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"TaskOverdue,PeriodicReportDue", "PeriodicReportDue,TaskOverdue"})
    void theUrgentIsNotHiddenInAReminder(String first, String second) {
        told(first);
        told(second);
        Map<String, Object> message = only(member);
        assertThat(message)
                .containsEntry("kind", "URGENT")
                .containsEntry("event", "TaskOverdue")
                .containsEntry("acknowledgementAsked", true);
        assertThat((String) message.get("title")).startsWith("【超期提醒】").contains("；【定期报告】");
        as(organisation, member)
                .get("/v1/inbox?kind=URGENT")
                .then()
                .statusCode(200)
                .body("items.size()", org.hamcrest.Matchers.equalTo(1));
    }

    @Test
    void whatIsAddedToAMessageThatWasReadIsUnreadAgain() {
        told("TaskOverdue");
        String id = (String) only(member).get("id");
        as(organisation, member)
                .post("/v1/inbox/" + id + "/acknowledgement")
                .then()
                .statusCode(200);
        told("PeriodicReportDue");
        assertThat(only(member))
                .containsEntry("id", id)
                .containsEntry("state", "UNREAD")
                .containsEntry("acknowledgedAt", null);
    }

    @Test
    void whatIsAddedWhileTheFirstWaitsLeavesWithItAndTheUrgentAtOnce() {
        told("TaskDueSoon");
        assertThat(secondsUntilDelivery()).isBetween(1.0, 5.0);
        told("TaskStale");
        UUID message = UUID.fromString((String) only(member).get("id"));
        assertThat(retold.roundsOf(message)).isEmpty();
        told("TaskOverdue");
        assertThat(secondsUntilDelivery()).isNegative();
        assertThat(retold.roundsOf(message)).isEmpty();
    }

    @Test
    void whatIsAddedAfterTheFirstHasLeftMakesItLeaveAgainUnlessItIsWeaker() {
        told("TaskDueSoon");
        hasLeft();
        told("TaskStale");
        UUID message = UUID.fromString((String) only(member).get("id"));
        assertThat(retold.roundsOf(message)).containsExactly(2);
        told("TaskOverdue");
        assertThat(retold.roundsOf(message)).containsExactly(2, 3);
        told("PeriodicReportDue");
        assertThat(retold.roundsOf(message))
                .as("nobody is disturbed for a reminder in what was urgent")
                .containsExactly(2, 3);
    }

    @Test
    void ofManyAtTheSameTimeNoneIsLostAndNoneMakesASecondMessage() throws Exception {
        List<Callable<Void>> writers = new ArrayList<>();
        for (String type : List.of("TaskDueSoon", "TaskStale", "PeriodicReportDue", "TaskNotReceived", "TaskOverdue")) {
            writers.add(() -> {
                told(type);
                return null;
            });
        }
        var threads = Executors.newFixedThreadPool(writers.size());
        try {
            for (Future<Void> writer : threads.invokeAll(writers)) {
                writer.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(((String) only(head).get("title")).split("；")).hasSize(5);
        assertThat(((String) only(member).get("title")).split("；")).hasSize(4);
    }

    @Test
    void theTextOutsideOfTheInboxIsTheSame() {
        told("TaskDueSoon");
        told("TaskOverdue");
        Map<String, Object> message = only(member);
        for (String column : List.of("title", "body")) {
            assertThat(Rows.of(
                            "select " + column + "_zh from told_message where message_id = ?",
                            UUID.fromString((String) message.get("id"))))
                    .containsExactly(message.get(column));
        }
        Map<String, Object> english = as(organisation, member)
                .header("Accept-Language", "en")
                .get("/v1/inbox")
                .path("items[0]");
        assertThat(Rows.of("select title_en from told_message where message_id = ?", UUID.fromString((String)
                        message.get("id"))))
                .containsExactly(english.get("title"));
    }

    @Test
    void thePositionRisesWithWhatIsAdded() {
        told("TaskDueSoon");
        long before = position();
        told("TaskStale");
        assertThat(position()).isGreaterThan(before);
        assertThat(Rows.of("select position from notice where task_id = ? order by position", task).stream()
                        .map(Long.class::cast)
                        .collect(Collectors.toList()))
                .containsExactly(before, position());
    }

    private long position() {
        return (Long) Rows.of("select position from inbox_message where staff_id = ?", member)
                .get(0);
    }

    private double secondsUntilDelivery() {
        return ((Number) Rows.of(
                                "select extract(epoch from min(deliver_at) - clock_timestamp())::float8 from notice"
                                        + " where task_id = ?",
                                task)
                        .get(0))
                .doubleValue();
    }

    private void hasLeft() {
        Rows.of("update notice set deliver_at = null where task_id = ? returning id", task);
    }
}
