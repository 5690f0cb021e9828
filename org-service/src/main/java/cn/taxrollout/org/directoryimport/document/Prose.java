package cn.taxrollout.org.directoryimport.document;

import cn.taxrollout.org.directoryimport.document.DirectoryOutline.Seat;
import cn.taxrollout.org.directoryimport.document.Label.Segment;
import cn.taxrollout.org.unit.UnitKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sentences that set up groups, give seats, name duties, or claim numbers. */
final class Prose {

    private static final String NAME = "[\\p{IsHan}A-Za-z0-9]{0,40}?(?:\\([^()]{1,10}\\)[\\p{IsHan}]{0,10}?)?";
    private static final String QUOTED_SHORT_FORM =
            "(?:\\s*\\(\\s*以下(?:统?简称|称)(?:为)?[:\\s]*[“\"]?(?<short>[^”\")]{2,20})[”\"]?\\s*\\))?";
    private static final Pattern SET_UP =
            Pattern.compile("(?:成立|组建|设立|下设|分设|设)了?(?:一个)?(?:区局|市局|县局|我局|本局|全局)?[“\"]?(?<name>" + NAME
                    + "(?:领导小组办公室|领导小组|指挥部|委员会|工作专班|专班|项目组|工作队|办公室|组))(?!长)[”\"]?" + QUOTED_SHORT_FORM);
    private static final String GROUP = "[\\p{IsHan}A-Za-z0-9]{2,14}?组";
    private static final Pattern LIST = Pattern.compile("(?:成立|组建|设立|下设|分设|设|分为|包括|分)(?:[^,。;:、]{0,12}:)?(?<list>"
            + GROUP + "(?:\\s*(?:[、,]|以?及|和|与)\\s*" + GROUP + "){1,40})");
    private static final Pattern SUBJECT = Pattern.compile("(领导小组办公室|办公室|领导小组|项目组|专班|指挥部)[”\"]?$");
    private static final Pattern SENTENCE = Pattern.compile("(?:[。!?]|(?<=\\p{IsHan})\\.(?!\\d))[”’\"」』)]*");
    private static final Pattern GIVEN_TO = Pattern.compile("(?:(?<unit>(?:领导小组)?办公室|领导小组|专班|" + GROUP
            + ")的?|(?<!\\p{IsHan}))(?<title>" + Label.titles() + ")(?:分别)?(?=由|为)");
    private static final Pattern GIVEN_AS = Pattern.compile(
            "(?:担任|兼任|任|为)(?<unit>(?:领导小组)?办公室|领导小组|本?组)?(?<title>" + Label.titles() + ")(?=\\s*[,。;、]|\\s*$)");
    private static final Pattern OF_WHOM = Pattern.compile("^(?:.*[由:])?(?<who>.*?)(?:同志)?(?:分别)?$");
    private static final Pattern DUTY_OF =
            Pattern.compile("(?<unit>" + NAME + "(?:领导小组办公室|领导小组|办公室|项目组|专班|组))(?:主要|具体)?(?=负责(?!人|同志)|承担|牵头)");
    private static final String NUMBER = "(?<number>[" + ChineseNumber.CHARACTERS + "]{1,3})";
    private static final Pattern CLAIMED_SEATS =
            Pattern.compile("(?<title>" + Label.titles() + ")\\s*(?:共计?|计|为)?\\s*" + NUMBER + "\\s*[名人位]");
    private static final Pattern CLAIMED_ALL = Pattern.compile("由\\s*" + NUMBER + "\\s*[名人位](?:同志|成员|人员)?组成");
    private static final Pattern CLAIMED_GROUPS =
            Pattern.compile("(?<!第)" + NUMBER + "\\s*个\\s*(?:专项|专业|专门|业务|具体|下设)?(?:工作)?(?:小组|组|项目组|专项组)(?!长|员)");
    private static final Pattern CLOSING = Pattern.compile("(?:同志)?(?:担任|兼任|组成|任)[。,;]?$");

    /** A list of holders within a sentence is not longer. */
    private static final int LONGEST_LIST = 200;

    private final Groups groups;
    private final Findings findings;
    private final List<Holders.Claim> claimedGroups = new ArrayList<>();

    Prose(Groups groups, Findings findings) {
        this.groups = groups;
        this.findings = findings;
    }

    /** @param setUp the single unit that the sentence sets up, if labels may follow for it */
    record Result(boolean used, GroupDraft setUp) {}

    /** How many working groups the text claims, and where. */
    List<Holders.Claim> claimedGroups() {
        return claimedGroups;
    }

