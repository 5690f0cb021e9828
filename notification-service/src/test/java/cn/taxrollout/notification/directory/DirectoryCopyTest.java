package cn.taxrollout.notification.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.taxrollout.notification.CopiedDirectory;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.StatementCount;
import cn.taxrollout.notification.Topics;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@ServiceTest
class DirectoryCopyTest {
    private static final LocalDate FIRST = LocalDate.of(2023, 1, 1);

    @Inject
    DirectoryCopy copy;

    @Inject
    CopiedDirectory copied;

    @Inject
    Directory directory;

    private final Organisation organisation = new Organisation();

    @Test
    void theNewestStateStaysInWhateverOrderStatesArrive() {
        UUID unit = Organisation.id();
        for (long version : List.of(2L, 3L, 1L, 3L)) {
            organisation.unit(unit, version, false, "第" + version + "版", "OFFICE", null);
        }
        copied.take(organisation);
        assertThat(directory.knownUnitNames(List.of(unit))).containsEntry(unit, "第3版");
    }

    @Test
    void aPersonWhoLeftIsNobodyHereEvenIfAnOlderStateComesLate() {
        UUID person = organisation.person("甲");
        copied.take(organisation);
        assertThat(directory.activeStaffMember(organisation.staffNo(person))).contains(person);

        organisation.person(person, 3, "甲", "LEFT");
        organisation.person(person, 2, "甲", "ACTIVE");
        copied.take(organisation);
        assertThat(directory.activeStaffMember(organisation.staffNo(person))).isEmpty();
    }

    @Test
    void aDeletedAppointmentDoesNotComeBack() {
        UUID unit = organisation.unit("办公室", "OFFICE", null);
        UUID person = organisation.person("乙");
        UUID appointment = organisation.appoint(person, unit, "ADMINISTRATOR");
        copied.take(organisation);
        assertThat(directory.administers(person, FIRST)).isNotEmpty();
        assertThat(directory.administers(person, FIRST.minusDays(1))).isEmpty();

        organisation.appointment(appointment, 2, true, person, unit, "ADMINISTRATOR", FIRST, null);
        organisation.appointment(appointment, 1, false, person, unit, "ADMINISTRATOR", FIRST, null);
        copied.take(organisation);
        assertThat(directory.administers(person, FIRST)).isEmpty();
    }

    @Test
    void whoStandsInForAnAdministratorIsOneOnTheDaysAndInTheUnitsOfThat() {
        UUID unit = organisation.unit("办公室", "OFFICE", null);
        UUID other = organisation.unit("税政科", "SECTION", null);
        UUID administrator = organisation.holder(unit, "ADMINISTRATOR");
        UUID everywhere = organisation.person("甲");
        UUID elsewhere = organisation.person("乙");
        UUID chained = organisation.person("丙");
        LocalDate last = FIRST.plusDays(4);
        UUID standIn = organisation.standIn(everywhere, administrator, null, FIRST, last);
        organisation.standIn(elsewhere, administrator, other, FIRST, last);
        organisation.standIn(chained, everywhere, null, FIRST, last);
        copied.take(organisation);
        assertThat(directory.administers(everywhere, FIRST)).isNotEmpty();
        assertThat(directory.administers(everywhere, last)).isNotEmpty();
        assertThat(directory.administers(everywhere, last.plusDays(1))).isEmpty();
        assertThat(directory.administers(elsewhere, FIRST)).isEmpty();
        assertThat(directory.administers(chained, FIRST)).isEmpty();

        organisation.standIn(standIn, 2, true, everywhere, administrator, null, FIRST, last);
        copied.take(organisation);
        assertThat(directory.administers(everywhere, FIRST)).isEmpty();

        organisation.unit(unit, 2, true, "办公室", "OFFICE", null);
        copied.take(organisation);
        assertThat(directory.administers(administrator, FIRST)).isEmpty();
    }

    @Test
    void whoeverLeftLeavesNoRightsToStandInFor() {
        UUID administrator = organisation.holder(organisation.unit("办公室", "OFFICE", null), "ADMINISTRATOR");
        UUID standIn = organisation.person("甲");
        organisation.standIn(standIn, administrator, null, FIRST, FIRST);
        organisation.person(administrator, 2, "乙", "LEFT");
        copied.take(organisation);
        assertThat(directory.administers(standIn, FIRST)).isEmpty();
    }

    @Test
    void aBureauIsOnTopWhereNoneThatExistsIsAboveIt() {
        UUID top = organisation.unit("省局", "BUREAU", null);
        UUID section = organisation.unit("一科", "SECTION", top);
        UUID below = organisation.unit("市局", "BUREAU", section);
        UUID bottom = organisation.unit("县局", "BUREAU", below);
        copied.take(organisation);
        assertThat(directory.isTopBureauAmong(List.of(bottom, top))).isTrue();
        assertThat(directory.isTopBureauAmong(List.of(bottom, below, section))).isFalse();
        assertThat(directory.isTopBureauAmong(List.of())).isFalse();

        organisation.unit(top, 2, true, "省局", "BUREAU", null);
        copied.take(organisation);
        assertThat(directory.isTopBureauAmong(List.of(top))).isFalse();
        assertThat(directory.isTopBureauAmong(List.of(below))).isTrue();
        assertThat(directory.isTopBureauAmong(List.of(bottom))).isFalse();
    }

    @Test
    void theNumberOfStatementsDoesNotDependOnTheNumberOfStates() {
        assertThat(statements(400)).isEqualTo(statements(2)).isEqualTo(4);
    }

    /** Of the copy of some units, people, appointments and stand-ins in one go. */
    private int statements(int ofEach) {
        for (int i = 0; i < ofEach; i++) {
            UUID member = organisation.member(organisation.unit("第" + i + "组", "WORKING_GROUP", null));
            organisation.standIn(member, organisation.person("甲"), null, FIRST, FIRST);
        }
        return StatementCount.of(() -> copied.take(organisation));
    }

    @Test
    void onlyStatesThatAreNeededAreKept() {
        assertThat(copy.keeps("cn.taxrollout.org.UnitState.v1")).isTrue();
        assertThat(copy.keeps("cn.taxrollout.org.UnitState.v2")).isTrue();
        assertThat(copy.keeps("cn.taxrollout.org.StandInState.v1")).isTrue();
        assertThat(copy.keeps("cn.taxrollout.org.RoomState.v1")).isFalse();
        assertThat(copy.keeps("")).isFalse();
        assertThatThrownBy(() -> apply("cn.taxrollout.org.UnitState.v2", Map.of()))
                .hasMessage("version not known: cn.taxrollout.org.UnitState.v2");
    }

    @Test
    void aStateWithoutVersionIsRefusedAndNotTakenForTheFirst() {
        assertThatThrownBy(() ->
                        apply("cn.taxrollout.org.UnitState.v1", Map.of("id", Organisation.id(), "deleted", false)))
                .rootCause()
                .isInstanceOf(JsonMappingException.class)
                .hasMessageContaining("version");
    }

    @Test
    void aStateThatIsNullIsRefused() {
        assertThatThrownBy(() -> apply("cn.taxrollout.org.UnitState.v1", null)).hasMessage("no state but null");
    }

    private void apply(String type, Map<String, Object> data) {
        QuarkusTransaction.requiringNew().call(() -> {
            copy.apply(List.of(new DirectoryState(type, Topics.json(data))));
            return null;
        });
    }
}
