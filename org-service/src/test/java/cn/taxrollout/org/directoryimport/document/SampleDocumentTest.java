package cn.taxrollout.org.directoryimport.document;

import static cn.taxrollout.org.appointment.HolderRule.NAMED;
import static cn.taxrollout.org.appointment.HolderRule.PRINCIPAL_OF;
import static cn.taxrollout.org.appointment.HolderRule.UNNAMED_DEPUTY_OF;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cn.taxrollout.org.directoryimport.document.DirectoryOutline.Unit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample plan and, where it may be had, the first bureau's own, from which its structure comes. */
class SampleDocumentTest {

    /** Marked 不予公开; lies beside the repository, and nothing but numbers of it may stand here. */
    private static final String REAL = "shared/source/wolong-2023-4.txt";

    @ParameterizedTest
    @ValueSource(strings = {"plan.txt", "plan.docx"})
    void theSampleIsReadCompletely(String name) throws IOException {
        DirectoryOutline outline = DirectoryDocument.read(
                Files.readAllBytes(Documents.upwards("deploy/sample/" + name).orElseThrow()));

        assertThat(outline.issuer()).isEqualTo("国家税务总局云泽市青梧区税务局");
        assertStructureOfTheFirstBureau(outline);
        assertThat(codes(outline))
                .isEqualTo(Map.of(
                        Anomaly.Code.CONCURRENT_POSTS, 11L,
                        Anomaly.Code.DEPUTY_SECTION_NOT_IN_OFFICE, 1L,
                        Anomaly.Code.SITS_WITH_SUPERVISORS, 1L));
        assertThat(outline.units()).allSatisfy(unit -> assertThat(unit.duties())
                .hasSize(unit.name().equals("试点推行项目组") ? 0 : 1));
    }

    @Test
    void bothFormsOfTheSampleSayTheSameOnTheSameLines() throws IOException {
        Path text = Documents.upwards("deploy/sample/plan.txt").orElseThrow();

        assertThat(DirectoryDocument.read(Files.readAllBytes(text.resolveSibling("plan.docx"))))
                .isEqualTo(DirectoryDocument.read(Files.readAllBytes(text)));
    }

    @Test
    void withoutTheNumbersOfItsHeadingsTheSampleSaysTheSame() throws IOException {
        String text =
                Files.readString(Documents.upwards("deploy/sample/plan.txt").orElseThrow());
        String unnumbered = text.replaceAll("(?m)^(?:（[一二三四五七六]）|[一二三四五]、|\\d{1,2}[.、．]\\s?)", "");

        assertThat(DirectoryDocument.read(unnumbered.getBytes(StandardCharsets.UTF_8))
                        .units())
                .isEqualTo(DirectoryDocument.read(text.getBytes(StandardCharsets.UTF_8))
                        .units());
    }

    @Test
    void theDocumentOfTheFirstBureauIsReadCompletely() throws IOException {
        Optional<Path> document = Documents.upwards(REAL);
        assumeTrue(document.isPresent(), "skipped: the real document ../" + REAL + " is not on this machine");

        DirectoryOutline outline = DirectoryDocument.read(Files.readAllBytes(document.get()));

        assertThat(outline.issuer()).hasSize(15).endsWith("税务局");
        assertStructureOfTheFirstBureau(outline);
        assertThat(codes(outline))
                .isEqualTo(Map.of(
                        Anomaly.Code.CONCURRENT_POSTS, 11L,
                        Anomaly.Code.DEPUTY_SECTION_NOT_IN_OFFICE, 1L,
                        Anomaly.Code.SITS_WITH_SUPERVISORS, 1L,
                        Anomaly.Code.PASSAGE_NOT_USED, 1L));
        assertThat(outline.units())
                .extracting(unit -> unit.duties().size())
                .containsExactly(3, 9, 0, 7, 4, 5, 4, 4, 3, 3);
    }

    private static void assertStructureOfTheFirstBureau(DirectoryOutline outline) {
        assertThat(outline.date()).isEqualTo("2023-02-23");
        assertThat(outline.units())
                .extracting(unit -> unit.kind().name())
                .startsWith("LEADING_GROUP", "OFFICE", "PROJECT_TEAM")
                .hasSize(10)
                .filteredOn("WORKING_GROUP"::equals)
                .hasSize(7);
        Unit leading = outline.units().get(0);
        Unit office = outline.units().get(1);
        Unit team = outline.units().get(2);
        assertThat(ranks(leading)).isEqualTo(Map.of("HEAD", 1L, "DEPUTY_HEAD", 5L, "MEMBER", 13L));
        assertThat(ranks(office)).isEqualTo(Map.of("HEAD", 1L, "DEPUTY_HEAD", 7L, "MEMBER", 10L));
        assertThat(leading.parent()).isNull();
        assertThat(office.parent()).isEqualTo(leading.name());
        assertThat(team.parent()).isEqualTo(office.name());
        assertThat(team.seats()).isEmpty();
        assertThat(outline.units().subList(3, 10))
                .allMatch(group -> group.parent().equals(team.name()))
                .extracting(group -> group.seats().size())
                .containsExactly(4, 7, 2, 2, 2, 3, 3);
        assertThat(outline.units().get(3).functions()).extracting(Enum::name).containsExactly("COORDINATING");
        assertThat(outline.units().get(9).functions()).extracting(Enum::name).containsExactly("SUPERVISING");
        assertThat(outline.units().stream()
                        .flatMap(unit -> unit.seats().stream())
                        .collect(groupingBy(seat -> seat.holder().rule(), counting())))
                .isEqualTo(Map.of(NAMED, 37L, PRINCIPAL_OF, 13L, UNNAMED_DEPUTY_OF, 10L));
    }

    private static Map<String, Long> ranks(Unit unit) {
        return unit.seats().stream().collect(groupingBy(seat -> seat.rank().name(), counting()));
    }

    private static Map<Anomaly.Code, Long> codes(DirectoryOutline outline) {
        return outline.anomalies().stream().collect(groupingBy(Anomaly::code, counting()));
    }
}
