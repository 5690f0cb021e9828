package cn.taxrollout.notification.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.notification.CopiedDirectory;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.Rows;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.StatementCount;
import cn.taxrollout.notification.WrittenNotices;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

@ServiceTest
class NoticesTest {
    @Inject
    CopiedDirectory copied;

    @Inject
    WrittenNotices notices;

    private final Organisation organisation = new Organisation();

    @Test
    void theNumberOfStatementsIsTheSameForTwoPeopleAndForManyHundred() {
        UUID small = unitOf(2);
        UUID large = unitOf(700);
        notices.completed(small);

        int forSmall = StatementCount.of(() -> notices.completed(small));
        int forLarge = StatementCount.of(() -> notices.completed(large));
        assertThat(forLarge).isEqualTo(forSmall).isEqualTo(5);
        assertThat(Rows.of(
                        "select count(*) from inbox_message join directory_appointment using (staff_id) where unit_id = ?",
                        large))
                .containsExactly(700L);
    }

    @Test
    void aUnitWithoutPeopleGivesANoticeToNobody() {
        UUID empty = organisation.unit("空组", "WORKING_GROUP", null);
        copied.take(organisation);
        UUID task = notices.completed(empty);
        assertThat(Rows.of(
                        "select count(m.id) from notice left join inbox_message m on m.notice_id = notice.id"
                                + " where task_id = ?",
                        task))
                .containsExactly(0L);
    }

    /** What resuming and live push rely on. */
    @Test
    void positionsRiseInTheOrderOfCommitHoweverManyWriteAtOnce() throws Exception {
        UUID unit = unitOf(3);
        List<Callable<Void>> writers = Collections.nCopies(8, () -> {
            for (int i = 0; i < 25; i++) {
                notices.completed(unit);
            }
            return null;
        });
        ExecutorService threads = Executors.newFixedThreadPool(writers.size());
        List<Long> seen = new ArrayList<>();
        try {
            var running = writers.stream().map(threads::submit).toList();
            long newest = 0;
            while (!running.stream().allMatch(java.util.concurrent.Future::isDone)) {
                for (Object position :
                        Rows.of("select position from notice where position > ? order by position", newest)) {
                    newest = (Long) position;
                    seen.add(newest);
                }
            }
            for (var writer : running) {
                writer.get();
            }
            Rows.of("select position from notice where position > ? order by position", newest)
                    .forEach(position -> seen.add((Long) position));
        } finally {
            threads.shutdown();
        }
        long first = seen.get(0);
        assertThat(seen)
                .as("positions in the order in which they became visible")
                .isEqualTo(new ArrayList<>(
                        Rows.of("select position from notice where position >= ? order by position", first)));
    }

    private UUID unitOf(int people) {
        UUID unit = organisation.unit("大组", "WORKING_GROUP", null);
        for (int i = 0; i < people; i++) {
            organisation.member(unit);
        }
        copied.take(organisation);
        return unit;
    }
}
