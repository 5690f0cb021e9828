package cn.taxrollout.deploy.e2e.abuse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import cn.taxrollout.deploy.e2e.abuse.PublishedApi.Operation;
import cn.taxrollout.deploy.local.LocalSuite;
import cn.taxrollout.deploy.local.Service;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes what the operations are called on, in the sample's bureau with its published plan: things of which the request may make use,
 * in the state that it asks for. What an operation isn't told here it gets from its own examples.
 */
final class Subjects {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Set<String> AT_WORK = Set.of("RECEIVED", "READING", "CHECKING", "APPLYING");

    private final LocalSuite suite;
    private final String admin;
    private final Path sample;
    private final Map<String, String> units = new HashMap<>();
    private final Map<String, String> staff = new HashMap<>();
    private final AtomicInteger made = new AtomicInteger();
    private final String plan;
    private final String phase;
    private final JsonNode task;

    /**
     * @param admin staff number of who administers the bureau
     * @param plan the published plan
     * @param sample the folder of the sample
     */
    Subjects(LocalSuite suite, String admin, String plan, Path sample) {
        this.suite = suite;
        this.admin = admin;
        this.plan = plan;
        this.sample = sample;
        var launcher = suite.tokens().launcher();
        var bureau = suite.tokens().of(admin);
        suite.api(Service.ORG)
                .list("/v1/units", bureau)
                .forEach(unit -> units.put(text(unit, "code"), text(unit, "id")));
        suite.api(Service.ORG)
                .list("/v1/staff", bureau)
                .forEach(person -> staff.put(text(person, "staffNo"), text(person, "id")));
        phase = text(
                suite.api(Service.TASK)
                        .get("/v1/plans/" + plan + "/phases", launcher)
                        .get(2),
                "id");
        task = suite.api(Service.TASK)
                .list("/v1/tasks?planId=" + plan, launcher)
                .get(11);
    }

    /**
     * The identifiers of what the sample's bureau has: units, people, the plan with its phases and tasks; but not its own, which a bureau
     * below knows as that of the unit it belongs to.
     */
    Set<String> ids() {
        var launcher = suite.tokens().launcher();
        var ids = new HashSet<String>();
        ids.add(plan);
        ids.addAll(units.values());
        ids.remove(unit("B"));
        ids.addAll(staff.values());
        suite.api(Service.TASK)
                .get("/v1/plans/" + plan + "/phases", launcher)
                .forEach(phase -> ids.add(text(phase, "id")));
        suite.api(Service.TASK).list("/v1/tasks?planId=" + plan, launcher).forEach(task -> ids.add(text(task, "id")));
        return ids;
    }

    private String unit(String code) {
        return units.get(code);
    }

    /** A new one, on which nothing was done yet. */
    Subject of(Operation operation) {
        var places = new LinkedHashMap<String, String>();
        operation.in("path").forEach(place -> places.put(place.name(), Subject.NOTHING));
        var body = operation.mediaType() == null
                ? null
                : (ObjectNode) operation.body().deepCopy();
        var subject = new Subject(operation, places, new LinkedHashMap<>(), body, new LinkedHashMap<>());
        switch (operation.service()) {
            case ORG -> organise(subject);
            case TASK -> assign(subject);
            case NOTIFICATION -> tell(subject);
        }
        return subject;
    }

