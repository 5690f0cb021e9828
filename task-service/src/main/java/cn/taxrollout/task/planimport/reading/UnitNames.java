package cn.taxrollout.task.planimport.reading;

import cn.taxrollout.task.planimport.draft.ResponsibleUnit;
import cn.taxrollout.task.planimport.draft.ResponsibleUnit.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads names of units as documents list them, and finds the units that bear them. */
final class UnitNames {

    private static final String SEPARATORS = "、,;/";
    private static final Pattern NO_NAME = Pattern.compile("无|[/\\\\—-]+|");
    private static final Pattern ROLE_BEHIND =
            Pattern.compile("(.+?)(?:\\((?:为?)(牵头|主办|主责|负责|配合|协办|责任|牵头单位|配合单位)\\)|(牵头|配合))");
    private static final Pattern LEAD_MARK = Pattern.compile("\\(为?(?:牵头|主办|主责)(?:单位)?\\)");
    private static final Pattern ROLE_BEFORE = Pattern.compile("\\((牵头|主办|主责|负责|配合|协办)\\)(.+)");
    private static final Pattern AND_SO_ON = Pattern.compile("(.+?)等(?:单位|部门|科室|股室)?");
    private static final Pattern CONJUNCTION = Pattern.compile("以及|[和及与]");

    /** What is longer is no name; as much of it is kept as tells a person what it is. */
    private static final int LENGTH = 100;

    private final Function<String, Optional<UUID>> unitNamed;
    private final Map<String, ResponsibleUnit> units = new LinkedHashMap<>();
    private final Map<String, Integer> repeated = new LinkedHashMap<>();
    private final Set<Integer> lines = new LinkedHashSet<>();

    /** @param unitNamed asked with the name as written (without spaces) and, if that finds nothing, in half width */
    UnitNames(Function<String, Optional<UUID>> unitNamed) {
        this.unitNamed = unitNamed;
    }

    void read(Role role, Passage names) {
        boolean oneIsMarked = LEAD_MARK.matcher(names.plain()).find();
        Role others = role == Role.LEAD && oneIsMarked ? Role.RESPONSIBLE : role;
        names.split(SEPARATORS).forEach(name -> add(others, withoutEnd(name)));
    }

    /** Reads the names if there are units that bear all of them. */
    void readIfKnown(Role role, Passage names) {
        UnitNames trial = new UnitNames(unitNamed);
        trial.read(role, names);
        if (trial.units().stream().allMatch(unit -> unit.unitId() != null)) {
            read(role, names);
        }
    }

    private void add(Role role, Passage name) {
        if (NO_NAME.matcher(name.plain()).matches()) {
            return;
        }
        if (name.plain().length() > LENGTH) {
            put(role, name.part(0, LENGTH));
            return;
        }
        Matcher behind = ROLE_BEHIND.matcher(name.plain());
        Matcher before = ROLE_BEFORE.matcher(name.plain());
        Matcher soOn = AND_SO_ON.matcher(name.plain());
        if (find(name).isPresent()) {
            put(role, name);
        } else if (behind.matches()) {
            String said = behind.group(2) == null ? behind.group(3) : behind.group(2);
            add(TaskClauses.role(said), name.part(0, behind.end(1)));
        } else if (before.matches()) {
            add(TaskClauses.role(before.group(1)), name.from(before.start(2)));
        } else if (soOn.matches()) {
            add(role, name.part(0, soOn.end(1)));
        } else if (name.lineByLine().size() > 1) {
            name.lineByLine().forEach(line -> add(role, line));
        } else {
            several(name).forEach(one -> put(role, one));
        }
    }

    /** Names joined by a word or a space, if all of them are known; a name may have such a word in it. */
    private List<Passage> several(Passage name) {
        List<Passage> spaced = name.split(" ");
        if (spaced.size() > 1 && spaced.stream().allMatch(one -> find(one).isPresent())) {
            return spaced;
        }
        Matcher and = CONJUNCTION.matcher(name.plain());
        while (and.find()) {
            Passage first = name.part(0, and.start());
            Passage second = name.from(and.end());
            if (!first.isEmpty() && find(first).isPresent() && !second.isEmpty()) {
                List<Passage> rest = find(second).isPresent() ? List.of(second) : several(second);
                if (rest.stream().allMatch(one -> find(one).isPresent())) {
                    List<Passage> all = new ArrayList<>(List.of(first));
                    all.addAll(rest);
                    return all;
                }
            }
        }
        return List.of(name);
    }

    private Optional<UUID> find(Passage name) {
        return unitNamed
                .apply(name.unspaced())
                .or(() -> unitNamed.apply(name.plain().replace(" ", "")));
    }

    private void put(Role role, Passage name) {
        String written = name.unspaced();
        UUID unitId = find(name).orElse(null);
        lines.addAll(name.lines());
        boolean there = units.values().stream()
                .anyMatch(unit -> unit.name().equals(written) || unitId != null && unitId.equals(unit.unitId()));
        if (there) {
            repeated.putIfAbsent(written, name.firstLine());
            units.computeIfPresent(written, (same, unit) -> role == Role.LEAD ? unit.as(Role.LEAD) : unit);
        } else {
            units.put(written, new ResponsibleUnit(written, unitId, role));
        }
    }

    /** The full stop of the line, and the bracket that was opened before 责任单位. */
    private static Passage withoutEnd(Passage name) {
        String plain = name.plain();
        int end = plain.length();
        while (end > 0 && "。.:".indexOf(plain.charAt(end - 1)) >= 0) {
            end--;
        }
        boolean closed = end > 0 && ")]】".indexOf(plain.charAt(end - 1)) >= 0 && !plain.matches(".*[(\\[【].*");
        return name.part(0, closed ? end - 1 : end);
    }

    /** In the document's order, no name twice. */
    List<ResponsibleUnit> units() {
        return List.copyOf(units.values());
    }

    /** Names that stand there more than once, and the line of a repetition. */
    Map<String, Integer> repeated() {
        return repeated;
    }

    List<Integer> lines() {
        return List.copyOf(lines);
    }
}
