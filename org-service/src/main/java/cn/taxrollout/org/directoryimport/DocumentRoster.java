package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.appointment.HolderRule;
import cn.taxrollout.org.directoryimport.KnownBureau.Holding;
import cn.taxrollout.org.directoryimport.KnownBureau.KnownPerson;
import cn.taxrollout.org.directoryimport.KnownBureau.KnownUnit;
import cn.taxrollout.org.directoryimport.Roster.DutyRow;
import cn.taxrollout.org.directoryimport.Roster.SeatRow;
import cn.taxrollout.org.directoryimport.Roster.UnitRow;
import cn.taxrollout.org.directoryimport.document.Anomaly;
import cn.taxrollout.org.directoryimport.document.Anomaly.Code;
import cn.taxrollout.org.directoryimport.document.DirectoryOutline;
import cn.taxrollout.org.directoryimport.document.DirectoryOutline.Duty;
import cn.taxrollout.org.directoryimport.document.DirectoryOutline.Holder;
import cn.taxrollout.org.directoryimport.document.DirectoryOutline.Seat;
import cn.taxrollout.org.directoryimport.document.DirectoryOutline.Unit;
import cn.taxrollout.org.directoryimport.upload.Problem;
import cn.taxrollout.org.directoryimport.workbook.Placed;
import cn.taxrollout.org.unit.UnitFunction;
import cn.taxrollout.org.unit.UnitKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows of a roster that say what a document says: units by their codes, people by their numbers. What the document calls
 * by a name that nobody or more than one bears stays open: the seat is there, vacant, until somebody says who holds it.
 */
final class DocumentRoster {
    private static final Pattern ALL_BRANCHES = Pattern.compile("各.*(?:分局|税务所|所)");
    private static final Pattern ALL_BUT_BRANCHES = Pattern.compile("各.*(?:股|科|处)室?|各.*室");
    private static final Pattern BRANCH = Pattern.compile(".*(?:分局|所)");

    private final DirectoryOutline outline;
    private final KnownBureau bureau;
    private final LocalDate from;
    private final Map<String, String> holders;
    private final PinyinCode codes;

    private final Map<String, KnownUnit> knownByName = new HashMap<>();
    private final Map<String, String> codeByName = new HashMap<>();
    private final List<Placed<UnitRow>> units = new ArrayList<>();
    private final List<Placed<SeatRow>> seats = new ArrayList<>();
    private final List<Placed<DutyRow>> duties = new ArrayList<>();
    private final List<Anomaly> anomalies = new ArrayList<>();
    private final Set<String> usedHolders = new HashSet<>();

    /** @param anomalies of the document itself and against the directory, in line order */
    record Reading(RosterRows rows, List<Problem> anomalies) {
        /** Of what is no document and has nothing odd in it by itself. */
        static Reading of(RosterRows rows) {
            return new Reading(rows, List.of());
        }

        /** The anomalies and the vacancies; those of seats for people by name are among the anomalies already, with the names. */
        List<Problem> with(List<Problem> vacancies) {
            if (anomalies.isEmpty()) {
                return vacancies;
            }
            return Stream.concat(anomalies.stream(), vacancies.stream().filter(vacancy -> !vacancy.code()
                            .equals("seat-vacant-named")))
                    .toList();
        }
    }

    private DocumentRoster(DirectoryOutline outline, KnownBureau bureau, LocalDate today, Map<String, String> holders) {
        this.outline = outline;
        this.bureau = bureau;
        this.from = outline.date() == null ? today : outline.date();
        this.holders = holders;
        this.codes = new PinyinCode(bureau.code(), bureau.codes());
        this.anomalies.addAll(outline.anomalies());
    }

    /**
     * @param holders staff numbers of holders by line and name as the document has them ("91 林既白"; of a deputy the section: "71
     *     办公室"), by name for all seats of that name, or by line where only one seat of the unit is open on it
     */
    static Reading of(DirectoryOutline outline, KnownBureau bureau, LocalDate today, Map<String, String> holders) {
        return new DocumentRoster(outline, bureau, today, holders).map();
    }

