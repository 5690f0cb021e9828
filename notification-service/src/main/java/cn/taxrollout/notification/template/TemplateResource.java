package cn.taxrollout.notification.template;

import cn.taxrollout.notification.security.Caller;
import cn.taxrollout.notification.template.TemplateDesk.InForce;
import cn.taxrollout.notification.web.ETag;
import cn.taxrollout.notification.web.Idempotent;
import cn.taxrollout.notification.web.IfMatch;
import cn.taxrollout.notification.web.Language;
import cn.taxrollout.notification.web.Page;
import cn.taxrollout.notification.web.Refusal;
import cn.taxrollout.notification.web.Refusal.Violation;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** What messages say: for operators to read, try, change and take back. */
@Path("/v1/templates")
@Tag(name = "templates")
@RolesAllowed({"staff", "notification:write"})
class TemplateResource {
    private static final int LONGEST_REASON = 500;

    private final TemplateDesk desk;
    private final Caller caller;

    TemplateResource(TemplateDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    /** The languages in which everything is said. */
    @Schema(name = "TemplateLanguage")
    enum Tongue {
        zh(Language.CHINESE),
        en(Language.ENGLISH);

        private final Language language;

        Tongue(Language language) {
            this.language = language;
        }

        static Tongue of(Language language) {
            return valueOf(language.code());
        }
    }

    /**
     * One template of a kind.
     *
     * @param version 0 for what is shipped
     * @param textOf the kind whose text is used
     */
    @Schema(name = "TemplateState")
    record StateView(Tongue language, Medium channel, int version, String textOf) {
        static StateView of(InForce inForce) {
            return new StateView(
                    Tongue.of(inForce.slot().language()), inForce.slot().medium(), inForce.version(), inForce.from());
        }
    }

    /**
     * What is told.
     *
     * @param kind the event's name, or NotAcknowledged, Announcement, Message, MessageWaits, Digest
     */
    @Schema(name = "TemplateKind")
    record KindView(String kind, List<StateView> templates) {}

    /**
     * A template as it is in force.
     *
     * @param version 0 for what is shipped
     * @param textOf the kind whose text is used: Message, where the kind has none of its own in that channel
     * @param html the body as a page, for EMAIL alone
     * @param variables what the text may name; [] stands for each item of a list
     * @param changedBy staff number or system that left this version, null for version 0
     */
    @Schema(name = "Template")
    record TemplateView(
            String kind,
            Tongue language,
            Medium channel,
            int version,
            String textOf,
            String title,
            String body,
            String html,
            List<String> variables,
            String changedBy,
            Instant changedAt,
            String reason) {}

    /** @param html for EMAIL alone */
    @Schema(name = "TemplateText")
    record TextView(String title, String body, String html) {}

    /**
     * One version as it was left.
     *
     * @param text null where it goes back to what is shipped
     */
    @Schema(name = "TemplateVersion")
    record VersionView(
            int version, @Schema(nullable = true) TextView text, String changedBy, Instant changedAt, String reason) {
        static VersionView of(TemplateVersion version) {
            TemplateText text = version.text();
            return new VersionView(
                    version.version(),
                    text == null ? null : new TextView(text.title(), text.body(), text.html()),
                    version.changedBy(),
                    version.changedAt(),
                    version.reason());
        }
    }

    /**
     * @param html for EMAIL alone
     * @param reason why it is changed, for the record
     */
    @Schema(name = "TemplateChange")
    record Change(String title, String body, String html, String reason) {}

    /** @param version to go back to, 0 for what is shipped */
    @Schema(name = "TemplateRestoration")
    record Restoration(Integer version, String reason) {}

    /**
     * @param title with body and html the text to try; without them the one in force is shown
     * @param sample data of the event as in task-service's contract; of other kinds what their texts name. Without it, one of
     *     the service's own
     */
    @Schema(name = "TemplateDraft")
    record Draft(String title, String body, String html, Map<String, Object> sample) {}

    /**
     * How it looks.
     *
     * @param cut parts that were too long for the channel: title and body shortened, a page left out
     */
    @Schema(name = "TemplatePreview")
    record PreviewView(Tongue language, Medium channel, String title, String body, String html, List<String> cut) {
        static PreviewView of(TemplateDesk.Preview preview) {
            return new PreviewView(
                    Tongue.of(preview.slot().language()),
                    preview.slot().medium(),
                    preview.rendered().title(),
                    preview.rendered().body(),
                    preview.rendered().html(),
                    preview.rendered().cut());
        }
    }

    /** How it looks wherever it is read. */
    @Schema(name = "TemplatePreviews")
    record Previews(List<PreviewView> items) {}

    /** All kinds; there are a few dozen. */
    @Schema(name = "TemplateKinds")
    record Kinds(List<KindView> items) {}

    @GET
    @Operation(summary = "What is told, and which of its texts were changed; for operators")
    public Kinds list() {
        caller.mustOperate();
        List<Slot> slots = new ArrayList<>();
        for (TemplateKind kind : TemplateKind.all()) {
            for (Medium medium : kind.media()) {
                for (Language language : Language.values()) {
                    slots.add(new Slot(kind.label(), language, medium));
                }
            }
        }
        Map<String, List<StateView>> kinds = desk.inForce(slots).stream()
                .collect(Collectors.groupingBy(
                        inForce -> inForce.slot().kind(),
                        LinkedHashMap::new,
                        Collectors.mapping(StateView::of, Collectors.toList())));
        return new Kinds(kinds.entrySet().stream()
                .map(kind -> new KindView(kind.getKey(), kind.getValue()))
                .toList());
    }

    @GET
    @Path("/{kind}")
    @Operation(summary = "A template as it is in force; for operators")
    public RestResponse<TemplateView> get(
            @RestPath String kind,
            @DefaultValue("zh") @RestQuery Tongue language,
            @DefaultValue("INBOX") @RestQuery Medium channel) {
        caller.mustOperate();
        return answer(slot(kind, language, channel));
    }

    @PUT
    @Path("/{kind}")
    @Operation(
            summary =
                    "Change a template; it is tried with samples of everything it is for, and used by every replica a second later;"
                            + " for operators")
    public RestResponse<TemplateView> put(
            @RestPath String kind,
            @DefaultValue("zh") @RestQuery Tongue language,
            @DefaultValue("INBOX") @RestQuery Medium channel,
            Change change,
            @Context HttpHeaders headers) {
        caller.mustOperate();
        Change given = present(change);
        Slot slot = slot(kind, language, channel);
        IfMatch ifMatch = IfMatch.of(headers);
        demand("title", given.title(), CompiledTemplate.LONGEST_SOURCE);
        demand("body", given.body(), CompiledTemplate.LONGEST_SOURCE);
        demand("reason", given.reason(), LONGEST_REASON);
        var text = new TemplateText(given.title(), given.body(), given.html());
        desk.change(slot, text, caller.name(), given.reason(), ifMatch);
        return answer(slot);
    }

    @GET
    @Path("/{kind}/versions")
    @Operation(summary = "The versions of a template, newest first; for operators")
    public Page<VersionView> versions(
            @RestPath String kind,
            @DefaultValue("zh") @RestQuery Tongue language,
            @DefaultValue("INBOX") @RestQuery Medium channel,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @RestQuery String cursor) {
        caller.mustOperate();
        int below = (int) Math.min(Page.numberPosition(cursor, Integer.MAX_VALUE), Integer.MAX_VALUE);
        List<TemplateVersion> found = desk.versions(slot(kind, language, channel), below, limit + 1);
        return Page.of(found, limit, version -> Integer.toString(version.version()), VersionView::of);
    }

    @POST
    @Path("/{kind}/restoration")
    @Idempotent
    @Operation(summary = "Go back to a former version, or with 0 to what is shipped; takes If-Match; for operators")
    public RestResponse<TemplateView> restore(
            @RestPath String kind,
            @DefaultValue("zh") @RestQuery Tongue language,
            @DefaultValue("INBOX") @RestQuery Medium channel,
            Restoration restoration,
            @Context HttpHeaders headers) {
        caller.mustOperate();
        Restoration given = present(restoration);
        Slot slot = slot(kind, language, channel);
        IfMatch ifMatch = IfMatch.of(headers);
        if (given.version() == null || given.version() < 0) {
            throw invalid("version", "must-be-number");
        }
        demand("reason", given.reason(), LONGEST_REASON);
        desk.restore(slot, given.version(), caller.name(), given.reason(), ifMatch);
        return answer(slot);
    }

    @POST
    @Path("/{kind}/preview")
    @Operation(
            summary = "Show how a text would look, one of the inbox also in the channels; saves nothing; for operators")
    public Previews preview(
            @RestPath String kind,
            @DefaultValue("zh") @RestQuery Tongue language,
            @DefaultValue("INBOX") @RestQuery Medium channel,
            Draft draft) {
        caller.mustOperate();
        Draft given = present(draft);
        Slot slot = slot(kind, language, channel);
        TemplateText text = null;
        if (given.title() != null || given.body() != null || given.html() != null) {
            demand("title", given.title(), CompiledTemplate.LONGEST_SOURCE);
            demand("body", given.body(), CompiledTemplate.LONGEST_SOURCE);
            text = new TemplateText(given.title(), given.body(), given.html());
        }
        return new Previews(desk.preview(slot, text, given.sample()).stream()
                .map(PreviewView::of)
                .toList());
    }

    private RestResponse<TemplateView> answer(Slot slot) {
        InForce inForce = desk.inForce(List.of(slot)).get(0);
        TemplateVersion newest = inForce.newest().orElse(null);
        TemplateKind kind = TemplateKind.of(slot.kind()).orElseThrow();
        var view = new TemplateView(
                slot.kind(),
                Tongue.of(slot.language()),
                slot.medium(),
                inForce.version(),
                inForce.from(),
                inForce.text().title(),
                inForce.text().body(),
                inForce.text().html(),
                Shape.paths(kind.variables(slot.medium())),
                newest == null ? null : newest.changedBy(),
                newest == null ? null : newest.changedAt(),
                newest == null ? null : newest.reason());
        return ResponseBuilder.ok(view).tag(ETag.of(view.version())).build();
    }

    /** @throws Refusal 404 if there is no such kind, or it isn't told there */
    private static Slot slot(String label, Tongue language, Medium channel) {
        TemplateKind kind = TemplateKind.of(label)
                .filter(known -> known.media().contains(channel))
                .orElseThrow(() -> Refusal.notFound("template-unknown", label, channel));
        return new Slot(kind.label(), language.language, channel);
    }

    /** The body, which is asked for only here so that nobody learns of its form who may not send it. */
    private static <T> T present(T body) {
        if (body == null) {
            throw Refusal.badRequest("body-missing");
        }
        return body;
    }

    private static void demand(String field, String value, int longest) {
        if (value == null || value.isBlank()) {
            throw invalid(field, "template-part-missing");
        }
        if (value.length() > longest) {
            throw invalid(field, "template-source-too-long", longest);
        }
    }

    private static Refusal invalid(String field, String code, Object... arguments) {
        return Refusal.badRequest("invalid-request", List.of(new Violation(field, code, Arrays.asList(arguments))));
    }
}