    private void organise(Subject subject) {
        var n = made.incrementAndGet();
        var name = subject.operation().name();
        var path = subject.operation().path();
        if (path.startsWith("/v1/units/{id}")) {
            put(subject, "id", path.endsWith("/end") ? newUnit() : unit("G-RISK"));
        } else if (path.startsWith("/v1/staff/{id}")) {
            put(subject, "id", path.endsWith("/departure") ? newPerson() : staff.get("N1038"));
        } else if (path.startsWith("/v1/seats/{id}")) {
            put(subject, "id", newSeat());
        } else if (path.startsWith("/v1/republications/{id}")) {
            put(
                    subject,
                    "id",
                    text(
                            post(
                                    Service.ORG,
                                    "/v1/republications",
                                    "{\"reason\": \"r\", \"unitId\": \"%s\"}".formatted(unit("G-PROCURE"))),
                            "id"));
        }
        switch (name) {
            case "POST /v1/appointments/{id}/end" -> {
                put(subject, "id", newAppointment());
                body(subject, "{'lastDay': '2023-03-20'}");
            }
            case "GET /v1/directory-export" -> subject.query().put("unitId", unit("B"));
            case "GET /v1/duties" -> subject.query().put("q", "数据");
            case "POST /v1/directory-imports" -> {
                if (subject.operation().isForm()) {
                    body(subject, "{'bureauId': '%s'}", unit("B"));
                    subject.files().put("file.docx", document());
                } else {
                    body(subject, smallRoster(n));
                }
            }
            case "PATCH /v1/directory-imports/{id}" -> {
                put(subject, "id", documentImport());
                body(subject, "{'holders': {'91 林既白': 'N1035'}}");
            }
            case "GET /v1/directory-imports/{id}", "GET /v1/directory-imports/{id}/rows" ->
                put(subject, "id", rosterImport(n));
            case "POST /v1/directory-imports/{id}/confirmation" -> put(subject, "id", rosterImport(n));
            case "POST /v1/republications" -> set(subject, "unitId", unit("G-PROCURE"));
            case "POST /v1/seats/{id}/appointments" ->
                body(subject, "{'staffId': '%s', 'from': '2023-03-20', 'to': '2033-03-20'}", staff.get("N1061"));
            case "POST /v1/staff" -> {
                set(subject, "staffNo", "A" + n);
                set(subject, "homeUnitId", unit("S-IT"));
                set(subject, "email", "a" + n + "@example.com");
                set(subject, "chatId", "a" + n);
                set(subject, "mobile", "139" + (10_000_000 + n));
            }
            case "PATCH /v1/staff/{id}" -> {
                put(subject, "id", newPerson());
                set(subject, "homeUnitId", unit("S-RISK"));
                set(subject, "email", "p" + n + "@example.com");
                set(subject, "chatId", "p" + n);
                set(subject, "mobile", "138" + (10_000_000 + n));
            }
            case "POST /v1/stand-ins" ->
                body(
                        subject,
                        "{'forStaffId': '%s', 'staffId': '%s', 'unitId': '%s', 'from': '2033-01-01', 'to': '2033-01-05', 'reason': 'r'}",
                        newMember(),
                        staff.get("N1062"),
                        unit("G-RISK"));
            case "POST /v1/stand-ins/{id}/end" ->
                put(
                        subject,
                        "id",
                        text(
                                post(
                                        Service.ORG,
                                        "/v1/stand-ins",
                                        "{'forStaffId': '%s', 'staffId': '%s', 'unitId': '%s', 'from': '2023-01-01', 'to': '2033-01-05'}",
                                        newMember(),
                                        staff.get("N1062"),
                                        unit("G-RISK")),
                                "id"));
            case "POST /v1/units" ->
                body(
                        subject,
                        "{'code': 'U%s', 'name': '临时股室%s', 'kind': 'WORKING_GROUP', 'parentId': '%s', 'functions': ['COORDINATING'],"
                                + " 'effectiveFrom': '2023-03-20'}",
                        n,
                        n,
                        newTeam());
            case "PATCH /v1/units/{id}" -> {
                put(subject, "id", newUnit());
                body(
                        subject,
                        "{'name': '更名股室%s', 'kind': 'SECTION', 'parentId': '%s', 'functions': [], 'effectiveFrom': '2023-03-20'}",
                        n,
                        unit("B"));
            }
            case "POST /v1/units/{id}/duties" -> put(subject, "id", newUnit());
            case "POST /v1/units/{id}/seats" -> {
                put(subject, "id", newUnit());
                body(subject, "{'title': '成员', 'rank': 'MEMBER', 'holderRule': 'NAMED', 'existsFrom': '2023-03-20'}");
            }
            default -> {}
        }
    }

