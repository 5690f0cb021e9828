package cn.taxrollout.deploy.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.taxrollout.deploy.embedded.FreePort;
import cn.taxrollout.deploy.embedded.KafkaBroker;
import cn.taxrollout.deploy.embedded.PostgresServer;
import cn.taxrollout.deploy.embedded.ServiceProcess;
import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.deploy.local.Service;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All three services are started before something that they need: they wait, say so, and are ready by themselves once it has come. */
@Tag("faults")
class StartTest {

    private static final Path LOGS = Path.of("target", "faults", "start");
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String LIVE = "/q/health/live";
    private static final String READY = "/q/health/ready";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private static Path data;

    private static PostgresServer postgres;
    private static KafkaBroker kafka;

    @BeforeAll
    static void start() {
        postgres = startPostgres(0);
        kafka = startKafka(0);
    }

    @AfterAll
    static void stop() {
        kafka.close();
        postgres.close();
    }

    @Test
    void withoutPostgresTheyWait() {
        postgres.kill();
        var services = launch(TokenIssuer.shared().issuer());
        try {
            services.values().forEach(service -> seeWaiting(service, "PostgreSQL"));
            postgres = startPostgres(postgres.port());
            services.values().forEach(StartTest::seeReady);
        } finally {
            services.values().forEach(ServiceProcess::close);
        }
    }

    @Test
    void withoutKafkaThoseWaitWhoHaveToReadTheDirectoryFirst() {
        kafka.close();
        var services = launch(TokenIssuer.shared().issuer());
        try {
            seeReady(services.get(Service.ORG));
            seeWaiting(services.get(Service.TASK), "directory copy");
            seeWaiting(services.get(Service.NOTIFICATION), "directory copy");
            kafka = startKafka(kafka.port());
            services.values().forEach(StartTest::seeReady);
        } finally {
            services.values().forEach(ServiceProcess::close);
        }
    }

    @Test
    void withoutTheIssuerOfTokensTheyWaitAndOnceTheyHaveItsKeysTheyGoOnWithoutIt() throws IOException {
        var issuer = new Issuer();
        var services = launch(issuer.url());
        try {
            services.values().forEach(service -> seeWaiting(service, issuer.url()));
            issuer.open();
            services.values().forEach(StartTest::seeReady);
            services.values().forEach(service -> seeAuthenticated(service, issuer));
            issuer.close();
            services.values().forEach(service -> seeAuthenticated(service, issuer));
            services.values().forEach(StartTest::seeReady);
        } finally {
            issuer.close();
            services.values().forEach(ServiceProcess::close);
        }
    }

    private static void seeWaiting(ServiceProcess service, String what) {
        await().atMost(SOON).until(() -> answers(service, READY, 503) && answers(service, LIVE, 200));
        assertThat(get(service.managementUrl() + READY, null).body())
                .as(service.managementUrl())
                .contains("DOWN")
                .contains(what);
        assertThat(service.process().isAlive()).isTrue();
    }

    private static void seeReady(ServiceProcess service) {
        await().atMost(SOON).until(() -> answers(service, READY, 200));
    }

    /** Whoever isn't known to the directory is refused for that, not for the token. */
    private static void seeAuthenticated(ServiceProcess service, Issuer issuer) {
        var token = TokenIssuer.shared()
                .token()
                .issuer(issuer.url())
                .claim("sub", "service-account-launcher")
                .claim("azp", "launcher")
                .claim("client_id", "launcher")
                .claim("scope", "org:read org:write task:read task:write notification:write")
                .sign();
        assertThat(get(service.url() + "/v1/nothing", token).statusCode()).isEqualTo(404);
        assertThat(get(service.url() + "/v1/nothing", null).statusCode()).isEqualTo(401);
    }

    private static boolean answers(ServiceProcess service, String path, int status) {
        try {
            return get(service.managementUrl() + path, null).statusCode() == status;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private static HttpResponse<String> get(String url, String token) {
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Map<Service, ServiceProcess> launch(String issuer) {
        var services = new HashMap<Service, ServiceProcess>();
        Stream.of(Service.values())
                .forEach(service -> services.put(
                        service,
                        ServiceProcess.of(service.module())
                                .settings(ServiceProcess.connections(
                                        postgres.database(service.database()), kafka.bootstrap(), issuer))
                                .jvmOptions("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m")
                                .log(LOGS.resolve(service.module() + ".log"))
                                .launch()));
        return services;
    }

    private static PostgresServer startPostgres(int port) {
        return PostgresServer.start(data.resolve("postgres"), port, LOGS.resolve("postgres.log"));
    }

    private static KafkaBroker startKafka(int port) {
        return KafkaBroker.start(data.resolve("kafka"), port, LOGS.resolve("kafka.log"));
    }

    /** An issuer that can be away: the keys and the discovery document of {@link TokenIssuer} at an address of its own. */
    private static final class Issuer {

        private final InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.orFree(0));
        private HttpServer server;

        String url() {
            return "http://127.0.0.1:" + address.getPort();
        }

        void open() throws IOException {
            server = HttpServer.create(address, 0);
            for (var path : new String[] {"/jwks", "/.well-known/openid-configuration"}) {
                var original = TokenIssuer.shared().issuer();
                var body = get(original + path, null)
                        .body()
                        .replace(original, url())
                        .getBytes();
                server.createContext(path, exchange -> {
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
            }
            server.start();
        }

        void close() {
            if (server != null) {
                server.stop(0);
            }
        }
    }
}
