package cn.taxrollout.notification.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.taxrollout.deploy.embedded.Database;
import cn.taxrollout.deploy.embedded.ServiceParts;
import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.notification.CopiedDirectory;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.WrittenNotices;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ServiceTest
class LiveInboxTest {
    @TestHTTPResource("/v1/inbox/stream")
    URI address;

    @Inject
    CopiedDirectory copied;

    @Inject
    WrittenNotices notices;

    @Inject
    MeterRegistry metrics;

    private final Database database = ServiceParts.database("notification");
    private final Organisation organisation = new Organisation();
    private UUID group;
    private UUID member;

    @BeforeEach
    void aGroup() {
        group = organisation.unit("综合组", "WORKING_GROUP", null);
        member = organisation.member(group);
        copied.take(organisation);
    }

    @Test
    void aNewMessageArrivesByItself() {
        try (var screen = open(null)) {
            UUID task = notices.overdue(group, 1);
            screen.awaitMessages(1);
            assertThat(screen.messages().get(0).data())
                    .contains(task.toString())
                    .contains("【超期提醒】")
                    .contains("\"state\":\"UNREAD\"");
        }
    }

    @Test
    void aMessageThatAnotherReplicaWroteArrivesToo() throws SQLException {
        try (var screen = open(null)) {
            writeElsewhere(true);
            screen.awaitMessages(1);
            assertThat(screen.messages().get(0).data()).contains("从别处写入");
        }
    }

    @Test
    void nothingIsMissedWhenTheListeningConnectionBreaks() throws SQLException {
        try (var screen = open(null)) {
            endListeningSession();
            writeElsewhere(true);
            notices.completed(group);
            screen.awaitMessages(2);
        }
    }

    @Test
    void aMessageWhoseCallIsLostArrivesALittleLater() throws SQLException {
        try (var screen = open(null)) {
            writeElsewhere(false);
            screen.awaitMessages(1, Duration.ofSeconds(20));
        }
    }

    @Test
    void aScreenThatComesBackGetsWhatItMissedAndNothingTwice() {
        String last;
        try (var screen = open(null)) {
            notices.completed(group);
            notices.completed(group);
            screen.awaitMessages(2);
            last = screen.messages().get(0).id();
        }
        notices.overdue(group, 1);
        try (var screen = open(last)) {
            screen.awaitMessages(2);
            notices.overdue(group, 2);
            screen.awaitMessages(3);
            assertThat(screen.messages())
                    .extracting(Screen.Frame::id)
                    .doesNotHaveDuplicates()
                    .doesNotContain(last);
        }
        try (var screen = open(null)) {
            notices.completed(group);
            screen.awaitMessages(1);
        }
    }

    @Test
    void moreThanAScreenCanTakeAtOnceComesInSeveralReturns() {
        String last;
        try (var screen = open(null)) {
            notices.completed(group);
            screen.awaitMessages(1);
            last = screen.messages().get(0).id();
        }
        for (int i = 0; i < 250; i++) {
            notices.completed(group);
        }
        try (var screen = open(last)) {
            screen.awaitEnd();
            assertThat(screen.messages()).hasSize(200);
            last = screen.messages().get(199).id();
        }
        try (var screen = open(last)) {
            screen.awaitMessages(50);
        }
    }

    @Test
    void othersMessagesStayTheirs() {
        UUID colleague = organisation.member(organisation.unit("业务组", "WORKING_GROUP", null));
        copied.take(organisation);
        try (var mine = open(null);
                var theirs = new Screen(address, TokenIssuer.shared().staff(organisation.staffNo(colleague)), null)) {
            notices.completed(group);
            mine.awaitMessages(1);
            assertThat(theirs.messages()).isEmpty();
        }
    }

    @Test
    void anIdleStreamShowsThatItIsAlive() {
        try (var screen = open(null)) {
            await().until(() ->
                    screen.lines().contains(":alive") || screen.lines().contains(": alive"));
        }
    }

    @Test
    void aStreamEndsWithItsToken() {
        String brief = TokenIssuer.shared()
                .token()
                .claim("staff_no", organisation.staffNo(member))
                .expiresIn(Duration.ofSeconds(3))
                .sign();
        try (var screen = new Screen(address, brief, null)) {
            screen.awaitEnd();
        }
    }

    @Test
    void openStreamsAreCounted() {
        double before = openStreams();
        try (var first = open(null);
                var second = open(null)) {
            await().until(() -> openStreams() == before + 2);
        }
        await().until(() -> openStreams() == before);
    }

    private double openStreams() {
        return metrics.get("notification.streams.open").gauge().value();
    }

    private Screen open(String lastEventId) {
        return new Screen(address, TokenIssuer.shared().staff(organisation.staffNo(member)), lastEventId);
    }

    /** Writes a message as another replica does: in a connection of its own. */
    private void writeElsewhere(boolean call) throws SQLException {
        try (Connection other = connect();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("""
                    with written as (
                        insert into notice (event_id, source, rule, audience_day, event_type, kind, acknowledgement_asked, plan_id, link, confidential, occurred_at,
                                            title_zh, body_zh, title_en, body_en)
                        values (uuidv7(), 'EVENT', 'TASK_COMPLETED', current_date, 'TaskCompleted', 'INFORMATION', false, uuidv7(), '/', false, now(), '从别处写入', '-', '-', '-')
                        returning id, position)
                    insert into inbox_message (notice_id, staff_id, position, kind, acknowledgement_asked, reasons)
                    select id, '%s', position, 'INFORMATION', false, '[]' from written
                    """.formatted(member));
            if (call) {
                statement.execute("select pg_notify('inbox', '')");
            }
            other.commit();
        }
    }

    private void endListeningSession() throws SQLException {
        try (Connection other = connect();
                var statement = other.createStatement();
                var ended = statement.executeQuery("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                        + " where application_name = 'inbox-listener' and usename = current_user")) {
            ended.next();
            assertThat(ended.getInt(1)).isPositive();
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.app(), database.appPassword());
    }
}