    private Reading map() {
        if (outline.issuer() != null && !outline.issuer().equals(bureau.name())) {
            report(Code.ISSUER_NOT_THIS_BUREAU, outline.lines().get("issuer").get(0), outline.issuer(), bureau.name());
        }
        outline.units().forEach(this::mapUnit);
        outline.units().forEach(unit -> {
            mapSeats(unit);
            mapDuties(unit);
        });
        reportSectionsOutsideOffice();
        reportPeopleLeftOut();
        holders.keySet().stream()
                .filter(key -> !usedHolders.contains(key))
                .sorted()
                .forEach(key -> report(Code.HOLDER_NOT_PLACED, null, key));
        return new Reading(
                new RosterRows(units, List.of(), seats, duties),
                anomalies.stream()
                        .sorted(Comparator.comparing(Anomaly::line, Comparator.nullsFirst(Comparator.naturalOrder())))
                        .map(anomaly -> new Problem(
                                null, anomaly.line(), null, anomaly.code().textKey(), anomaly.arguments()))
                        .toList());
    }

    private void mapUnit(Unit unit) {
        Optional<KnownUnit> known = known(unit);
        known.ifPresent(same -> knownByName.put(unit.name(), same));
        String code = known.map(KnownUnit::code).orElseGet(() -> codes.next(unit.name()));
        codeByName.put(unit.name(), code);
        boolean placed = known.isEmpty() || unit.lines().containsKey("parent");
        String parent = unit.parent() != null ? codeByName.get(unit.parent()) : known.isEmpty() ? bureau.code() : null;
        Set<UnitFunction> functions = unit.functions().isEmpty() ? null : unit.functions();
        units.add(new Placed<>(
                unit.lines().get("name").get(0),
                new UnitRow(
                        code,
                        known.map(KnownUnit::name).orElse(unit.name()),
                        known.map(KnownUnit::kind).orElse(unit.kind()),
                        placed ? parent : null,
                        functions,
                        begin(unit),
                        null),
                List.of()));
    }

    /** A unit of that name that stands, as the whole organisation of the document does, below one that the document has too. */
    private Optional<KnownUnit> known(Unit unit) {
        KnownUnit top = unit.parent() == null ? null : knownByName.get(top(unit));
        if (unit.parent() != null && top == null) {
            return Optional.empty();
        }
        List<KnownUnit> candidates = bureau.units().stream()
                .filter(known -> known.kind().commands() && known.isCalled(unit.name()))
                .filter(known -> top == null || known.path().contains(top.id()))
                .toList();
        List<KnownUnit> ofKind =
                candidates.stream().filter(known -> known.kind() == unit.kind()).toList();
        List<KnownUnit> best = ofKind.isEmpty() ? candidates : ofKind;
        if (best.size() > 1) {
            report(Code.UNIT_AMBIGUOUS, unit.lines().get("name").get(0), unit.name());
        }
        return best.size() == 1 ? Optional.of(best.get(0)) : Optional.empty();
    }

    private String top(Unit unit) {
        Unit above = unit;
        while (above.parent() != null) {
            above = unit(above.parent());
        }
        return above.name();
    }

