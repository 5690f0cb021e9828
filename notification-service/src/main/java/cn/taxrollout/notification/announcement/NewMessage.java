package cn.taxrollout.notification.announcement;

import cn.taxrollout.notification.audience.AudienceGroup;
import cn.taxrollout.notification.audience.MessageKind;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What another system or an administrator has to say.
 *
 * @param en the same in English; without it readers of English get the Chinese
 * @param link a path below the address of task-service, or a whole address
 * @param confidential whether no channel out of the suite may carry its content
 * @param acknowledgementAsked whether its readers must confirm that they have taken note; not asked without it
 */
record NewMessage(
        @NotNull MessageKind kind,
        Boolean acknowledgementAsked,
        @NotNull @Valid Wording zh,
        @Valid Wording en,

        @Schema(examples = "https://hr.example.com/notices/17") @Size(max = 500) @Pattern(regexp = "(https?:/)?/[!-~]*")
        String link,

        @NotNull Boolean confidential,
        @NotNull @Valid To to) {

    /** @param title one line */
    record Wording(
            @NotBlank @Size(max = 200) @Pattern(regexp = "[^\\n\\r\\t]*")
            String title,

            @NotBlank @Size(max = 5_000) String body) {}

    /** Who gets it: the people of all these places and all who are named; everyone once. */
    record To(
            @Size(max = 200) List<@NotNull @Valid Place> units,
            @Size(max = 10_000) List<@NotBlank @Size(max = 64) String> staffNos) {
        List<Place> places() {
            return units == null ? List.of() : units;
        }

        List<String> named() {
            return staffNos == null ? List.of() : staffNos;
        }
    }

    /** @param groups as seen from the unit, all but NAMED */
    record Place(@NotNull UUID unitId, @NotEmpty Set<@NotNull AudienceGroup> groups) {}

    boolean asksAcknowledgement() {
        return Boolean.TRUE.equals(acknowledgementAsked);
    }

    Wording english() {
        return en == null ? zh : en;
    }
}
