package cn.taxrollout.notification.template;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The templates in force, compiled, as far as this replica knows: a version that another one was sent is used here a second later.
 * Rendering asks no database. A template of an operator that fails on real data is passed over for the shipped one, so
 * that nobody misses a message by it.
 */
@ApplicationScoped
class TemplateLibrary {
    private static final Logger LOG = Logger.getLogger(TemplateLibrary.class);

    private final TemplateVersions versions;
    private final MeterRegistry metrics;
    private final Map<Slot, CompiledTemplate> shipped = new ConcurrentHashMap<>();
    private volatile Known known = new Known(0, Map.of());

    TemplateLibrary(TemplateVersions versions, MeterRegistry metrics) {
        this.versions = versions;
        this.metrics = metrics;
    }

    /** @param changed those of operators that hold; without those that went back to what is shipped */
    private record Known(long count, Map<Slot, CompiledTemplate> changed) {}

    void start(@Observes StartupEvent event) {
        refresh();
    }

    /** Takes the versions that were left since it was last asked. */
    @Scheduled(
            every = "1s",
            delayed = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void refresh() {
        QuarkusTransaction.requiringNew().run(() -> {
            long count = versions.count();
            if (count != known.count()) {
                Map<Slot, CompiledTemplate> changed = new HashMap<>();
                versions.newest().forEach(version -> compiled(version)
                        .ifPresent(template -> changed.put(version.slot(), template)));
                known = new Known(count, changed);
            }
        });
    }

    /** Empty also for one that no longer fits what this release's events hold. */
    private Optional<CompiledTemplate> compiled(TemplateVersion version) {
        Slot slot = version.slot();
        Optional<TemplateKind> kind = TemplateKind.of(slot.kind());
        if (version.text() == null || kind.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(CompiledTemplate.of(
                    slot.medium(), version.text(), kind.get().variables(slot.medium())));
        } catch (Faults faults) {
            failed(slot, faults);
            return Optional.empty();
        }
    }

    /** The slot whose text is used: its own if it has one, else that of every message. */
    static Slot used(Slot slot, Set<Slot> changed) {
        return changed.contains(slot) || ShippedTemplates.of(slot).isPresent() ? slot : slot.of(TemplateKind.MESSAGE);
    }

    CompiledTemplate.Rendered render(Slot slot, Map<String, Object> values) {
        Map<Slot, CompiledTemplate> changed = known.changed();
        CompiledTemplate template = changed.get(used(slot, changed.keySet()));
        if (template != null) {
            try {
                return template.render(values);
            } catch (Faults faults) {
                failed(slot, faults);
            }
        }
        Slot used = used(slot, Set.of());
        return shipped.computeIfAbsent(used, TemplateLibrary::compileShipped).render(values);
    }

    private static CompiledTemplate compileShipped(Slot slot) {
        TemplateText text =
                ShippedTemplates.of(slot).orElseThrow(() -> new IllegalStateException("no template for " + slot));
        Map<String, Shape> variables =
                TemplateKind.of(slot.kind()).orElseThrow().variables(slot.medium());
        return CompiledTemplate.of(slot.medium(), text, variables);
    }

    private void failed(Slot slot, Faults faults) {
        LOG.errorf("The template of %s is passed over for the shipped one: %s", slot, faults.getMessage());
        metrics.counter(
                        "notification.templates.failed",
                        "kind",
                        slot.kind(),
                        "channel",
                        slot.medium().name())
                .increment();
    }
}
