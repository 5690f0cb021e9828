package cn.taxrollout.deploy.bench;

import cn.taxrollout.deploy.embedded.Database;
import cn.taxrollout.deploy.embedded.ServiceProcess;
import cn.taxrollout.deploy.embedded.TokenIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** The way of all states from org-service's database to its topic, as for a consumer that lost its copy. */
final class DirectoryFeed {
    private static final long PAUSE_MILLIS = 100;
    private static final String WAITING = """
            select count(*) from republication where finished_at is null
            union all
            select count(*) from outbox where published_at is null
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ServiceProcess service;
    private final Database database;

    DirectoryFeed(ServiceProcess service, Database database) {
        this.service = service;
        this.database = database;
    }

    /** Has every state sent and returns how long it took until Kafka had the last one. */
    Duration sendAll() throws IOException, InterruptedException, SQLException {
        var request = HttpRequest.newBuilder(URI.create(service.url() + "/v1/republications"))
                .header("Authorization", "Bearer " + TokenIssuer.shared().system("bench", "org:write"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"reason\": \"measurement\"}"))
                .build();
        long begin = System.nanoTime();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IllegalStateException("not accepted: " + answer.body());
        }
        try (var connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.owner(), database.ownerPassword());
                var waiting = connection.prepareStatement("select sum(count) from (" + WAITING + ") waiting")) {
            while (true) {
                try (var result = waiting.executeQuery()) {
                    result.next();
                    if (result.getLong(1) == 0) {
                        return Duration.ofNanos(System.nanoTime() - begin);
                    }
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }
}
