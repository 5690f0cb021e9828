package cn.taxrollout.deploy.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RosterTest {

    @TempDir
    Path folder;

    @Test
    void sampleHasSomebodyForEveryRole() {
        var roster = Roster.read(Path.of("..", "sample", "roster.yaml"));
        assertThat(roster.samples())
                .extracting(sample -> sample.person().staffNo() + " " + sample.role())
                .containsExactly(
                        "N1017 heads the coordinating group",
                        "N1032 sits in 3 working groups",
                        "N1005 directs the office",
                        "N1001 heads the leading group",
                        "N1064 administers the bureau");
    }

    @Test
    void rosterWithoutGroupsHasNoSamples() throws IOException {
        var roster = read("{units: [], staff: [{staffNo: N1, name: 甲}], seats: []}");
        assertThat(roster.samples()).isEmpty();
        assertThat(roster.busiest()).isNull();
    }

    @Test
    void whatIsNoRosterIsRefused() {
        assertRefused("", "the lists units, staff and seats");
        assertRefused("units: [", "line ");
        assertRefused("{units: [], staff: []}", "the lists units, staff and seats");
        assertRefused("{units: 7, staff: [], seats: []}", "line 1");
        assertRefused("{units: [], seats: [], staff: [{staffNo: N1}]}", "a staffNo of their own and a name");
        assertRefused(
                "{units: [], seats: [], staff: [{staffNo: N1, name: 甲}, {staffNo: N1, name: 乙}]}",
                "a staffNo of their own");
    }

    private void assertRefused(String text, String why) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(BadUse.class)
                .hasMessageContaining("roster.yaml")
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }

    private Roster read(String text) throws IOException {
        return Roster.read(Files.writeString(folder.resolve("roster.yaml"), text));
    }
}
