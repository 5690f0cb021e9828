package cn.taxrollout.notification.chasing;

import static cn.taxrollout.notification.Inboxes.as;
import static cn.taxrollout.notification.Inboxes.messages;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.notification.CopiedDirectory;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.Rows;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.WrittenNotices;
import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.inbox.Retelling;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ServiceTest
class ChasingTest {
    @Inject
    CopiedDirectory copied;

    @Inject
    WrittenNotices notices;

    @Inject
    Chasing chasing;

    @Inject
    ChasingLadder ladder;

    @Inject
    Faults faults;

    private final Organisation organisation = new Organisation();
    private UUID bureau;
    private UUID group;
    private UUID director;
    private UUID head;
    private UUID member;
    private UUID colleague;

    /** Breaks the transaction of a step after so many messages, as a crash does. */
    @ApplicationScoped
    static class Faults {
        private final AtomicInteger untilFault = new AtomicInteger(Integer.MAX_VALUE);

        void breakAfter(int messages) {
            untilFault.set(messages);
        }

        boolean happened() {
            return untilFault.get() <= 0;
        }

        void hear(@Observes Retelling again) {
            if (untilFault.decrementAndGet() == 0) {
                throw new IllegalStateException("crashed on purpose");
            }
        }
    }

    @BeforeEach
    void people() {
        bureau = organisation.unit("区局", "BUREAU", null);
        group = organisation.unit("业务组", "WORKING_GROUP", bureau);
        director = organisation.holder(bureau, "HEAD");
        head = organisation.holder(group, "HEAD");
        member = organisation.member(group);
        colleague = organisation.member(group);
        copied.take(organisation);
    }

    @ParameterizedTest
    @CsvSource({
        // a Friday afternoon, then the three working days after the weekend
        "MANDATORY, 2023-03-17T16:00:00+08:00, 1, 2023-03-20T09:00:00+08:00",
        "MANDATORY, 2023-03-17T16:00:00+08:00, 2, 2023-03-21T09:00:00+08:00",
        "MANDATORY, 2023-03-17T16:00:00+08:00, 3, 2023-03-22T09:00:00+08:00",
        // before the New Year's holidays, 28 January being a Saturday that is worked
        "MANDATORY, 2023-01-20T16:00:00+08:00, 1, 2023-01-28T09:00:00+08:00",
        "URGENT, 2023-03-20T09:00:00+08:00, 1, 2023-03-20T11:00:00+08:00",
        "URGENT, 2023-03-17T17:00:00+08:00, 1, 2023-03-20T09:30:00+08:00",
        "URGENT, 2023-03-20T09:00:00+08:00, 2, 2023-03-20T13:00:00+08:00",
    })
    void stepsFallIntoWorkingTime(MessageKind kind, OffsetDateTime told, int step, OffsetDateTime due) {
        assertThat(ladder.due(kind, told.toInstant(), step)).contains(due.toInstant());
    }

    @Test
    void theLastStepTellsTheHeadAndNothingComesBehindIt() {
        Instant told = Instant.parse("2023-03-20T01:00:00Z");
        assertThat(ladder.tellsHead(MessageKind.MANDATORY, 2)).isFalse();
        assertThat(ladder.tellsHead(MessageKind.MANDATORY, 3)).isTrue();
        assertThat(ladder.due(MessageKind.MANDATORY, told, 4)).isEmpty();
        assertThat(ladder.tellsHead(MessageKind.URGENT, 2)).isTrue();
        assertThat(ladder.due(MessageKind.URGENT, told, 3)).isEmpty();
    }

