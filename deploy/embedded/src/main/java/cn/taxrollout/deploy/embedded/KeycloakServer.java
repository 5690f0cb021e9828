package cn.taxrollout.deploy.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

/**
 * Keycloak with the realm {@value #REALM} on this machine. The realm has the public client {@value #STAFF_CLIENT}, whose tokens carry
 * {@code staff_no}, and the client {@value #SYSTEM_CLIENT} with the scopes of a system; it has no users until they are made.
 *
 * <p>What takes long is done once per user of the machine and kept in the cache: Keycloak's own build, and a database with the
 * realm in it, of which every server gets a copy. The passwords of that database are made with it and can be read by its user alone.
 */
public final class KeycloakServer implements AutoCloseable {

    static final String REALM = "tax-rollout";
    static final String STAFF_CLIENT = "tax-rollout-staff";
    static final String SYSTEM_CLIENT = "rollout-launcher";

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final String ADMIN = "admin";
    private static final String DATABASE = "keycloakdb.mv.db";
    private static final List<String> BUILD = List.of("build", "--db=dev-file");
    private static final Map<String, String> JAVA = Map.of(
            "JAVA",
            Folders.java(),
            "JAVA_OPTS",
            "-Xms64m -Xmx400m -XX:MaxMetaspaceSize=256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dfile.encoding=UTF-8");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ChildProcess process;
    private final int port;
    private final Map<String, String> secrets;

    private KeycloakServer(ChildProcess process, int port, Map<String, String> secrets) {
        this.process = process;
        this.port = port;
        this.secrets = secrets;
    }

    /**
     * A person of the realm.
     *
     * @param staffNo the staff number in the person's tokens
     */
    public record User(String username, String password, String staffNo, String name) {

        @Override
        public String toString() {
            return username;
        }
    }

    /**
     * Starts a server whose realm has no users yet. The first start on a machine takes about a minute.
     *
     * @param port 0 for a free one
     * @throws IllegalStateException with the end of the log when the server doesn't start
     */
    public static KeycloakServer start(int port, Path log) {
        var home = home(log);
        var data = Folders.scratch("keycloak");
        try {
            Files.copy(home.resolve("data/h2").resolve(DATABASE), data.resolve(DATABASE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var url = "--db-url=jdbc:h2:file:" + data.resolve("keycloakdb") + ";NON_KEYWORDS=VALUE";
        return launch(home, data, port, log, Map.of(), url);
    }

    /** The realm's address: issuer of its tokens, {@code quarkus.oidc.auth-server-url} of the services. */
    public String issuer() {
        return issuer(port);
    }

    /** What {@link #issuer()} will be of a server on this port: services may start before it. */
    public static String issuer(int port) {
        return "http://127.0.0.1:" + port + "/realms/" + REALM;
    }

    /** Makes or replaces users of the realm, all in one call. */
    public void createUsers(List<User> users) {
        var representations = users.stream()
                .map(user -> Map.of(
                        "username", user.username(),
                        "enabled", true,
                        "firstName", user.name(),
                        "attributes", Map.of("staff_no", List.of(user.staffNo())),
                        "credentials", List.of(Map.of("type", "password", "value", user.password()))))
                .toList();
        var admin = token(
                "master",
                Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        "admin-cli",
                        "username",
                        ADMIN,
                        "password",
                        secrets.get(ADMIN)));
        call(HttpRequest.newBuilder(URI.create(address() + "/admin/realms/" + REALM + "/partialImport"))
                .header("Authorization", "Bearer " + admin)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        json(Map.of("ifResourceExists", "OVERWRITE", "users", representations)))));
    }

