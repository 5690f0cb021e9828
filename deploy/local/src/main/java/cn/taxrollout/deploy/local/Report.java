package cn.taxrollout.deploy.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tells what has happened in a suite and how to go on from here. */
final class Report {

    private static final int NEWEST = 5;
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private final LocalSuite suite;
    private final Roster roster;
    private final String password;
    private final PrintStream out;

    Report(LocalSuite suite, Roster roster, String password, PrintStream out) {
        this.suite = suite;
        this.roster = roster;
        this.password = password;
        this.out = out;
    }

    void print() {
        events();
        messages();
        newest();
        addresses();
        users();
    }

    private void events() {
        var byType = EventLog.read(suite).stream()
                .collect(Collectors.groupingBy(EventLog.Entry::type, TreeMap::new, Collectors.counting()));
        out.printf("%nEvents on task.events.v1: %d%n", sum(byType));
        byType.forEach((type, count) -> out.printf("  %5d  %s%n", count, type));
    }

    /** By a query in notification-service's database: people's inboxes are theirs alone, and no interface adds them up. */
    private void messages() {
        var byType = new TreeMap<String, Long>();
        var database = suite.postgres().database(Service.NOTIFICATION.database());
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.app(), database.appPassword());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        select n.event_type, n.kind, count(*) from inbox_message m join notice n on n.id = m.notice_id
                        group by n.event_type, n.kind""")) {
            while (rows.next()) {
                byType.put("%-18s %s".formatted(rows.getString(1), rows.getString(2)), rows.getLong(3));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot count the messages", e);
        }
        out.printf("%nMessages in people's inboxes: %d%n", sum(byType));
        byType.forEach((type, count) -> out.printf("  %5d  %s%n", count, type));
    }

    private void newest() {
        var reader = roster.busiest();
        if (reader == null) {
            return;
        }
        var inbox = suite.api(Service.NOTIFICATION)
                .get("/v1/inbox?limit=" + NEWEST, suite.tokens().of(reader));
        out.printf("%nThe newest messages of %s%n", reader);
        inbox.path("items").forEach(this::message);
    }

    private void message(JsonNode message) {
        var at = OffsetDateTime.parse(message.path("occurredAt").asText())
                .withOffsetSameInstant(ZoneOffset.ofHours(8))
                .format(MINUTE);
        out.printf("  %s  %s%n", at, message.path("title").asText());
    }

    private void addresses() {
        out.println();
        for (var service : Service.values()) {
            var process = suite.process(service);
            out.printf(
                    "%-22s %s/v1   description %s/openapi   health %s/q/health%n",
                    service.module(), process.url(), process.url(), process.managementUrl());
        }
        out.printf("%-22s %s%n", "Keycloak", suite.keycloak().issuer());
    }

    private void users() {
        out.printf("%nUsers: everybody on staff by number, password %s%n", password);
        roster.samples()
                .forEach(sample -> out.printf(
                        "  %-8s %s  %s%n",
                        sample.person().staffNo(), sample.person().name(), sample.role()));
        roster.samples().stream()
                .findFirst()
                .ifPresent(sample -> out.printf(
                        "Try:   curl -H \"Authorization: Bearer $(deploy/token %s)\" %s/v1/inbox%n",
                        sample.person().staffNo(),
                        suite.process(Service.NOTIFICATION).url()));
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