    @Test
    void whatIsNotAcknowledgedIsToldAgainOnceAndThenTheHeadIsToldOfAllTogether() {
        UUID task = notices.overdue(group, 1);
        acknowledge(head);
        fallDue(task);
        chasing.sweep();
        chasing.sweep();
        assertThat(round(member)).isEqualTo(2);
        assertThat(round(colleague)).isEqualTo(2);
        assertThat(round(head)).as("acknowledged").isEqualTo(1);
        assertThat(messages(organisation, head)).hasSize(1);

        fallDue(task);
        chasing.sweep();
        chasing.sweep();
        assertThat(round(member)).isEqualTo(2);
        List<Map<String, Object>> told = messages(organisation, head);
        assertThat(told).hasSize(2);
        assertThat(told.get(0))
                .containsEntry("event", "NotAcknowledged")
                .containsEntry("kind", "MANDATORY")
                .containsEntry("taskId", task.toString())
                .containsEntry("acknowledgementAsked", false)
                .containsEntry("reason", "“业务组”的负责人");
        assertThat((String) told.get(0).get("title")).startsWith("【未确认】2人没有确认消息：【超期提醒】");
        assertThat(messages(organisation, member)).hasSize(1);
        assertThat(chased(task)).as("it has come to its end").isEmpty();
    }

    @Test
    void ofAHeadWhoDoesNotAcknowledgeTheNextOneAboveIsTold() {
        UUID task = notices.overdue(group, 1);
        acknowledge(member);
        acknowledge(colleague);
        fallDue(task);
        chasing.sweep();
        fallDue(task);
        chasing.sweep();
        assertThat(messages(organisation, head)).hasSize(1);
        assertThat(messages(organisation, director)).hasSize(1);
        assertThat((String) messages(organisation, director).get(0).get("body")).contains("HEAD");
    }

    @Test
    void nothingComesAfterTheAcknowledgementOrToWhoHasLeft() {
        UUID task = notices.overdue(group, 1);
        acknowledge(head);
        acknowledge(member);
        organisation.person(colleague, 2, "离职", "LEFT");
        copied.take(organisation);
        fallDue(task);
        chasing.sweep();
        fallDue(task);
        chasing.sweep();
        assertThat(round(member)).isEqualTo(1);
        assertThat(round(colleague)).isEqualTo(1);
        assertThat(messages(organisation, head)).hasSize(1);
    }

    @Test
    void whatAsksForNothingIsNotChased() {
        assertThat(chased(notices.completed(group))).isEmpty();
    }

    @Test
    void everyStepIsTakenOnceHoweverManySweepAndWhateverCrashes() throws Exception {
        List<UUID> crowd = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            crowd.add(organisation.member(group));
        }
        copied.take(organisation);
        UUID task = notices.overdue(group, 1);
        fallDue(task);
        faults.breakAfter(300);
        together(4);
        assertThat(faults.happened()).as("a sweep crashed in its second batch").isTrue();
        List<Object> rounds = Rows.of(
                "select distinct round from inbox_message m join notice n on n.id = notice_id where task_id = ?", task);
        assertThat(rounds).as("one batch is committed, the other rolled back").contains(1, 2);

        fallDue(task);
        together(4);
        assertThat(Rows.of(
                        "select count(*) from inbox_message m join notice n on n.id = notice_id where task_id = ? and round = 2",
                        task))
                .containsExactly(453L);
        fallDue(task);
        together(4);
        assertThat(messages(organisation, director))
                .extracting(message -> (String) message.get("title"))
                .singleElement()
                .satisfies(title -> assertThat(title).contains("453人"));
        assertThat(messages(organisation, crowd.get(0))).hasSize(1);
    }

    private void together(int sweeps) throws Exception {
        Callable<Void> sweep = () -> {
            chasing.sweep();
            return null;
        };
        var threads = Executors.newFixedThreadPool(sweeps);
        try {
            for (Future<Void> done : threads.invokeAll(Collections.nCopies(sweeps, sweep))) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private void acknowledge(UUID person) {
        as(organisation, person)
                .post("/v1/inbox/" + messages(organisation, person).get(0).get("id") + "/acknowledgement")
                .then()
                .statusCode(200);
    }

    private static void fallDue(UUID task) {
        Rows.of(
                "update chase set due_at = clock_timestamp() from notice n where n.id = notice_id and task_id = ?"
                        + " and source = 'EVENT' returning step",
                task);
    }

    private static List<Object> chased(UUID task) {
        return Rows.of("select step from chase join notice n on n.id = notice_id where task_id = ?", task);
    }

    private static int round(UUID person) {
        return (Integer) Rows.of("select round from inbox_message where staff_id = ? order by position", person)
                .get(0);
    }
}
