package cn.taxrollout.org.directoryimport.document;

import cn.taxrollout.org.directoryimport.upload.UnreadableFile;
import cn.taxrollout.org.unit.UnitKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The groups read so far. */
final class Groups {

    /** Far above any real document. */
    static final int MOST = 200;

    private final Findings findings;
    private final List<GroupDraft> all = new ArrayList<>();

    Groups(Findings findings) {
        this.findings = findings;
    }

    List<GroupDraft> all() {
        return all;
    }

    Optional<GroupDraft> find(String name, UnitKind kind) {
        return all.stream()
                .filter(group -> group.isMeantBy(name, kind))
                .reduce((first, second) -> second.name().equals(name) ? second : first);
    }

    Optional<GroupDraft> last(UnitKind kind) {
        return all.stream().filter(group -> group.kind == kind).reduce((first, second) -> second);
    }

    /** The group of that name, a new one if the text hasn't spoken of it; nothing if the name is no group's. */
    Optional<GroupDraft> named(GroupName name, Passage where) {
        Optional<GroupDraft> known = find(name.name(), name.kind());
        if (known.isPresent()) {
            known.get().called(name.name(), where.lines());
            return known;
        }
        String full = name.name();
        if (full.equals("办公室")) { // also the name of a section
            if (last(UnitKind.LEADING_GROUP).isEmpty()) {
                return Optional.empty();
            }
            full = "领导小组办公室";
            findings.add(Anomaly.Code.UNIT_NAME_COMPLETED, where.firstLine(), name.name(), full);
        }
        GroupDraft group = new GroupDraft(full, name.kind(), where.lines());
        group.alsoCalled(name.name());
        all.add(group);
        if (all.size() > MOST) {
            throw new UnreadableFile("document-too-many-units", MOST);
        }
        return Optional.of(group);
    }

    /** The office, which the text may speak of before it has a heading. */
    GroupDraft office(Passage where) {
        return last(UnitKind.OFFICE).orElseGet(() -> named(new GroupName("领导小组办公室", UnitKind.OFFICE, 0), where)
                .orElseThrow());
    }

    /** Gives each group that the text doesn't place the usual one above it: working group, project team, office, leading group. */
    void placeBelowEachOther() {
        for (GroupDraft group : all) {
            if (group.parent() == null && group.kind != UnitKind.LEADING_GROUP) {
                Optional<GroupDraft> above =
                        switch (group.kind) {
                            case OFFICE -> last(UnitKind.LEADING_GROUP);
                            case PROJECT_TEAM -> last(UnitKind.OFFICE).or(() -> last(UnitKind.LEADING_GROUP));
                            default ->
                                last(UnitKind.PROJECT_TEAM)
                                        .or(() -> last(UnitKind.OFFICE))
                                        .or(() -> last(UnitKind.LEADING_GROUP));
                        };
                above.ifPresent(group::below);
            }
        }
    }

    /** The one above before those below it, else in the order of the text. */
    List<GroupDraft> fromTheTop() {
        List<GroupDraft> sorted = new ArrayList<>();
        all.forEach(group -> addWithThoseAbove(group, sorted));
        return sorted;
    }

    private static void addWithThoseAbove(GroupDraft group, List<GroupDraft> sorted) {
        if (!sorted.contains(group)) {
            if (group.parent() != null) {
                addWithThoseAbove(group.parent(), sorted);
            }
            sorted.add(group);
        }
    }
}
