package cn.taxrollout.notification.preference;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.channel.ChannelName;
import cn.taxrollout.notification.channel.SetUpChannels;
import cn.taxrollout.notification.preference.Preferences.Kept;
import cn.taxrollout.notification.security.Caller;
import cn.taxrollout.notification.web.ETag;
import cn.taxrollout.notification.web.IfMatch;
import cn.taxrollout.notification.web.Language;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** How the caller wants to be reached; nobody says it for another. */
@Path("/v1/preferences")
@Tag(name = "preferences")
@RolesAllowed("staff")
class PreferenceResource {
    private static final int MOST_DIGESTS = 6;

    private final Preferences preferences;
    private final SetUpChannels channels;
    private final Caller caller;

    PreferenceResource(Preferences preferences, SetUpChannels channels, Caller caller) {
        this.preferences = preferences;
        this.channels = channels;
        this.caller = caller;
    }

    /**
     * How messages of one kind leave.
     *
     * @param off channels that aren't used for them
     * @param digestAt at which times of working days (China) they come together in one mail; each at once if empty
     */
    @Schema(name = "KindPreference")
    record KindWish(
            @NotNull MessageKind kind,
            @NotNull @Size(max = 5) List<@NotNull ChannelName> off,
            @NotNull @Size(max = MOST_DIGESTS) List<@NotNull LocalTime> digestAt) {}

    /**
     * Every day, in China's time; over midnight where {@code to} is earlier than {@code from}.
     *
     * @param from the first quiet moment
     * @param to the first moment that isn't quiet any more
     */
    @Schema(name = "QuietHours")
    record QuietWish(@NotNull LocalTime from, @NotNull LocalTime to) {}

    /**
     * How I want to be reached.
     *
     * @param language of what leaves the suite
     * @param channelOrder the channel that is tried first comes first; those not named come last
     * @param quietHours when nothing but what is urgent leaves; null for never
     * @param kinds those not named are as the installation says
     */
    @Schema(name = "NewPreferences")
    record Wish(
            @NotNull Language language,
            @NotNull @Size(max = 5) List<@NotNull ChannelName> channelOrder,
            @Valid QuietWish quietHours,
            @NotNull @Size(max = 4) List<@NotNull @Valid KindWish> kinds) {}

    /**
     * How I am reached.
     *
     * @param version 0 while it is as the installation says
     * @param setUp the channels that this installation has
     */
    @Schema(name = "Preferences")
    record PreferenceView(
            long version,
            Language language,
            List<ChannelName> channelOrder,
            QuietWish quietHours,
            List<KindWish> kinds,
            Set<ChannelName> setUp) {
        static PreferenceView of(Kept kept, Set<ChannelName> setUp) {
            Preference preference = kept.preference();
            return new PreferenceView(
                    kept.version(),
                    preference.language(),
                    preference.order(),
                    preference
                            .quietHours()
                            .map(quiet -> new QuietWish(quiet.from(), quiet.to()))
                            .orElse(null),
                    Arrays.stream(MessageKind.values())
                            .map(kind -> {
                                KindPreference wish = preference.kinds().get(kind);
                                return new KindWish(
                                        kind, wish.off().stream().sorted().toList(), wish.digestAt());
                            })
                            .toList(),
                    setUp);
        }
    }

    @GET
    @Operation(summary = "By which channels and when I am reached")
    public RestResponse<PreferenceView> get() {
        return answer(preferences.kept(caller.staffId()));
    }

    @PUT
    @Operation(
            summary = "Say by which channels and when I want to be reached",
            description =
                    "Every message is in the inbox, whatever is switched off. At least one channel stays for kinds that must "
                            + "reach me (MANDATORY, URGENT); they aren't put into digests. What is on its way already stays as it is.")
    public RestResponse<PreferenceView> change(@Valid @NotNull Wish wish, @Context HttpHeaders headers) {
        return answer(preferences.keep(
                caller.staffId(), IfMatch.of(headers), new WishCheck(channels.names()).preference(wish)));
    }

    private RestResponse<PreferenceView> answer(Kept kept) {
        return ResponseBuilder.ok(PreferenceView.of(kept, channels.names()))
                .tag(ETag.of(kept.version()))
                .build();
    }
}