    private String newUnit() {
        return newUnit("SECTION", unit("B"));
    }

    private String newTeam() {
        return newUnit("PROJECT_TEAM", unit("LGO"));
    }

    private String newUnit(String kind, String parent) {
        var n = made.incrementAndGet();
        return text(
                post(
                        Service.ORG,
                        "/v1/units",
                        "{'code': 'N%s', 'name': '新设单位%s', 'kind': '%s', 'parentId': '%s', 'effectiveFrom': '2023-01-01'}",
                        n,
                        n,
                        kind,
                        parent),
                "id");
    }

    private String newPerson() {
        var n = made.incrementAndGet();
        return text(
                post(
                        Service.ORG,
                        "/v1/staff",
                        "{'staffNo': 'P%s', 'name': '甲乙丙', 'homeUnitId': '%s', 'effectiveFrom': '2023-01-01'}",
                        n,
                        unit("S-IT")),
                "id");
    }

    private String newSeat() {
        return text(
                post(
                        Service.ORG,
                        "/v1/units/" + unit("G-RISK") + "/seats",
                        "{'title': '成员', 'rank': 'MEMBER', 'holderRule': 'NAMED', 'existsFrom': '2023-01-01'}"),
                "id");
    }

    private String newAppointment() {
        return appointment(newPerson());
    }

    private String newMember() {
        var person = newPerson();
        appointment(person);
        return person;
    }

    private String appointment(String person) {
        return text(
                post(
                        Service.ORG,
                        "/v1/seats/" + newSeat() + "/appointments",
                        "{'staffId': '%s', 'from': '2023-01-01'}",
                        person),
                "id");
    }

    private String smallRoster(int n) {
        return """
                {'units': [{'code': 'B', 'name': '国家税务总局云泽市青梧区税务局', 'kind': 'BUREAU'},
                           {'code': 'R%1$s', 'name': '名册股室%1$s', 'kind': 'SECTION', 'parent': 'B', 'functions': [], 'from': '2023-03-20'}],
                 'staff': [{'staffNo': 'R%1$s', 'name': '丁戊己', 'section': 'R%1$s', 'email': 'r%1$s@example.com', 'from': '2023-03-20'}],
                 'seats': [{'unit': 'R%1$s', 'title': '股长', 'rank': 'HEAD', 'staff': 'R%1$s', 'from': '2023-03-20'}],
                 'duties': [{'unit': 'R%1$s', 'ordinal': 1, 'text': '核对', 'from': '2023-03-20'}]}""".formatted(n);
    }

    private String rosterImport(int n) {
        return settled(post(Service.ORG, "/v1/directory-imports", smallRoster(n)));
    }

    private String documentImport() {
        return settled(suite.api(Service.ORG)
                .upload(
                        "/v1/directory-imports",
                        suite.tokens().launcher(),
                        Map.of("bureauId", unit("B")),
                        "file",
                        "plan.docx",
                        document()));
    }

