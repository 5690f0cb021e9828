package cn.taxrollout.org.directoryimport.document;

import cn.taxrollout.org.appointment.HolderRule;
import cn.taxrollout.org.appointment.SeatRank;
import cn.taxrollout.org.directoryimport.document.DirectoryOutline.Seat;
import cn.taxrollout.org.unit.UnitFunction;
import cn.taxrollout.org.unit.UnitKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What in the organisation read is odd, and which group coordinates and which supervises. */
final class OutlineChecks {

    private static final Pattern COORDINATING = Pattern.compile("综合|协调|统筹");
    private static final Pattern SUPERVISING = Pattern.compile("监督|督导|督查|督察|督办|考核");
    private static final Pattern COORDINATING_DUTY = Pattern.compile("(?:制发|分派|下达|分解|派发|转办)[^,;。]{0,8}任务|统筹协调|综合事务");
    private static final Pattern SUPERVISING_DUTY = Pattern.compile("督导检查|督办|考核|监督检查");

    private final List<GroupDraft> groups;
    private final Findings findings;

    private OutlineChecks(List<GroupDraft> groups, Findings findings) {
        this.groups = groups;
        this.findings = findings;
    }

    static void check(List<GroupDraft> groups, List<Holders.Claim> claimedGroups, Findings findings) {
        OutlineChecks checks = new OutlineChecks(groups, findings);
        checks.inferFunction(UnitFunction.COORDINATING, COORDINATING, COORDINATING_DUTY);
        checks.inferFunction(UnitFunction.SUPERVISING, SUPERVISING, SUPERVISING_DUTY);
        checks.reportGaps();
        checks.compareClaims(claimedGroups);
        checks.reportRepetitions();
        checks.reportPosts();
        checks.reportConcurrentPosts();
        checks.reportRecusals();
        checks.reportSectionsOutsideOffice();
    }

    /** By the name, where a name tells; else by duties, which is a reading and said to be one. */
    private void inferFunction(UnitFunction function, Pattern name, Pattern duty) {
        List<GroupDraft> working = groups.stream()
                .filter(group -> group.kind == UnitKind.WORKING_GROUP)
                .toList();
        List<GroupDraft> named = working.stream()
                .filter(group -> name.matcher(group.name()).find())
                .toList();
        List<GroupDraft> candidates = !named.isEmpty()
                ? named
                : working.stream()
                        .filter(group -> group.duties.stream()
                                .anyMatch(clause -> duty.matcher(clause.text()).find()))
                        .toList();
        if (candidates.size() > 1) {
            findings.add(
                    Anomaly.Code.FUNCTION_AMBIGUOUS,
                    candidates.get(0).line(),
                    function,
                    candidates.stream().map(GroupDraft::name).collect(Collectors.joining("、")));
            return;
        }
        for (GroupDraft group : candidates) {
            group.functions.add(function);
            group.lines.put("functions", List.of(group.line()));
            if (named.isEmpty()) {
                findings.add(Anomaly.Code.FUNCTION_INFERRED, group.line(), function, group.name());
            }
        }
    }

    private void reportGaps() {
        for (GroupDraft group : groups) {
            boolean holdsOthers = group.kind == UnitKind.PROJECT_TEAM
                    && groups.stream().anyMatch(below -> below.parent() == group)
                    && group.isEmpty();
            if (holdsOthers) {
                continue; // only the frame of its groups
            }
            if (!group.has(SeatRank.HEAD)) {
                findings.add(Anomaly.Code.UNIT_WITHOUT_HEAD, group.line(), group.name());
            }
            if (!group.has(SeatRank.MEMBER)) {
                findings.add(Anomaly.Code.UNIT_WITHOUT_MEMBERS, group.line(), group.name());
            }
            if (group.duties.isEmpty()) {
                findings.add(Anomaly.Code.UNIT_WITHOUT_DUTIES, group.line(), group.name());
            }
        }
    }

    private void compareClaims(List<Holders.Claim> claimedGroups) {
        int working = (int) groups.stream()
                .filter(group -> group.kind == UnitKind.WORKING_GROUP)
                .count();
        for (Holders.Claim claim : claimedGroups) {
            if (claim.count() != working) {
                findings.add(Anomaly.Code.UNIT_COUNT_DIFFERS, claim.line(), claim.count(), working);
            }
        }
        for (GroupDraft group : groups) {
            for (GroupDraft.Claim claim : group.claims) {
                int found = (int) group.seats.stream()
                        .filter(seat -> claim.title() == null || seat.title().equals(claim.title()))
                        .count();
                if (found != claim.count()) {
                    String title = claim.title() == null ? "" : claim.title();
                    findings.add(
                            Anomaly.Code.SEAT_COUNT_DIFFERS, claim.line(), group.name(), title, claim.count(), found);
                }
            }
        }
    }

