package cn.taxrollout.task.revision;

import cn.taxrollout.task.messaging.Outbox;
import cn.taxrollout.task.plan.Plan;
import cn.taxrollout.task.plan.PlanEvent.PlanRevised;
import cn.taxrollout.task.plan.PlanRecord;
import cn.taxrollout.task.plan.PlanRepository;
import cn.taxrollout.task.revision.Comparison.Difference;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Refusal.Violation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Keeps what a plan said, version by version, and compares versions. */
@ApplicationScoped
class PlanVersions implements PlanRecord {
    private final PlanVersionRepository versions;
    private final PlanRepository plans;
    private final Outbox outbox;
    private final ObjectMapper json;

    PlanVersions(PlanVersionRepository versions, PlanRepository plans, Outbox outbox, ObjectMapper json) {
        this.versions = versions;
        this.plans = plans;
        this.outbox = outbox;
        this.json = json;
    }

    @Override
    @Transactional(Transactional.TxType.MANDATORY)
    public void begin(Plan plan, Actor actor, Instant at) {
        keep(plan, null, actor, at);
    }

    @Override
    @Transactional(Transactional.TxType.MANDATORY)
    public void end(Plan plan, String summary, Actor actor, Instant at) {
        keep(plan, summary, actor, at);
    }

    private void keep(Plan plan, String reason, Actor actor, Instant at) {
        plans.flush();
        versions.persist(new PlanVersion(plan, write(versions.content(plan)), reason, actor, at));
    }

    @Override
    @Transactional(Transactional.TxType.MANDATORY)
    public void revise(Plan plan, String reason, Actor actor, Instant at) {
        plans.lock(plan);
        plan.mustNotBeClosed();
        String content = write(versions.content(plan));
        var comparison = new Comparison(read(get(plan, plan.revision())), read(content));
        List<Difference> differences = comparison.differences();
        if (differences.isEmpty()) {
            return;
        }
        PlanRevised revised = plan.revise(
                reason,
                differences.stream()
                        .map(difference -> difference.summary(plan.id()))
                        .toList(),
                List.copyOf(comparison.units(differences)),
                actor);
        versions.persist(new PlanVersion(plan, content, reason, actor, at));
        outbox.append(plan.id(), revised.sequence(), revised.type(), at, revised);
    }

    /** @throws Refusal 404 if the plan has no such version */
    PlanVersion get(Plan plan, int version) {
        return versions.find(plan.id(), version)
                .orElseThrow(() -> Refusal.notFound("version-unknown", plan.number(), version, plan.revision()));
    }

    PlanContent content(PlanVersion version) {
        try {
            return json.readValue(version.content(), PlanContent.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored version can't be read", e);
        }
    }

    /** Versions below one, the last first. */
    List<PlanVersion> below(UUID planId, int version, int limit) {
        return versions.below(planId, version, limit);
    }

    /**
     * What a version has otherwise than an earlier one.
     *
     * @param since 0 for nothing
     * @throws Refusal 404 if the plan has no such versions, 422 if the other one isn't earlier
     */
    Compared compare(Plan plan, int version, int since) {
        if (since >= version) {
            throw Refusal.unprocessable(
                    "revision-unsound", List.of(new Violation("since", "version-order")), plan.number());
        }
        JsonNode before = since == 0 ? null : read(get(plan, since));
        JsonNode after = read(get(plan, version));
        return new Compared(before, after, new Comparison(before, after).differences());
    }

    /** @param before null for nothing */
    record Compared(JsonNode before, JsonNode after, List<Difference> differences) {}

    private JsonNode read(PlanVersion version) {
        return read(version.content());
    }

    private JsonNode read(String content) {
        try {
            return json.readTree(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored version can't be read", e);
        }
    }

    private String write(PlanContent content) {
        try {
            return json.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("version can't be written as JSON", e);
        }
    }
}
