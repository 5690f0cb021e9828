package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.directoryimport.document.DirectoryDocument;
import cn.taxrollout.org.directoryimport.document.DirectoryOutline;
import cn.taxrollout.org.directoryimport.upload.UnreadableFile;
import cn.taxrollout.org.unit.UnitRepository;
import cn.taxrollout.org.web.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads official documents as rosters of the bureaus that they are for. */
@ApplicationScoped
class DocumentRosters {
    private final UnitRepository units;
    private final KnownBureaus bureaus;
    private final Clock clock;

    DocumentRosters(UnitRepository units, KnownBureaus bureaus, Clock clock) {
        this.units = units;
        this.bureaus = bureaus;
        this.clock = clock;
    }

    /**
     * @param bureauId null to let the document and the caller's reach say which bureau it is for
     * @param holders as {@link DocumentRoster#of} takes them
     * @throws UnreadableFile if it can't be read, or it isn't clear which bureau it is for
     * @throws Refusal 403, 404 if the caller may not change that bureau's units
     */
    DocumentRoster.Reading read(byte[] file, UUID bureauId, Map<String, String> holders) throws IOException {
        DirectoryOutline outline = DirectoryDocument.read(file);
        units.lockTree(); // a code that is free must still be so when the rows are applied
        LocalDate today = LocalDate.now(clock);
        Set<String> names = outline.units().stream()
                .flatMap(DirectoryOutline.Unit::named)
                .map(seat -> seat.holder().name())
                .collect(Collectors.toSet());
        LocalDate from = outline.date() == null ? today : outline.date();
        return DocumentRoster.of(outline, bureaus.of(bureauId, outline.issuer(), from, names), today, holders);
    }
}
