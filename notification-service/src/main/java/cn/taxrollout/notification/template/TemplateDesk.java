package cn.taxrollout.notification.template;

import cn.taxrollout.notification.template.CompiledTemplate.Rendered;
import cn.taxrollout.notification.web.IfMatch;
import cn.taxrollout.notification.web.Refusal;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Where operators work on templates. Nothing is kept that hasn't been tried with every sample. */
@ApplicationScoped
class TemplateDesk {
    private static final Logger LOG = Logger.getLogger(TemplateDesk.class);

    private final TemplateVersions versions;
    private final TemplateLibrary library;
    private final TemplateTrial trial;
    private final Samples samples;
    private final Clock clock;

    TemplateDesk(
            TemplateVersions versions, TemplateLibrary library, TemplateTrial trial, Samples samples, Clock clock) {
        this.versions = versions;
        this.library = library;
        this.trial = trial;
        this.samples = samples;
        this.clock = clock;
    }

    /**
     * What holds for a slot.
     *
     * @param from the kind whose text it is, which may be {@link TemplateKind#MESSAGE}
     * @param newest the last change of the slot itself, empty if there was none
     */
    record InForce(Slot slot, TemplateText text, String from, Optional<TemplateVersion> newest) {
        /** 0 for what is shipped. */
        int version() {
            return newest.map(TemplateVersion::version).orElse(0);
        }
    }

    /** How a sample looks in one medium. */
    record Preview(Slot slot, Rendered rendered) {}

    /** What holds for each of the slots, in their order. */
    List<InForce> inForce(List<Slot> slots) {
        Map<Slot, TemplateVersion> newest = QuarkusTransaction.joiningExisting().call(versions::newest).stream()
                .collect(Collectors.toMap(TemplateVersion::slot, Function.identity()));
        Map<Slot, TemplateText> changed = new HashMap<>();
        newest.forEach((slot, version) -> {
            if (version.text() != null) {
                changed.put(slot, version.text());
            }
        });
        return slots.stream()
                .map(slot -> {
                    Slot used = TemplateLibrary.used(slot, changed.keySet());
                    TemplateText text = changed.containsKey(used)
                            ? changed.get(used)
                            : ShippedTemplates.of(used).orElseThrow();
                    return new InForce(slot, text, used.kind(), Optional.ofNullable(newest.get(slot)));
                })
                .toList();
    }

    /**
     * Keeps a new version and uses it from now on.
     *
     * @throws Refusal 400 with what is wrong with the text, 412 if somebody else has changed it meanwhile
     */
    void change(Slot slot, TemplateText text, String by, String reason, IfMatch ifMatch) {
        try {
            trial.tested(slot, TemplateKind.of(slot.kind()).orElseThrow(), text);
        } catch (Faults faults) {
            throw refused(faults);
        }
        keep(slot, text, by, reason, ifMatch);
    }

    /**
     * Goes back to a former version, by a new one that says the same. Version 0 is what is shipped.
     *
     * @throws Refusal 404 if there is no such version; 400 if it no longer fits what events hold; 412 as above
     */
    void restore(Slot slot, int version, String by, String reason, IfMatch ifMatch) {
        if (version == 0) {
            keep(slot, null, by, reason, ifMatch);
            return;
        }
        TemplateVersion former = QuarkusTransaction.joiningExisting()
                .call(() -> versions.list(slot, version + 1, 1).stream().findFirst())
                .filter(found -> found.version() == version)
                .orElseThrow(() -> Refusal.notFound("template-version-unknown", slot.kind(), version));
        if (former.text() == null) {
            keep(slot, null, by, reason, ifMatch);
        } else {
            change(slot, former.text(), by, reason, ifMatch);
        }
    }

    private void keep(Slot slot, TemplateText text, String by, String reason, IfMatch ifMatch) {
        QuarkusTransaction.joiningExisting().run(() -> {
            int version = versions.newest(slot).map(TemplateVersion::version).orElse(0);
            ifMatch.demand(version);
            if (!versions.add(new TemplateVersion(slot, version + 1, text, by, reason, clock.instant()))) {
                throw Refusal.preconditionFailed("changed-meanwhile");
            }
            LOG.infof("%s changes the template of %s to version %d: %s", by, slot, version + 1, reason);
        });
        library.refresh();
    }

    /** The former versions below one, newest first. */
    List<TemplateVersion> versions(Slot slot, int below, int limit) {
        return QuarkusTransaction.joiningExisting().call(() -> versions.list(slot, below, limit));
    }

    /**
     * How a sample would look, also in the channels if the text is one of the inbox.
     *
     * @param text null for what is in force
     * @param data null for the first of the service's own samples
     * @throws Refusal 400 with what is wrong with the text or the data
     */
    List<Preview> preview(Slot slot, TemplateText text, Map<String, Object> data) {
        TemplateKind kind = TemplateKind.of(slot.kind()).orElseThrow();
        Sample sample = data == null ? samples.of(kind).get(0) : samples.read(kind, data);
        try {
            Optional<CompiledTemplate> draft = Optional.ofNullable(text).map(given -> trial.tested(slot, kind, given));
            List<Preview> previews = new ArrayList<>();
            previews.add(new Preview(
                    slot,
                    draft.isPresent()
                            ? draft.get().render(trial.values(slot, sample, null))
                            : trial.shown(slot, sample, null)));
            if (slot.medium() == Medium.INBOX) {
                for (Medium medium : kind.media()) {
                    if (medium != Medium.INBOX) {
                        var other = new Slot(slot.kind(), slot.language(), medium);
                        previews.add(new Preview(other, trial.shown(other, sample, draft.orElse(null))));
                    }
                }
            }
            return previews;
        } catch (Faults faults) {
            throw refused(faults);
        }
    }

    private static Refusal refused(Faults faults) {
        return Refusal.badRequest("template-refused", faults.places());
    }
}