    private Unit unit(String name) {
        return outline.units().stream()
                .filter(unit -> unit.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The day from which the document speaks of a unit: its own, or the unit's first if that is later. */
    private LocalDate begin(Unit unit) {
        KnownUnit known = knownByName.get(unit.name());
        return known == null || known.since() == null || known.since().isBefore(from) ? from : known.since();
    }

    private void mapSeats(Unit unit) {
        Set<List<Object>> given = new HashSet<>();
        Map<Integer, Long> openByLine = unit.seats().stream()
                .filter(seat -> isOpen(seat, unit))
                .collect(Collectors.groupingBy(Seat::line, Collectors.counting()));
        for (Seat seat : unit.seats()) {
            Holder holder = seat.holder();
            if (holder.rule() == HolderRule.NAMED) {
                String staffNo = staffNo(seat, unit, openByLine);
                String who = staffNo == null ? holder.name() : staffNo;
                if (given.add(List.of(seat.title(), seat.rank(), who))) {
                    add(seat, unit, staffNo, null, null);
                }
                continue;
            }
            for (KnownUnit section : sections(seat, unit)) {
                boolean principal = holder.rule() == HolderRule.PRINCIPAL_OF;
                if (!principal) {
                    add(seat, unit, deputy(seat, openByLine), null, section.code());
                } else if (given.add(List.of(seat.title(), seat.rank(), section.code()))) {
                    add(seat, unit, null, section.code(), null);
                }
            }
        }
    }

    private void add(Seat seat, Unit unit, String staffNo, String principalOf, String deputyOf) {
        KnownUnit known = knownByName.get(unit.name());
        LocalDate begin = begin(unit);
        LocalDate since = known == null || staffNo == null
                ? begin
                : bureau.holdings().stream()
                        .filter(holding -> holding.unitId().equals(known.id())
                                && holding.title().equals(seat.title())
                                && holding.staffNo().equals(staffNo))
                        .map(Holding::from)
                        .filter(day -> day.isAfter(begin))
                        .min(Comparator.naturalOrder())
                        .orElse(begin);
        seats.add(new Placed<>(
                seat.line(),
                new SeatRow(
                        null,
                        codeByName.get(unit.name()),
                        seat.title(),
                        seat.rank(),
                        since,
                        null,
                        staffNo,
                        null,
                        principalOf,
                        deputyOf,
                        null),
                List.of()));
    }

    private boolean isOpen(Seat seat, Unit unit) {
        return switch (seat.holder().rule()) {
            case NAMED -> people(seat).size() != 1;
            case UNNAMED_DEPUTY_OF -> true;
            case PRINCIPAL_OF -> false;
        };
    }

    /** The number of the person who is named, or was named later on; null if the seat stays open. */
    private String staffNo(Seat seat, Unit unit, Map<Integer, Long> openByLine) {
        String name = seat.holder().name();
        List<KnownPerson> people = people(seat);
        Optional<String> said = said(seat, name, openByLine).or(() -> said(name));
        if (said.isPresent()) {
            return said.get();
        }
        if (people.isEmpty()) {
            report(Code.PERSON_UNKNOWN, seat.line(), unit.name(), seat.title(), name);
            return null;
        }
        if (people.size() > 1) {
            report(Code.PERSON_AMBIGUOUS, seat.line(), unit.name(), seat.title(), name, people.size());
            return null;
        }
        checkSection(seat, people.get(0));
        return people.get(0).staffNo();
    }

    private String deputy(Seat seat, Map<Integer, Long> openByLine) {
        return said(seat, seat.holder().section(), openByLine).orElse(null);
    }

    private Optional<String> said(Seat seat, String name, Map<Integer, Long> openByLine) {
        String line = String.valueOf(seat.line());
        return said(line + " " + name)
                .or(() -> openByLine.getOrDefault(seat.line(), 0L) == 1 ? said(line) : Optional.empty());
    }

    private Optional<String> said(String key) {
        String staffNo = holders.get(key);
        if (staffNo != null) {
            usedHolders.add(key);
        }
        return Optional.ofNullable(staffNo);
    }

    /** Who may be meant: all of that name, or those of the section that the text gives if that tells them apart. */
    private List<KnownPerson> people(Seat seat) {
        String name = seat.holder().name();
        List<KnownPerson> named =
                bureau.people().stream().filter(person -> person.isCalled(name)).toList();
        if (named.size() < 2) {
            return named;
        }
        Set<String> sections = textSections(name);
        List<KnownPerson> ofSection = named.stream()
                .filter(person -> person.section() != null && sections.stream().anyMatch(person.section()::isCalled))
                .toList();
        return ofSection.isEmpty() ? named : ofSection;
    }

    /** The sections that the text gives for a person, here or elsewhere. */
    private Set<String> textSections(String name) {
        return outline.units().stream()
                .flatMap(Unit::named)
                .map(Seat::holder)
                .filter(holder -> holder.name().equals(name))
                .map(Holder::section)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private void checkSection(Seat seat, KnownPerson person) {
        String written = seat.holder().section();
        if (written == null) {
            return;
        }
        if (bureau.sections().stream().noneMatch(section -> section.isCalled(written))) {
            report(Code.SECTION_OF_PERSON_UNKNOWN, seat.line(), person.name(), written);
        } else if (person.section() == null || !person.section().isCalled(written)) {
            String home = person.section() == null ? "" : person.section().name();
            report(Code.PERSON_OF_OTHER_SECTION, seat.line(), person.name(), written, home);
        }
    }

    private List<KnownUnit> sections(Seat seat, Unit unit) {
        String written = seat.holder().section();
        if (written.startsWith("各")) {
            boolean branches = ALL_BRANCHES.matcher(written).matches();
            boolean others = ALL_BUT_BRANCHES.matcher(written).matches();
            List<KnownUnit> all = bureau.sections().stream()
                    .filter(section ->
                            BRANCH.matcher(section.name()).matches() ? branches || !others : others || !branches)
                    .toList();
            report(Code.SECTIONS_EXPANDED, seat.line(), unit.name(), seat.title(), written, all.size());
            return all;
        }
        List<KnownUnit> called = bureau.sections().stream()
                .filter(section -> section.isCalled(written))
                .toList();
        if (called.size() != 1) {
            report(Code.SECTION_UNKNOWN, seat.line(), unit.name(), seat.title(), written);
            return List.of();
        }
        return called;
    }

    /** The clauses of the text in the place of all that the unit had; nothing where the text gives none. */
    private void mapDuties(Unit unit) {
        int ordinal = 1;
        for (Duty duty : unit.duties()) {
            if (duty.text().length() > Roster.DUTY_TEXT) {
                report(Code.PASSAGE_NOT_USED, duty.lines().get(0), duty.text());
                continue;
            }
            addDuty(duty.lines().get(0), unit, ordinal++, duty.text());
        }
        KnownUnit known = knownByName.get(unit.name());
        int before =
                known == null || unit.duties().isEmpty() ? 0 : bureau.duties().getOrDefault(known.id(), 0);
        while (ordinal <= before) {
            addDuty(unit.lines().get("name").get(0), unit, ordinal++, "");
        }
    }

    private void addDuty(int line, Unit unit, int ordinal, String text) {
        duties.add(new Placed<>(line, new DutyRow(codeByName.get(unit.name()), ordinal, text, begin(unit)), List.of()));
    }

    /** People of working groups whose home section sends nobody to the office; where the text gives a section, the reader has told. */
    private void reportSectionsOutsideOffice() {
        for (Unit office : outline.units()) {
            Set<String> sections = office.seats().stream()
                    .map(seat -> seat.holder().section())
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
            if (office.kind() != UnitKind.OFFICE
                    || sections.isEmpty()
                    || sections.stream().anyMatch(section -> section.startsWith("各"))) {
                continue;
            }
            Set<String> told = new HashSet<>();
            workingSeats()
                    .filter(working ->
                            textSections(working.seat().holder().name()).isEmpty())
                    .forEach(working -> {
                        List<KnownPerson> people = people(working.seat());
                        KnownUnit home = people.size() == 1 ? people.get(0).section() : null;
                        if (home != null
                                && sections.stream().noneMatch(home::isCalled)
                                && told.add(people.get(0).staffNo())) {
                            report(
                                    Code.MEMBER_SECTION_NOT_IN_OFFICE,
                                    working.seat().line(),
                                    people.get(0).name(),
                                    home.name(),
                                    working.unit().name(),
                                    office.name());
                        }
                    });
        }
    }

    private record Working(Unit unit, Seat seat) {}

    private Stream<Working> workingSeats() {
        return outline.units().stream()
                .filter(unit -> unit.kind() == UnitKind.WORKING_GROUP)
                .flatMap(unit -> unit.named().map(seat -> new Working(unit, seat)));
    }

    private void reportPeopleLeftOut() {
        for (Unit unit : outline.units()) {
            KnownUnit known = knownByName.get(unit.name());
            Set<String> named = seats.stream()
                    .map(Placed::content)
                    .filter(row -> row.unit().equals(codeByName.get(unit.name())) && row.staff() != null)
                    .map(row -> row.title() + row.staff())
                    .collect(Collectors.toSet());
            bureau.holdings().stream()
                    .filter(holding -> known != null && holding.unitId().equals(known.id()))
                    .filter(holding -> !named.contains(holding.title() + holding.staffNo()))
                    .forEach(holding -> report(
                            Code.SEAT_ONLY_IN_DIRECTORY,
                            unit.lines().get("name").get(0),
                            unit.name(),
                            holding.title(),
                            holding.name()));
        }
    }

    private void report(Code code, Integer line, Object... arguments) {
        Anomaly anomaly = Anomaly.of(code, line, arguments);
        if (!anomalies.contains(anomaly)) {
            anomalies.add(anomaly);
        }
    }
}
