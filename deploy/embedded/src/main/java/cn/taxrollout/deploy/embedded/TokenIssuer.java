package cn.taxrollout.deploy.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * Issues access tokens for component tests, shaped like those of Keycloak's realm, good and bad ones, and serves the discovery
 * document and the public key that services check them with.
 */
public final class TokenIssuer {

    private static final List<String> AUDIENCES = List.of("org-service", "task-service", "notification-service");
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final String ISSUER = "tax-rollout.embedded.issuer";
    private static final String KEY = "tax-rollout.embedded.issuer-key";

    private final String issuer;
    private final RsaJsonWebKey key;
    private final Clock clock = Clock.systemUTC();

    private TokenIssuer(String issuer, RsaJsonWebKey key) {
        this.issuer = issuer;
        this.key = key;
    }

    /** The issuer of this JVM, the same one in all its class loaders; started by the first call. */
    public static TokenIssuer shared() {
        // Runtime is the one object that every class loader sees; so are system properties.
        synchronized (Runtime.getRuntime()) {
            try {
                if (System.getProperty(ISSUER) == null) {
                    var key = newKey();
                    System.setProperty(KEY, key.toJson(OutputControlLevel.INCLUDE_PRIVATE));
                    System.setProperty(ISSUER, serve(key));
                }
                return new TokenIssuer(System.getProperty(ISSUER), (RsaJsonWebKey)
                        PublicJsonWebKey.Factory.newPublicJwk(System.getProperty(KEY)));
            } catch (JoseException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The address for {@code quarkus.oidc.auth-server-url}, which is the tokens' issuer as well. */
    public String issuer() {
        return issuer;
    }

    /** A good token of a staff member. */
    public String staff(String staffNo) {
        return token().claim("sub", staffNo)
                .claim("preferred_username", staffNo)
                .claim("staff_no", staffNo)
                .sign();
    }

    /** A good token of another system, with these scopes and no more. */
    public String system(String clientId, String... scopes) {
        return token().claim("sub", "service-account-" + clientId)
                .claim("preferred_username", "service-account-" + clientId)
                .claim("azp", clientId)
                .claim("client_id", clientId)
                .claim("scope", String.join(" ", scopes))
                .sign();
    }

    /** A token to be shaped; as it stands it is valid for ten minutes, for all three services, and names nobody. */
    public Builder token() {
        return new Builder();
    }

    private static RsaJsonWebKey newKey() throws JoseException {
        var key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId("test");
        key.setUse("sig");
        key.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
        return key;
    }

    private static String serve(JsonWebKey key) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var issuer = "http://127.0.0.1:" + server.getAddress().getPort();
            document(server, "/jwks", new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY));
            document(server, "/.well-known/openid-configuration", """
                    {"issuer": "%1$s", "jwks_uri": "%1$s/jwks", "token_endpoint": "%1$s/token",
                     "id_token_signing_alg_values_supported": ["RS256"]}""".formatted(issuer));
            server.start();
            return issuer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void document(HttpServer server, String path, String json) {
        var body = json.getBytes(UTF_8);
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    /** Shapes one token; every method but {@link #sign()} returns this builder. */
    public final class Builder {

        private final JwtClaims claims = new JwtClaims();
        private Duration life = LIFE;
        private RsaJsonWebKey signingKey = key;

        private Builder() {
            claims.setIssuer(issuer);
            claims.setAudience(AUDIENCES);
            claims.setJwtId(UUID.randomUUID().toString());
            claims.setClaim("typ", "Bearer");
        }

        public Builder audience(String... audiences) {
            claims.setAudience(Arrays.asList(audiences));
            return this;
        }

        public Builder issuer(String other) {
            claims.setIssuer(other);
            return this;
        }

        /** How long from now the token is valid; negative for one that has expired. */
        public Builder expiresIn(Duration duration) {
            life = duration;
            return this;
        }

        /** Signs with a key that the issuer doesn't publish, under the id of the one it does. */
        public Builder wrongKey() {
            try {
                signingKey = newKey();
                return this;
            } catch (JoseException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Leaves the signature out and says so ({@code alg: none}). */
        public Builder unsigned() {
            signingKey = null;
            return this;
        }

        public Builder claim(String name, Object value) {
            claims.setClaim(name, value);
            return this;
        }

        /** The token in its compact form. */
        public String sign() {
            var expiry = clock.instant().plus(life);
            claims.setExpirationTime(numeric(expiry));
            claims.setIssuedAt(numeric(min(clock.instant(), expiry.minus(LIFE))));
            var token = new JsonWebSignature();
            token.setPayload(claims.toJson());
            token.setHeader("typ", "JWT");
            if (signingKey == null) {
                token.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
                token.setAlgorithmConstraints(AlgorithmConstraints.ALLOW_ONLY_NONE);
            } else {
                token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
                token.setKeyIdHeaderValue(signingKey.getKeyId());
                token.setKey(signingKey.getPrivateKey());
            }
            try {
                return token.getCompactSerialization();
            } catch (JoseException e) {
                throw new IllegalStateException(e);
            }
        }

        private static Instant min(Instant a, Instant b) {
            return a.isBefore(b) ? a : b;
        }

        private static NumericDate numeric(Instant instant) {
            return NumericDate.fromSeconds(instant.getEpochSecond());
        }
    }
}
