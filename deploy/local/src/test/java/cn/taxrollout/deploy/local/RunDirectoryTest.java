package cn.taxrollout.deploy.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The directory as the launcher writes it and {@code deploy/token} reads it. */
class RunDirectoryTest {

    @TempDir
    Path deploy;

    private final List<String> requests = new ArrayList<>();
    private HttpServer realm;
    private String answer = "{\"access_token\":\"abc.def-_.ghi\",\"expires_in\":1800}";

    private record Outcome(int status, String output) {}

    @BeforeEach
    void copyOfTheScript() throws IOException {
        Files.copy(Path.of("..", "token"), deploy.resolve("token"));
        realm = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        realm.createContext("/realm/protocol/openid-connect/token", exchange -> {
            requests.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(answer.getBytes(UTF_8));
            exchange.close();
        });
        realm.start();
    }

    @AfterEach
    void stopRealm() {
        realm.stop(0);
    }

    @Test
    void isForTheUsersEyesAlone() throws IOException {
        var run = run(0);
        assertThat(permissions(run.folder())).isEqualTo("rwx------");
        assertThat(permissions(run.folder().resolve("access"))).isEqualTo("rw-------");
    }

    @Test
    void forgetsTheLogsOfTheRunBefore() throws IOException {
        Files.createFile(run(0).folder().resolve("kafka.log"));
        assertThat(run(0).folder()).isDirectoryContaining("glob:**access").isDirectoryNotContaining("glob:**.log");
    }

    @Test
    void placeThatCannotBeUsedIsSaid() throws IOException {
        var file = Files.createFile(deploy.resolve("local"));
        assertThatThrownBy(() -> RunDirectory.at(file.resolve("target/run-0")))
                .isInstanceOf(BadUse.class)
                .hasMessageContaining("cannot use ");
    }

    @Test
    void tokenOfTheOnlySuiteIsPrinted() throws Exception {
        run(0);
        assertThat(token("N1012")).isEqualTo(new Outcome(0, "abc.def-_.ghi\n"));
        assertThat(requests)
                .containsExactly("grant_type=password&client_id=tax-rollout-staff&username=N1012&password=p%26%3Dss");
    }

    @Test
    void tokenOfASystemIsPrinted() throws Exception {
        run(0);
        assertThat(token("--system")).isEqualTo(new Outcome(0, "abc.def-_.ghi\n"));
        assertThat(requests)
                .containsExactly("grant_type=client_credentials&client_id=rollout-launcher&client_secret=s%26cret");
        assertThat(token("--systems").status()).isEqualTo(2);
    }

    @Test
    void refusedUserIsSaid() throws Exception {
        run(0);
        answer = "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid user credentials\"}";
        assertThat(token("N9999").status()).isEqualTo(1);
        assertThat(token("N9999").output()).contains("no token for N9999", "Invalid user credentials");
    }

    @Test
    void withoutASuiteThereIsNoToken() throws Exception {
        assertThat(token("N1012"))
                .isEqualTo(new Outcome(1, "deploy/token: no suite is running here; start it with deploy/up\n"));
        run(0).withdraw();
        assertThat(token("N1012").status()).isEqualTo(1);
        assertThat(token())
                .isEqualTo(new Outcome(2, "deploy/token: usage: deploy/token USER|--system [PORT_OFFSET]\n"));
    }

    @Test
    void ofSeveralSuitesOneIsChosen() throws Exception {
        run(0);
        run(100);
        assertThat(token("N1012").status()).isEqualTo(2);
        assertThat(token("N1012", "100").status()).isZero();
    }

    @Test
    void killedSuiteIsNotRunning() throws Exception {
        var access = run(0).folder().resolve("access");
        var ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Files.writeString(access, Files.readString(access).replaceFirst("pid=\\d+", "pid=" + ended.pid()));
        assertThat(token("N1012").output()).contains("no suite is running here");
    }

    private RunDirectory run(int offset) {
        var run = RunDirectory.at(deploy.resolve("local/target/run-" + offset));
        run.announce("http://127.0.0.1:" + realm.getAddress().getPort() + "/realm", "p&=ss", "s&cret");
        return run;
    }

    private Outcome token(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("bash", deploy.resolve("token").toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