    /**
     * An access token of a person, as the demonstration's clients get it.
     *
     * @throws IllegalStateException when the realm refuses the name or the password
     */
    public String userToken(String username, String password) {
        return token(
                REALM,
                Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        STAFF_CLIENT,
                        "username",
                        username,
                        "password",
                        password));
    }

    /** An access token of the system client, with all its scopes. */
    public String systemToken() {
        return token(
                REALM,
                Map.of(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        SYSTEM_CLIENT,
                        "client_secret",
                        systemSecret()));
    }

    /** The secret of the system client. */
    public String systemSecret() {
        return secrets.get(SYSTEM_CLIENT);
    }

    /** The password of the user {@code admin} of the administration console. */
    public String adminPassword() {
        return secrets.get(ADMIN);
    }

    public int port() {
        return port;
    }

    /** The server's process. */
    public ChildProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }

    private static Path home(Path log) {
        var archive = archive();
        var realm = realm();
        var made = Folders.fingerprint(realm, BUILD.toString().getBytes(UTF_8));
        var name = archive.getFileName().toString().replace(".zip", "").replace("-quarkus-dist", "");
        return Folders.cached(name + "-" + made, home -> {
            unpack(archive, home);
            Files.createDirectories(home.resolve("data/import"));
            Files.write(home.resolve("data/import/" + REALM + "-realm.json"), realm);
            var build = keycloak(home, BUILD).environment(JAVA).log(log).start();
            if (build.finish() != 0) {
                throw new IllegalStateException("Keycloak's build failed, " + log + ":\n" + build.tail());
            }
            var secrets = secrets(home);
            var environment = Map.of(
                    "KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN,
                    "KC_BOOTSTRAP_ADMIN_PASSWORD", secrets.get(ADMIN),
                    "ROLLOUT_LAUNCHER_SECRET", secrets.get(SYSTEM_CLIENT));
            launch(home, null, 0, log, environment, "--import-realm").close();
        });
    }

    private static KeycloakServer launch(
            Path home, Path scratch, int requestedPort, Path log, Map<String, String> environment, String option) {
        var port = FreePort.orFree(requestedPort);
        var arguments = List.of(
                "start",
                "--optimized",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--hostname=http://127.0.0.1:" + port,
                "--cache=local",
                option);
        var process = keycloak(home, arguments)
                .environment(JAVA)
                .environment(environment)
                .log(log)
                .scratch(scratch)
                .start();
        var server = new KeycloakServer(process, port, secrets(home));
        Readiness.await("Keycloak", process, START_LIMIT, Readiness.answering(server.issuer()));
        return server;
    }

    private static ChildProcess.Description keycloak(Path home, List<String> arguments) {
        var command = new ArrayList<>(List.of("sh", home.resolve("bin/kc.sh").toString()));
        command.addAll(arguments);
        return ChildProcess.of(command);
    }

    private static Map<String, String> secrets(Path home) {
        return Secrets.keptIn(home.resolve("secrets.properties"), List.of(ADMIN, SYSTEM_CLIENT));
    }

    private static Path archive() {
        try (var files = Files.list(Folders.built("keycloak"))) {
            // The newest, when a build without clean has left an older one beside it.
            return files.filter(file -> file.toString().endsWith(".zip"))
                    .sorted()
                    .reduce((older, newer) -> newer)
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] realm() {
        try (var resource = KeycloakServer.class.getResourceAsStream("realm.json")) {
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without the archive's own top folder. */
    private static void unpack(Path archive, Path home) throws IOException {
        try (var zip = new ZipFile(archive.toFile())) {
            for (var entry : Collections.list(zip.entries())) {
                var inArchive = Path.of(entry.getName());
                if (!entry.isDirectory()) {
                    var file = home.resolve(inArchive.subpath(1, inArchive.getNameCount()));
                    Files.createDirectories(file.getParent());
                    try (var content = zip.getInputStream(entry)) {
                        Files.copy(content, file);
                    }
                }
            }
        }
    }

    private String address() {
        return "http://127.0.0.1:" + port;
    }

    private String token(String realm, Map<String, String> form) {
        var body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return call(HttpRequest.newBuilder(
                                URI.create(address() + "/realms/" + realm + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body)))
                .required("access_token")
                .asText();
    }

    private static JsonNode call(HttpRequest.Builder request) {
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(
                        "Keycloak answers " + response.statusCode() + " to " + response.uri() + ": " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for Keycloak", e);
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
