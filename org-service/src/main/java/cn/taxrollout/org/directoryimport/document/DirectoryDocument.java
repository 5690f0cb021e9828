package cn.taxrollout.org.directoryimport.document;

import cn.taxrollout.org.appointment.SeatRank;
import cn.taxrollout.org.directoryimport.document.OrganisationReading.Block;
import cn.taxrollout.org.directoryimport.upload.UnreadableFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the organisational part of an official document (方案): leading group, office, project team and working groups with
 * their people and duties. Knows no database, no clock and no framework; the same bytes give the same outline.
 */
public final class DirectoryDocument {

    /** Titles that no other chapter has: tasks name people in charge and leading sections too. */
    private static final Set<String> TELLING_TITLES =
            Set.of("组长", "副组长", "常务副组长", "主任", "副主任", "常务副主任", "成员", "组员", "召集人", "副召集人", "总指挥", "副总指挥", "指挥长", "副指挥长");

    private static final Pattern GIVEN =
            Pattern.compile("(?:组长|召集人|总指挥|办公室主任)(?:分别)?由.{2,60}(?:任|组成)|由.{2,60}任(?:副?组长|召集人|总指挥)");

    private DirectoryDocument() {}

    /**
     * Reads what can be read and lists what can't.
     *
     * @param file text in UTF-8 or GB18030, or .docx; told apart by content
     * @throws UnreadableFile with the line and what is wrong, if the file can't be opened or has no organisational part
     */
    public static DirectoryOutline read(byte[] file) throws IOException {
        List<Line> lines = DocumentFile.lines(file);
        Findings findings = new Findings();
        HeadReading head = new HeadReading(
                lines.stream().map(Passage::of).filter(line -> !line.isEmpty()).toList(), findings);
        Groups groups = new Groups(findings);
        OrganisationReading reading = new OrganisationReading(groups, head::isAboutDocument, findings);
        for (List<Block> chapter : chapters(blocks(lines))) {
            if (isOrganisational(chapter)) {
                reading.read(chapter);
            } else {
                reading.passOver(chapter);
            }
        }
        if (groups.all().stream().allMatch(GroupDraft::isEmpty)) {
            throw new UnreadableFile("document-no-organisation");
        }
        groups.placeBelowEachOther();
        OutlineChecks.check(groups.fromTheTop(), reading.claimedGroups(), findings);
        return new DirectoryOutline(
                head.issuer(),
                head.date(),
                groups.fromTheTop().stream().map(GroupDraft::toUnit).toList(),
                findings.inLineOrder(),
                head.lines());
    }

    private static List<Block> blocks(List<Line> lines) {
        List<Block> blocks = new ArrayList<>();
        int i = 0;
        while (i < lines.size()) {
            List<Line> rest = lines.subList(i, lines.size());
            Optional<Table> table = rest.get(0).cell() == null ? Table.ofText(rest) : Optional.of(Table.ofCells(rest));
            Passage passage = Passage.of(rest.get(0));
            if (table.isPresent() || !passage.isEmpty()) {
                blocks.add(new Block(table.isPresent() ? null : passage, table.orElse(null)));
            }
            i += table.map(Table::length).orElse(1);
        }
        return blocks;
    }

    /** Parts the document at its attachments and at the headings of the highest level it has. */
    private static List<List<Block>> chapters(List<Block> blocks) {
        int highest = blocks.stream()
                .flatMap(block -> numbering(block).stream())
                .mapToInt(Numbering::level)
                .filter(level -> level != Numbering.ATTACHMENT && level != Numbering.ARTICLE)
                .min()
                .orElse(Numbering.ATTACHMENT);
        List<List<Block>> chapters = new ArrayList<>();
        chapters.add(new ArrayList<>());
        for (Block block : blocks) {
            boolean begins = numbering(block)
                    .filter(number -> number.level() == Numbering.ATTACHMENT || number.level() == highest)
                    .isPresent();
            if (begins) {
                chapters.add(new ArrayList<>());
            }
            chapters.get(chapters.size() - 1).add(block);
        }
        return chapters;
    }

    private static Optional<Numbering> numbering(Block block) {
        return block.line() == null ? Optional.empty() : Numbering.of(block.line());
    }

    private static boolean isOrganisational(List<Block> chapter) {
        return isGroup(chapter)
                || chapter.stream()
                        .anyMatch(block -> block.table() == null ? isTelling(block.line()) : isTelling(block.table()));
    }

    /** A chapter of its own for each group. */
    private static boolean isGroup(List<Block> chapter) {
        return !chapter.isEmpty()
                && chapter.get(0).line() != null
                && GroupName.heading(unnumbered(chapter.get(0).line())).isPresent()
                && chapter.stream()
                        .anyMatch(block -> block.line() != null
                                && !Label.segments(unnumbered(block.line())).isEmpty());
    }

    private static Passage unnumbered(Passage line) {
        return Numbering.of(line).map(number -> line.from(number.end())).orElse(line);
    }

    private static boolean isTelling(Passage line) {
        Passage rest = unnumbered(line);
        return tellingLabel(rest)
                || GroupName.beforeText(rest)
                        .filter(name -> tellingLabel(name.textAfter(rest)))
                        .isPresent()
                || GIVEN.matcher(line.plain()).find();
    }

    private static boolean tellingLabel(Passage text) {
        return Label.segments(text).stream()
                .anyMatch(segment -> TELLING_TITLES.contains(segment.label().title()));
    }

    private static boolean isTelling(Table table) {
        return table.columns()
                .map(columns -> columns.values().stream()
                        .anyMatch(column -> column.kind() == Table.Column.Kind.PERSON
                                || column.label() != null && column.label().rank() == SeatRank.HEAD))
                .orElseGet(() -> table.rows().stream().anyMatch(row -> isTelling(Table.line(row))));
    }
}
