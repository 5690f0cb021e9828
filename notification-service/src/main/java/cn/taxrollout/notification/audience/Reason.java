package cn.taxrollout.notification.audience;

import cn.taxrollout.notification.web.Texts;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Why a person is told, or isn't, with the names of the time at which it was told. As {@link Audience#PEOPLE} writes it.
 *
 * @param group as what the person is addressed
 * @param unitId of the unit whose seat it is, null for a person who is named
 * @param rank where heads are addressed, null elsewhere
 * @param because what speaks against it; null for who is told
 * @param forStaffId the person for whom this one stands in, null for who holds the seat
 */
public record Reason(
        AudienceGroup group,
        UUID unitId,
        String unit,
        String rank,
        LeftOutBecause because,
        UUID forStaffId,
        String forName) {

    /** All of them in words. */
    public static String text(List<Reason> reasons, Texts texts) {
        return reasons.stream()
                .map(reason -> reason.text(texts))
                .distinct()
                .collect(Collectors.joining(texts.text("reasons.between", List.of())));
    }

    private String text(Texts texts) {
        String seat = "DEPUTY_HEAD".equals(rank) ? "UNIT_DEPUTIES" : group.name();
        String place = texts.text("reason." + seat, unit == null ? List.of() : List.of(unit));
        String told = forName == null ? place : texts.text("reason.stands-in", List.of(forName, place));
        return because == null ? told : texts.text("reason.left-out", List.of(told, because));
    }
}