    /** Waits until org-service does nothing more for an import by itself. */
    private String settled(JsonNode begun) {
        var id = text(begun, "id");
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> text(
                                suite.api(Service.ORG)
                                        .get(
                                                "/v1/directory-imports/" + id,
                                                suite.tokens().launcher()),
                                "state"),
                        state -> !AT_WORK.contains(state));
        return id;
    }

    private void assign(Subject subject) {
        var n = made.incrementAndGet();
        var name = subject.operation().name();
        var path = subject.operation().path();
        var risk = unit("G-RISK");
        if (subject.places().containsKey("unitId")) {
            put(subject, "unitId", risk);
        }
        if (path.startsWith("/v1/plans/{id}")) {
            put(subject, "id", plan);
        } else if (path.startsWith("/v1/tasks/{id}")) {
            put(subject, "id", subject.operation().reads() ? text(task, "id") : newTask());
        }
        switch (name) {
            case "DELETE /v1/attachments/{id}", "GET /v1/attachments/{id}" -> put(subject, "id", newAttachment());
            case "GET /v1/batches/{id}", "DELETE /v1/batches/{id}", "POST /v1/batches/{id}/completion" ->
                put(subject, "id", newBatch());
            case "PATCH /v1/batches/{id}" -> {
                put(subject, "id", newBatch());
                set(subject, "plannedOn", "2023-05-20");
            }
            case "POST /v1/batches/{id}/reopening" -> {
                put(subject, "id", newBatch());
                call("/v1/batches/" + subject.places().get("id") + "/completion", "{}");
            }
            case "PUT /v1/business-clock" -> body(subject, "{'now': '%s'}", soon());
            case "DELETE /v1/calendar-links/{id}" -> put(subject, "id", text(newCalendarLink(admin), "id"));
            case "GET /v1/calendar/{token}.ics" ->
                put(
                        subject,
                        "token",
                        text(newCalendarLink("N1017"), "url")
                                .replaceFirst(".*/", "")
                                .replace(".ics", ""));
            case "GET /v1/extension-requests/{id}" -> put(subject, "id", newExtensionRequest());
            case "POST /v1/extension-requests/{id}/decision" -> {
                put(subject, "id", newExtensionRequest());
                set(subject, "dueOn", "2023-07-20");
            }
            case "GET /v1/help-requests/{id}",
                    "POST /v1/help-requests/{id}/answer",
                    "POST /v1/help-requests/{id}/decline" -> put(subject, "id", newHelpRequest());
            case "GET /v1/items/{id}", "DELETE /v1/items/{id}", "POST /v1/items/{id}/completion" ->
                put(subject, "id", newItem());
            case "PATCH /v1/items/{id}" -> {
                put(subject, "id", newItem());
                set(subject, "plannedOn", "2023-05-20");
                body(subject, "responsibleUnitId", NullNode.instance);
                set(subject, "position", 1);
            }
            case "POST /v1/items/{id}/reopening" -> {
                put(subject, "id", newItem());
                call("/v1/items/" + subject.places().get("id") + "/completion", "{}");
            }
            case "DELETE /v1/phases/{id}" -> put(subject, "id", newPhase(newPlan()));
            case "GET /v1/phases/{id}" -> put(subject, "id", phase);
            case "PATCH /v1/phases/{id}" -> {
                put(subject, "id", newPhase(newPlan()));
                set(subject, "ordinal", 1);
            }
            case "POST /v1/plan-imports" -> {
                body(subject, "{'bureauId': '%s'}", unit("B"));
                subject.files().put("document.docx", document());
            }
            case "GET /v1/plan-imports/{id}" -> put(subject, "id", newPlanImport());
            case "PATCH /v1/plan-imports/{id}" -> {
                put(subject, "id", newPlanImport());
                body(
                        subject,
                        "{'plan': {'number': '示范〔2023〕%s号', 'title': '方案', 'issuer': '青梧区税务局', 'issuedOn': '2023-02-23',"
                                + " 'disclosure': '不予公开', 'confidential': true, 'goals': '目标'}, 'phases': {'1': {'title': '准备'}},"
                                + " 'tasks': {'t3': {'title': '核对', 'deadline': {'kind': 'BEFORE', 'dueOn': '2023-06-30'}}}}",
                        n);
            }
            case "POST /v1/plan-imports/{id}/confirmation" -> put(subject, "id", newPlanImport());
            case "POST /v1/plans" -> {
                set(subject, "bureauId", unit("B"));
                set(subject, "number", "示范税发〔2023〕" + n + "号");
            }
            case "DELETE /v1/plans/{id}" -> put(subject, "id", newPlan());
            case "PATCH /v1/plans/{id}" -> {
                put(subject, "id", newPlan());
                set(subject, "number", "改税发〔2023〕" + n + "号");
            }
            case "POST /v1/plans/{id}/closure" -> put(subject, "id", newDonePlan());
            case "POST /v1/plans/{id}/phases" -> {
                put(subject, "id", newPlan());
                set(subject, "ordinal", 1);
            }
            case "POST /v1/plans/{id}/publication" -> {
                put(subject, "id", newPlan());
                newTask(newPhase(subject.places().get("id")), "");
            }
            case "PUT /v1/plans/{id}/reminder-policy" -> put(subject, "id", newPlan());
            case "GET /v1/plans/{id}/versions/{version}", "GET /v1/plans/{id}/versions/{version}/changes" ->
                put(subject, "version", "1");
            case "POST /v1/tasks" -> {
                set(subject, "phaseId", phase);
                set(subject, "number", 1000 + n);
                body(subject, "unitIds", JSON.createArrayNode().add(risk));
                body(subject, "leadUnitId", NullNode.instance);
                body(subject, "deadline", json("{'kind': 'WINDOW', 'opensOn': '2023-05-20', 'dueOn': '2023-06-30'}"));
            }
            case "PATCH /v1/tasks/{id}" -> {
                var ownPhase = newPhase(newPlan());
                put(subject, "id", newTask(ownPhase, ""));
                set(subject, "phaseId", ownPhase);
                set(subject, "number", 1000 + n);
                body(subject, "unitIds", JSON.createArrayNode().add(risk));
                body(subject, "leadUnitId", NullNode.instance);
                body(subject, "deadline", json("{'kind': 'BEFORE', 'opensOn': null, 'dueOn': '2023-07-03'}"));
            }
            case "DELETE /v1/tasks/{id}" -> subject.query().put("reason", "不再需要");
            case "POST /v1/tasks/{id}/assignments/{unitId}/progress-reports",
                    "POST /v1/tasks/{id}/assignments/{unitId}/submission",
                    "POST /v1/tasks/{id}/assignments/{unitId}/suspension" ->
                act(subject.places().get("id"), "receipt");
            case "POST /v1/tasks/{id}/assignments/{unitId}/acceptance",
                    "POST /v1/tasks/{id}/assignments/{unitId}/return" ->
                act(subject.places().get("id"), "receipt", "submission");
            case "POST /v1/tasks/{id}/assignments/{unitId}/resumption" ->
                act(subject.places().get("id"), "receipt", "suspension");
            case "POST /v1/tasks/{id}/assignments/{unitId}/reopening" ->
                act(subject.places().get("id"), "cancellation");
            case "POST /v1/tasks/{id}/assignments/{unitId}/batches" -> {
                act(subject.places().get("id"), "receipt");
                set(subject, "plannedOn", "2023-05-20");
            }
            case "POST /v1/tasks/{id}/assignments/{unitId}/items" -> {
                act(subject.places().get("id"), "receipt");
                set(subject, "plannedOn", "2023-05-20");
                body(subject, "responsibleUnitId", NullNode.instance);
            }
            case "POST /v1/tasks/{id}/attachments" -> {
                act(subject.places().get("id"), "receipt");
                body(subject, "{'unitId': '%s'}", risk);
                subject.files().put("file.txt", "一页".getBytes(UTF_8));
            }
            case "POST /v1/tasks/{id}/deliverables/{deliverableId}/attachments" -> {
                put(subject, "id", newTask(phase, "交付物"));
                act(subject.places().get("id"), "receipt");
                put(
                        subject,
                        "deliverableId",
                        text(
                                suite.api(Service.TASK)
                                        .list(
                                                "/v1/tasks/" + subject.places().get("id") + "/deliverables",
                                                suite.tokens().launcher())
                                        .get(0),
                                "id"));
                body(subject, "{'unitId': '%s'}", risk);
                subject.files().put("file.txt", "一页".getBytes(UTF_8));
            }
            case "PUT /v1/tasks/{id}/deadline" ->
                body(subject, "{'kind': 'WINDOW', 'opensOn': '2023-05-20', 'dueOn': '2023-07-03', 'reason': 'r'}");
            case "POST /v1/tasks/{id}/extension-requests" -> {
                set(subject, "unitId", risk);
                set(subject, "wishedDueOn", "2023-07-20");
            }
            case "POST /v1/tasks/{id}/help-requests" -> {
                set(subject, "fromUnitId", risk);
                set(subject, "toUnitId", unit("G-TECH"));
            }
            case "GET /v1/tasks/{id}/preconditions/{preconditionId}" -> {
                put(subject, "id", newTask());
                put(subject, "preconditionId", newPrecondition(subject));
            }
            case "POST /v1/tasks/{id}/preconditions/{preconditionId}/confirmation" ->
                put(subject, "preconditionId", newPrecondition(subject));
            case "POST /v1/tasks/{id}/preconditions/{preconditionId}/revocation" -> {
                put(subject, "preconditionId", newPrecondition(subject));
                call(
                        "/v1/tasks/" + subject.places().get("id") + "/preconditions/"
                                + subject.places().get("preconditionId") + "/confirmation",
                        "{}");
            }
            case "PUT /v1/tasks/{id}/prerequisites" -> {
                var ownPhase = newPhase(newPlan());
                put(subject, "id", newTask(ownPhase, ""));
                body(subject, "prerequisites", JSON.createArrayNode().add(newTask(ownPhase, "")));
            }
            case "GET /v1/working-days/{year}", "GET /v1/working-days/{year}/versions" -> put(subject, "year", "2023");
            case "PUT /v1/working-days/{year}" -> {
                put(subject, "year", "2023");
                var known = suite.api(Service.TASK)
                        .get("/v1/working-days/2023", suite.tokens().launcher());
                subject.operation()
                        .body()
                        .fieldNames()
                        .forEachRemaining(field -> body(subject, field, known.path(field)));
            }
            case "PUT /v1/tasks/{id}/report-rhythm", "DELETE /v1/tasks/{id}/report-rhythm" -> {
                put(subject, "id", newContinuingTask());
                act(subject.places().get("id"), "receipt");
            }
            default -> {}
        }
    }

    /** A little later than what the business clock says. */
    private OffsetDateTime soon() {
        var clock =
                suite.api(Service.TASK).get("/v1/business-clock", suite.tokens().launcher());
        return OffsetDateTime.parse(text(clock, "now")).plusHours(1);
    }

    private String newPlan() {
        var n = made.incrementAndGet();
        return text(
                post(
                        Service.TASK,
                        "/v1/plans",
                        "{'bureauId': '%s', 'number': '临税发〔2023〕%s号', 'title': '方案', 'issuedOn': '2023-02-23', 'confidential': false}",
                        unit("B"),
                        n),
                "id");
    }

    /** A published plan in which nothing is left to do. */
    private String newDonePlan() {
        var plan = newPlan();
        var task = newTask(newPhase(plan), "");
        call("/v1/plans/" + plan + "/publication", null);
        act(task, "cancellation");
        return plan;
    }

    private String newPhase(String plan) {
        return text(post(Service.TASK, "/v1/plans/" + plan + "/phases", "{'title': '阶段'}"), "id");
    }

    /** Ordered with the published plan, so that its unit has it at once. */
    private String newTask() {
        return newTask(phase, "");
    }

    private String newTask(String phase, String deliverable) {
        return text(
                post(
                        Service.TASK,
                        "/v1/tasks",
                        "{'phaseId': '%s', 'title': '核对', 'deadline': {'kind': 'BEFORE', 'dueOn': '2023-06-30'}, 'unitIds': ['%s'],"
                                + " 'deliverables': [%s], 'source': {'kind': 'INSTRUCTION', 'reference': '会议'}, 'reason': 'r'}",
                        phase,
                        unit("G-RISK"),
                        deliverable.isEmpty() ? "" : "'" + deliverable + "'"),
                "id");
    }

    private String newTaskInHand() {
        var task = newTask();
        act(task, "receipt");
        return task;
    }

    private String newContinuingTask() {
        return text(
                post(
                        Service.TASK,
                        "/v1/tasks",
                        "{'phaseId': '%s', 'title': '值守', 'deadline': {'kind': 'FROM', 'opensOn': '2023-02-23'}, 'unitIds': ['%s'],"
                                + " 'source': {'kind': 'INSTRUCTION', 'reference': '会议'}, 'reason': 'r'}",
                        phase,
                        unit("G-RISK")),
                "id");
    }

    private void act(String task, String... actions) {
        for (var action : actions) {
            call(
                    "/v1/tasks/" + task + "/assignments/" + unit("G-RISK") + "/" + action,
                    Set.of("suspension", "cancellation").contains(action) ? "{'reason': 'r'}" : null);
        }
    }

    private String newBatch() {
        return text(
                post(
                        Service.TASK,
                        "/v1/tasks/" + newTaskInHand() + "/assignments/" + unit("G-RISK") + "/batches",
                        "{'name': '一', 'plannedCount': 3}"),
                "id");
    }

    private String newItem() {
        return text(
                post(
                        Service.TASK,
                        "/v1/tasks/" + newTaskInHand() + "/assignments/" + unit("G-RISK") + "/items",
                        "{'title': '一'}"),
                "id");
    }

    private String newAttachment() {
        return text(
                suite.api(Service.TASK)
                        .upload(
                                "/v1/tasks/" + newTaskInHand() + "/attachments",
                                suite.tokens().launcher(),
                                Map.of("unitId", unit("G-RISK")),
                                "file",
                                "a.txt",
                                "一页".getBytes(UTF_8)),
                "id");
    }

    private String newExtensionRequest() {
        return text(
                post(
                        Service.TASK,
                        "/v1/tasks/" + newTask() + "/extension-requests",
                        "{'unitId': '%s', 'wishedDueOn': '2023-07-20', 'reason': 'r'}",
                        unit("G-RISK")),
                "id");
    }

    private String newHelpRequest() {
        return text(
                post(
                        Service.TASK,
                        "/v1/tasks/" + newTask() + "/help-requests",
                        "{'fromUnitId': '%s', 'toUnitId': '%s', 'text': 't'}",
                        unit("G-RISK"),
                        unit("G-TECH")),
                "id");
    }

    private String newPrecondition(Subject subject) {
        return text(
                post(Service.TASK, "/v1/tasks/" + subject.places().get("id") + "/preconditions", "{'statement': 's'}"),
                "id");
    }

    private JsonNode newCalendarLink(String owner) {
        return suite.api(Service.TASK).post("/v1/calendar-links", suite.tokens().of(owner), null);
    }

    private String newPlanImport() {
        return text(
                suite.api(Service.TASK)
                        .upload(
                                "/v1/plan-imports",
                                suite.tokens().launcher(),
                                Map.of("bureauId", unit("B")),
                                "document",
                                "plan.txt",
                                numbered(made.incrementAndGet())),
                "id");
    }

    private void tell(Subject subject) {
        var n = made.incrementAndGet();
        var path = subject.operation().path();
        if (path.startsWith("/v1/inbox/{id}")) {
            put(subject, "id", newMessage());
        } else if (path.startsWith("/v1/messages/{id}")) {
            put(subject, "id", newAnnouncement());
        } else if (path.startsWith("/v1/templates/{kind}")) {
            put(subject, "kind", "TaskOverdue");
        } else if (path.startsWith("/v1/subscriptions/{id}")) {
            put(subject, "id", newSubscription());
        }
        switch (subject.operation().name()) {
            case "POST /v1/inbox/read" ->
                body(subject, "ids", JSON.createArrayNode().add(newMessage()));
            case "POST /v1/messages" ->
                body(
                        subject,
                        "to",
                        json("{'units': [{'unitId': '%s', 'groups': ['UNIT_MEMBERS']}], 'staffNos': ['N1061']}"
                                .formatted(unit("G-PROCURE"))));
            case "PUT /v1/preferences" ->
                body(
                        subject,
                        "{'language': 'CHINESE', 'channelOrder': ['EMAIL', 'CHAT', 'SMS', 'WEBHOOK'], 'quietHours': {'from': '22:00', 'to': '07:00'},"
                                + " 'kinds': [{'kind': 'INFORMATION', 'off': ['SMS'], 'digestAt': ['09:00']}]}");
            case "POST /v1/subscriptions/{id}/replay" ->
                set(subject, "from", OffsetDateTime.now(Clock.systemUTC()).toString());
            case "PUT /v1/templates/{kind}", "POST /v1/templates/{kind}/preview" -> {
                body(subject, "html", NullNode.instance);
                if (subject.operation().path().endsWith("preview")) {
                    body(subject, "sample", NullNode.instance);
                }
            }
            case "POST /v1/templates/{kind}/restoration" -> set(subject, "version", 0);
            case "POST /v1/subscriptions" -> {
                set(subject, "url", "https://127.0.0.1:1/" + n);
                set(subject, "unitId", unit("B"));
                set(subject, "contactStaffNo", admin);
            }
            case "PATCH /v1/subscriptions/{id}" -> {
                set(subject, "url", "https://127.0.0.1:2/" + n);
                set(subject, "contactStaffNo", admin);
            }
            default -> {}
        }
    }

    private String newAnnouncement() {
        return text(
                post(
                        Service.NOTIFICATION,
                        "/v1/messages",
                        "{'kind': 'MANDATORY', 'acknowledgementAsked': true, 'confidential': false, 'zh': {'title': 't', 'body': 'b'},"
                                + " 'to': {'staffNos': ['%s']}}",
                        admin),
                "id");
    }

    private String newMessage() {
        newAnnouncement();
        return text(
                suite.api(Service.NOTIFICATION)
                        .get("/v1/inbox?limit=1&state=UNREAD", suite.tokens().of(admin))
                        .path("items")
                        .get(0),
                "id");
    }

    private String newSubscription() {
        return text(
                post(
                        Service.NOTIFICATION,
                        "/v1/subscriptions",
                        "{'url': 'https://127.0.0.1:1/s%s', 'unitId': '%s', 'contactStaffNo': '%s'}",
                        made.incrementAndGet(),
                        unit("B"),
                        admin),
                "subscriptionId");
    }

    /** The document with another number, of which a bureau has each once. */
    private byte[] numbered(int n) {
        try {
            return Files.readString(sample.resolve("plan.txt"))
                    .replace("6号", n + "号")
                    .getBytes(UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] document() {
        try {
            return Files.readAllBytes(sample.resolve("plan.docx"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void call(String path, String body) {
        suite.api(Service.TASK).post(path, suite.tokens().launcher(), body == null ? null : json(body));
    }

    private JsonNode post(Service service, String path, String body, Object... values) {
        return suite.api(service).post(path, suite.tokens().launcher(), json(body.formatted(values)));
    }

    private static void put(Subject subject, String place, String id) {
        subject.places().put(place, id);
    }

    private static void set(Subject subject, String field, String value) {
        body(subject, field, TextNode.valueOf(value));
    }

    private static void set(Subject subject, String field, int value) {
        ((ObjectNode) subject.body()).put(field, value);
    }

    private static void body(Subject subject, String field, JsonNode value) {
        ((ObjectNode) subject.body()).set(field, value);
    }

    /** Instead of the example. */
    private static void body(Subject subject, String json, Object... values) {
        ((ObjectNode) subject.body()).removeAll().setAll((ObjectNode) json(json.formatted(values)));
    }

    /** @param text JSON in which apostrophes stand for quotes */
    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static String text(JsonNode node, String field) {
        var text = node.path(field).asText();
        if (text.isEmpty()) {
            throw new IllegalStateException("no " + field + " in " + node);
        }
        return text;
    }
}
