package cn.taxrollout.deploy.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.Test;

class ServicePartsTest {

    @Test
    void configurationNamesTheServicesOwnDatabase() {
        var parts = new ServiceParts();
        parts.init(Map.of("service", "task"));
        var database = ServiceParts.database("task");
        assertThat(parts.start())
                .containsEntry("quarkus.datasource.jdbc.url", database.jdbcUrl())
                .containsEntry("quarkus.datasource.username", "task_app")
                .containsEntry("quarkus.flyway.username", "task_owner")
                .containsEntry("kafka.bootstrap.servers", ServiceParts.kafkaBootstrap())
                .containsEntry(
                        "quarkus.oidc.auth-server-url", TokenIssuer.shared().issuer());
    }

    @Test
    void anotherClassLoaderFindsTheSameParts() throws Exception {
        var classPath = Stream.of(System.getProperty("java.class.path").split(":"))
                .map(entry -> Path.of(entry).toUri())
                .toList();
        var urls = new URL[classPath.size()];
        for (var i = 0; i < urls.length; i++) {
            urls[i] = classPath.get(i).toURL();
        }
        try (var loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            var parts = loader.loadClass(ServiceParts.class.getName());
            assertThat(parts).isNotSameAs(ServiceParts.class);
            assertThat(parts.getMethod("kafkaBootstrap").invoke(null)).isEqualTo(ServiceParts.kafkaBootstrap());
            assertThat(parts.getMethod("database", String.class).invoke(null, "org"))
                    .hasToString(ServiceParts.database("org").toString());
        }
    }

    @Test
    void goodTokensVerifyAgainstThePublishedKey() throws Exception {
        var tokens = TokenIssuer.shared();
        var staff = consumer("task-service").processToClaims(tokens.staff("N1001"));
        assertThat(staff.getStringClaimValue("staff_no")).isEqualTo("N1001");
        var system = consumer("org-service").processToClaims(tokens.system("hr", "org:read", "org:write"));
        assertThat(system.getStringClaimValue("scope")).isEqualTo("org:read org:write");
        assertThat(system.hasClaim("staff_no")).isFalse();
    }

    @Test
    void badTokensDoNot() throws Exception {
        var tokens = TokenIssuer.shared();
        assertRefused(tokens.token().expiresIn(Duration.ofMinutes(-1)).sign());
        assertRefused(tokens.token().audience("someone-else").sign());
        assertRefused(tokens.token().issuer("http://someone.else").sign());
        assertRefused(tokens.token().wrongKey().sign());
        assertRefused(tokens.token().unsigned().sign());
    }

    private static void assertRefused(String token) throws Exception {
        var consumer = consumer("task-service");
        assertThatThrownBy(() -> consumer.processToClaims(token)).isInstanceOf(InvalidJwtException.class);
    }

    private static JwtConsumer consumer(String audience) throws Exception {
        var issuer = TokenIssuer.shared().issuer();
        var jwks = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(issuer + "/jwks")).build(), BodyHandlers.ofString())
                .body();
        assertThat(jwks).doesNotContain("\"d\"");
        return new JwtConsumerBuilder()
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(new JsonWebKeySet(jwks).getJsonWebKeys()))
                .setExpectedIssuer(issuer)
                .setExpectedAudience(audience)
                .setRequireExpirationTime()
                .build();
    }
}