    List<Passage> sentences(Passage text) {
        List<Passage> sentences = new ArrayList<>();
        Matcher end = SENTENCE.matcher(text.plain());
        int start = 0;
        while (end.find()) {
            sentences.add(text.part(start, end.end()));
            start = end.end();
        }
        sentences.add(text.from(start));
        return sentences.stream().filter(sentence -> !sentence.isEmpty()).toList();
    }

    /** Whether the line is such a sentence and no list of holders. */
    boolean speaks(Passage line) {
        String plain = line.plain();
        return SET_UP.matcher(plain).find()
                || LIST.matcher(plain).find()
                || GIVEN_TO.matcher(plain).find()
                || DUTY_OF.matcher(plain).lookingAt()
                || plain.matches(".*(?:办公室设在|日常工作|统筹推进).*");
    }

    Result read(Passage sentence, GroupDraft unit) {
        GroupDraft setUp = setUp(sentence);
        boolean listed = list(sentence);
        boolean given = give(sentence, setUp == null ? unit : setUp);
        boolean claimed = claims(sentence, setUp == null ? unit : setUp);
        boolean duty = !given && duty(sentence);
        return new Result(setUp != null || listed || given || claimed || duty, listed ? null : setUp);
    }

    private GroupDraft setUp(Passage sentence) {
        Matcher matcher = SET_UP.matcher(sentence.plain());
        GroupDraft last = null;
        while (matcher.find()) {
            Passage where = sentence.part(matcher.start(), matcher.end());
            GroupDraft above = subject(sentence, matcher.start());
            String name = sentence.text().substring(matcher.start("name"), matcher.end("name"));
            boolean office = name.equals("办公室") && above != null && above.kind == UnitKind.LEADING_GROUP;
            Optional<GroupDraft> group = GroupName.of(office ? "领导小组办公室" : name, 0)
                    .filter(read -> read.kind() != UnitKind.WORKING_GROUP
                            || !LIST.matcher(sentence.plain()).find())
                    .flatMap(read -> groups.named(read, where));
            if (group.isPresent()) {
                last = group.get();
                if (matcher.group("short") != null) {
                    last.alsoCalled(matcher.group("short").replaceAll("\\s", ""));
                }
                place(last, above, where);
            }
        }
        return last;
    }

    private boolean list(Passage sentence) {
        Matcher matcher = LIST.matcher(sentence.plain());
        boolean found = false;
        while (matcher.find()) {
            Passage list = sentence.part(matcher.start("list"), matcher.end("list"));
            GroupDraft above = subject(sentence, matcher.start());
            int start = 0;
            Matcher group = Pattern.compile("(?<=组)\\s*(?:[、,]|以?及|和|与)\\s*|$").matcher(list.plain());
            while (group.find()) {
                Passage name = list.part(start, group.start());
                start = group.end();
                Optional<GroupDraft> named = GroupName.of(name.unspaced(), 0).flatMap(read -> groups.named(read, name));
                named.ifPresent(draft -> place(draft, above, list));
                found |= named.isPresent();
            }
        }
        return found;
    }

    private static void place(GroupDraft group, GroupDraft above, Passage where) {
        if (above != null && group.parent() == null) {
            group.below(above, where.lines());
        }
    }

    /** The unit that stands before 下设, if it does in the same clause. */
    private GroupDraft subject(Passage sentence, int end) {
        String before = sentence.plain()
                .substring(Math.max(0, end - LONGEST_LIST), end)
                .replaceAll("\\([^()]*\\)", "")
                .replaceAll("\\s", "");
        String clause = before.substring(1 + Math.max(before.lastIndexOf(','), before.lastIndexOf(':')))
                .replaceAll("[“”\"]", "");
        Matcher subject = SUBJECT.matcher(clause);
        if (!subject.find()) {
            return null;
        }
        return GroupName.of(subject.group(1), 0)
                .flatMap(name -> groups.find(clause, name.kind()).or(() -> groups.last(name.kind())))
                .orElse(null);
    }

