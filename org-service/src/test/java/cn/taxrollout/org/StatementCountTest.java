package cn.taxrollout.org;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.scheduler.Scheduler;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked often costs one statement for the caller's rights and one for the answer, however long that is. */
@ServiceTest
class StatementCountTest {
    @Inject
    Scheduler scheduler;

    @BeforeEach
    void pauseJobs() {
        scheduler.pause();
    }

    @AfterEach
    void resumeJobs() {
        scheduler.resume();
    }

    @Test
    void aHotReadTakesTwoStatementsAndAListThree() {
        var small = new SampleBureau();
        var large = new SampleBureau();
        for (int i = 10; i < 40; i++) {
            large.member(i, i % 2 == 0 ? "S1" : "S2");
            large.seat("G1", "成员", "MEMBER", "staff", large.no(i));
            large.unit("X" + i, "第" + i + "股", "SECTION", "B");
        }
        for (SampleBureau bureau : new SampleBureau[] {small, large}) {
            bureau.imported();
            assertThat(statements(bureau, "/v1/staff/me")).isEqualTo(2);
            assertThat(statements(bureau, "/v1/units/" + bureau.unitId("G1") + "/members"))
                    .isEqualTo(2);
            assertThat(statements(bureau, "/v1/units/" + bureau.unitId("G1") + "/command-chain"))
                    .isEqualTo(2);
            assertThat(statements(bureau, "/v1/units?limit=200&under=" + bureau.unitId("B")))
                    .isEqualTo(3);
            assertThat(statements(bureau, "/v1/staff?limit=200&under=" + bureau.unitId("B")))
                    .isEqualTo(3);
        }
    }

    private static int statements(SampleBureau bureau, String path) {
        return SentStatements.of(() -> bureau.asStaff(4).get(path).then().statusCode(200));
    }
}