    private void reportRepetitions() {
        for (GroupDraft group : groups) {
            Map<String, Integer> people = new HashMap<>();
            Map<String, Integer> sections = new HashMap<>();
            for (Seat seat : group.seats) {
                boolean named = seat.holder().rule() == HolderRule.NAMED;
                String who = named
                        ? seat.holder().name()
                        : seat.title() + seat.holder().section();
                Integer earlier = (named ? people : sections).putIfAbsent(who, seat.line());
                if (earlier != null && named) {
                    findings.add(Anomaly.Code.PERSON_TWICE_IN_UNIT, seat.line(), who, group.name(), earlier);
                } else if (earlier != null && seat.holder().rule() == HolderRule.PRINCIPAL_OF) {
                    findings.add(
                            Anomaly.Code.SECTION_TWICE_IN_UNIT,
                            seat.line(),
                            seat.holder().section(),
                            group.name(),
                            earlier);
                }
            }
        }
    }

    private record Place(GroupDraft unit, Seat seat) {}

    private Map<String, List<Place>> people() {
        Map<String, List<Place>> people = new LinkedHashMap<>();
        for (GroupDraft group : groups) {
            for (Seat seat : group.seats) {
                if (seat.holder().rule() == HolderRule.NAMED) {
                    people.computeIfAbsent(seat.holder().name(), name -> new ArrayList<>())
                            .add(new Place(group, seat));
                }
            }
        }
        return people;
    }

    /** 党委委员、副局长 and 副局长 are one post, 法制股股长 and 股长 too; 法制股股长 and 税政一股股长 are not. */
    private void reportPosts() {
        people().forEach((name, places) -> {
            Set<String> known = Set.of();
            for (Place place : places) {
                Set<String> posts = posts(place.seat());
                if (!known.isEmpty() && !posts.isEmpty() && !covers(known, posts) && !covers(posts, known)) {
                    findings.add(
                            Anomaly.Code.POSTS_DIFFER,
                            place.seat().line(),
                            name,
                            String.join("、", posts),
                            String.join("、", known));
                }
                known = posts.size() > known.size() ? posts : known;
            }
        });
    }

    private static Set<String> posts(Seat seat) {
        String section = seat.holder().section() == null ? "" : seat.holder().section();
        return seat.holder().post() == null
                ? Set.of()
                : Arrays.stream(seat.holder().post().split("、"))
                        .map(post -> section + post.replaceAll("\\(兼任?\\)", ""))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static boolean covers(Set<String> all, Set<String> some) {
        return some.stream().allMatch(post -> all.stream().anyMatch(full -> full.endsWith(post)));
    }

    private void reportConcurrentPosts() {
        people().forEach((name, places) -> {
            List<String> units =
                    places.stream().map(place -> place.unit().name()).distinct().toList();
            if (units.size() > 1) {
                findings.add(
                        Anomaly.Code.CONCURRENT_POSTS,
                        places.get(0).seat().line(),
                        name,
                        units.size(),
                        String.join("、", units));
            }
        });
    }

    private void reportRecusals() {
        people().forEach((name, places) -> {
            List<Place> working = places.stream()
                    .filter(place -> place.unit().kind == UnitKind.WORKING_GROUP)
                    .toList();
            Function<Place, Boolean> supervises =
                    place -> place.unit().functions.contains(UnitFunction.SUPERVISING);
            Map<Boolean, List<Place>> sides = working.stream().collect(Collectors.partitioningBy(supervises::apply));
            if (!sides.get(true).isEmpty()) {
                String supervising = sides.get(true).get(0).unit().name();
                Set<String> told = new HashSet<>();
                for (Place place : sides.get(false)) {
                    if (told.add(place.unit().name())) {
                        findings.add(
                                Anomaly.Code.SITS_WITH_SUPERVISORS,
                                sides.get(true).get(0).seat().line(),
                                name,
                                place.unit().name(),
                                supervising);
                    }
                }
            }
        });
    }

    /** An office that lists its sections leaves none out whose people work for it. */
    private void reportSectionsOutsideOffice() {
        for (GroupDraft office : groups) {
            Set<String> members = office.seats.stream()
                    .filter(seat ->
                            seat.rank() == SeatRank.MEMBER && seat.holder().section() != null)
                    .map(seat -> seat.holder().section())
                    .collect(Collectors.toSet());
            if (office.kind != UnitKind.OFFICE
                    || members.isEmpty()
                    || members.stream().anyMatch(section -> section.startsWith("各"))) {
                continue;
            }
            Set<String> sections = new HashSet<>(members);
            for (Seat seat : office.seats) {
                String section = seat.holder().section();
                if (seat.rank() != SeatRank.MEMBER && section != null) {
                    sections.add(section);
                    if (seat.rank() == SeatRank.DEPUTY_HEAD && !members.contains(section)) {
                        findings.add(
                                Anomaly.Code.DEPUTY_SECTION_NOT_IN_OFFICE,
                                seat.line(),
                                seat.holder().name(),
                                section,
                                office.name());
                    }
                }
            }
            people().forEach((name, places) -> {
                Set<String> own = places.stream()
                        .map(place -> place.seat().holder().section())
                        .filter(section -> section != null && !sections.contains(section))
                        .collect(Collectors.toSet());
                places.stream()
                        .filter(place -> place.unit().kind == UnitKind.WORKING_GROUP)
                        .limit(1)
                        .forEach(place -> own.forEach(section -> findings.add(
                                Anomaly.Code.MEMBER_SECTION_NOT_IN_OFFICE,
                                place.seat().line(),
                                name,
                                section,
                                place.unit().name(),
                                office.name())));
            });
        }
    }
}