    private boolean give(Passage sentence, GroupDraft unit) {
        Matcher to = GIVEN_TO.matcher(sentence.plain());
        if (to.find()) {
            GroupDraft of = unit(to.group("unit"), unit, sentence);
            Passage text = sentence.from(to.start("title"));
            List<Segment> segments = Label.segments(text);
            if (of != null && !segments.isEmpty()) {
                for (Segment segment : segments) {
                    if (!segment.label().isDuties() && !segment.content().isEmpty()) {
                        seat(segment.label(), segment.content(), segment.label().ofOffice() ? groups.office(text) : of);
                    }
                }
                return true;
            }
        }
        Matcher as = GIVEN_AS.matcher(sentence.plain());
        int start = 0;
        boolean given = false;
        while (as.find()) {
            Passage before = sentence.part(start, as.start());
            start = as.end();
            Optional<Passage> holders = holdersAtEnd(before);
            GroupDraft of = unit(as.group("unit"), unit, sentence);
            if (of != null && holders.isPresent()) {
                String title = as.group("title").replaceAll("\\s", "");
                seat(new Label(title, Label.rank(title), false), holders.get(), of);
                given = true;
            }
        }
        return given;
    }

    /** As many of the last clauses as are holders: 办公室设在法制股，张三 ends with 张三. */
    private static Optional<Passage> holdersAtEnd(Passage before) {
        Passage rest = before.from(Math.max(0, before.plain().length() - LONGEST_LIST));
        Matcher who = OF_WHOM.matcher(rest.plain());
        rest = who.matches() ? rest.part(who.start("who"), who.end("who")) : rest;
        while (!rest.isEmpty() && !Holders.areHolders(rest)) {
            int comma = rest.plain().indexOf(',');
            rest = comma < 0 ? rest.part(0, 0) : rest.from(comma + 1);
        }
        return rest.isEmpty() ? Optional.empty() : Optional.of(rest);
    }

    private GroupDraft unit(String named, GroupDraft open, Passage where) {
        if (named == null || named.equals("组") || named.equals("本组")) {
            return open;
        }
        if (named.endsWith("办公室")) {
            return groups.office(where);
        }
        return GroupName.of(named, 0)
                .flatMap(name -> groups.find(name.name(), name.kind()))
                .orElse(open);
    }

    /** Reads the holders of seats with this title. */
    void seat(Label label, Passage whole, GroupDraft unit) {
        Matcher closing = CLOSING.matcher(whole.plain());
        boolean givenTo = whole.plain().matches("(?s)[:\\s]*(?:由|为|是).*");
        Passage who = givenTo && closing.find() ? whole.part(0, closing.start()) : whole;
        Matcher by = Pattern.compile("^[:\\s]*(?:分别)?(?:由|为|是)?").matcher(who.plain());
        Passage text = by.find() ? who.from(by.end()) : who;
        Holders holders = Holders.read(text, findings);
        for (Holders.Found found : holders.found()) {
            unit.seats.add(new Seat(label.title(), label.rank(), found.holder(), found.lines()));
        }
        for (Holders.Claim claim : holders.claims()) {
            unit.claims.add(new GroupDraft.Claim(label.title(), claim.count(), claim.line()));
        }
        if (holders.found().isEmpty()) {
            findings.add(Anomaly.Code.TITLE_WITHOUT_HOLDER, whole.firstLine(), unit.name(), label.title());
        }
    }

    boolean claims(Passage sentence, GroupDraft unit) {
        boolean claimed = false;
        Matcher groupsClaimed = CLAIMED_GROUPS.matcher(sentence.plain());
        while (groupsClaimed.find()) {
            int line = sentence.lineAt(groupsClaimed.start());
            ChineseNumber.of(groupsClaimed.group("number"))
                    .ifPresent(number -> claimedGroups.add(new Holders.Claim(number, line)));
            claimed = true;
        }
        if (unit == null) {
            return claimed;
        }
        Matcher seats = CLAIMED_SEATS.matcher(sentence.plain());
        while (seats.find()) {
            claimed |= claim(seats.group("title").replaceAll("\\s", ""), seats, sentence, unit);
        }
        Matcher allSeats = CLAIMED_ALL.matcher(sentence.plain());
        while (allSeats.find()) {
            claimed |= claim(null, allSeats, sentence, unit);
        }
        return claimed;
    }

    private static boolean claim(String title, Matcher matcher, Passage sentence, GroupDraft unit) {
        int line = sentence.lineAt(matcher.start());
        ChineseNumber.of(matcher.group("number"))
                .ifPresent(number -> unit.claims.add(new GroupDraft.Claim(title, number, line)));
        return true;
    }

    private boolean duty(Passage sentence) {
        Matcher matcher = DUTY_OF.matcher(sentence.plain());
        if (!matcher.lookingAt()) {
            return false;
        }
        Optional<GroupDraft> of =
                GroupName.of(matcher.group("unit"), 0).flatMap(name -> groups.find(name.name(), name.kind()));
        of.ifPresent(unit -> unit.duties.addAll(Duties.of(List.of(sentence.from(matcher.end())))));
        return of.isPresent();
    }
}
