package cn.taxrollout.deploy.local;

import cn.taxrollout.deploy.embedded.KeycloakServer;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Access tokens of the realm, each fetched once: they are good for half an hour, longer than anybody needs them here. */
public final class Tokens {

    private static final String LAUNCHER = "";

    private final KeycloakServer keycloak;
    private final String password;
    private final Map<String, CompletableFuture<String>> tokens = new ConcurrentHashMap<>();

    Tokens(KeycloakServer keycloak, String password) {
        this.keycloak = keycloak;
        this.password = password;
    }

    /** A person's token, by staff number. */
    public String of(String staffNo) {
        return fetch(staffNo).join();
    }

    /** The token of the launcher, which may do what a system may. */
    public String launcher() {
        return token(LAUNCHER, keycloak::systemToken).join();
    }

    /** Begins to fetch these people's tokens and doesn't wait for them. */
    void prepare(Collection<String> staffNos) {
        staffNos.forEach(this::fetch);
    }

    private CompletableFuture<String> fetch(String staffNo) {
        return token(staffNo, () -> keycloak.userToken(staffNo, password));
    }

    private CompletableFuture<String> token(String key, Supplier<String> request) {
        return tokens.computeIfAbsent(key, k -> CompletableFuture.supplyAsync(request));
    }
}
