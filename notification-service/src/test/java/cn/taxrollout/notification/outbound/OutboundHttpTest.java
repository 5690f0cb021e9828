package cn.taxrollout.notification.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.notification.Counterpart;
import cn.taxrollout.notification.outbound.Exchange.Answered;
import cn.taxrollout.notification.outbound.Exchange.NotSent;
import cn.taxrollout.notification.outbound.Exchange.Unanswered;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundHttpTest {
    private static final Vertx VERTX = Vertx.vertx();

    private final Counterpart counterpart = new Counterpart();
    private final OutboundHttp http = http(new AddressRule(InetAddress::getAllByName, List.of("127.0.0.0/8")));

    private static OutboundHttp http(AddressRule addresses) {
        return new OutboundHttp(VERTX, addresses, new OutboundSettings() {
            @Override
            public Duration connectTimeout() {
                return Duration.ofSeconds(2);
            }

            @Override
            public Duration answerTimeout() {
                return Duration.ofMillis(500);
            }

            @Override
            public Optional<List<String>> allowedNetworks() {
                return Optional.empty();
            }
        });
    }

    @AfterEach
    void close() {
        http.close();
        counterpart.close();
    }

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aCallArrivesAsItIsAndItsAnswerComesBack() {
        counterpart.next(Counterpart.status(503, "later", "Retry-After", "7"));
        Exchange end = http.call(OutboundCall.post(
                counterpart.uri("/a%20path?q=%E7%A8%8E&r=1"), Map.of("X-Of-Ours", "1"), "税".getBytes(UTF_8)));
        assertThat(end).isInstanceOfSatisfying(Answered.class, answer -> {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.isSuccess()).isFalse();
            assertThat(new String(answer.body(), UTF_8)).isEqualTo("later");
            assertThat(answer.whole()).isTrue();
            assertThat(answer.retryAfter()).contains(Duration.ofSeconds(7));
        });
        Counterpart.Received received = counterpart.last();
        assertThat(received.method()).isEqualTo("POST");
        assertThat(received.uri()).hasToString("/a%20path?q=%E7%A8%8E&r=1");
        assertThat(received.header("X-Of-Ours")).isEqualTo("1");
        assertThat(received.header("Host")).isEqualTo("127.0.0.1:" + counterpart.port());
        assertThat(received.body()).isEqualTo("税");
    }

    @Test
    void redirectsAreNotFollowed() {
        counterpart.next(Counterpart.status(
                302, "", "Location", counterpart.uri("/elsewhere").toString()));
        assertThat(http.call(OutboundCall.get(counterpart.uri("/"))).reason())
                .isEqualTo("HTTP status 302, and redirects aren't followed");
        assertThat(counterpart.received()).hasSize(1);
    }

    @Test
    void ofMegabytes64KibibytesAreRead() {
        counterpart.next(Counterpart.bytes(50 * 1024 * 1024));
        assertThat(http.call(OutboundCall.get(counterpart.uri("/")))).isInstanceOfSatisfying(Answered.class, answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).hasSize(64 * 1024);
            assertThat(answer.whole()).isFalse();
        });
        counterpart.next(Counterpart.bytes(64 * 1024));
        assertThat(http.call(OutboundCall.get(counterpart.uri("/")))).isInstanceOfSatisfying(Answered.class, answer -> {
            assertThat(answer.body()).hasSize(64 * 1024);
            assertThat(answer.whole()).isTrue();
        });
    }

    @Test
    void anAnswerThatNeverEndsIsCutOffWithItsStatus() {
        counterpart.next(Counterpart.trickle("{\"beg"));
        assertThat(http.call(OutboundCall.get(counterpart.uri("/")))).isInstanceOfSatisfying(Answered.class, answer -> {
            assertThat(answer.isSuccess()).isTrue();
            assertThat(new String(answer.body(), UTF_8)).isEqualTo("{\"beg");
            assertThat(answer.whole()).isFalse();
        });
    }

    @Test
    void whatWasSentAndNotAnsweredIsKnownAsThat() {
        counterpart.next(Counterpart.silence(), Counterpart.hangUp());
        assertThat(http.call(OutboundCall.get(counterpart.uri("/"))))
                .isEqualTo(new Unanswered("127.0.0.1: no answer in time"));
        assertThat(http.call(OutboundCall.get(counterpart.uri("/")))).isInstanceOf(Unanswered.class);
        assertThat(counterpart.received()).hasSize(2);
    }

    @Test
    void whatWasNeverSentIsKnownAsThat() throws IOException {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThat(http.call(OutboundCall.get(URI.create("http://127.0.0.1:" + free + "/"))))
                .isInstanceOf(NotSent.class);
        assertThat(http.call(OutboundCall.get(URI.create("http://nowhere.invalid/"))))
                .isInstanceOf(NotSent.class);
        // speaks no TLS
        assertThat(http.call(OutboundCall.get(URI.create("https://127.0.0.1:" + counterpart.port() + "/"))))
                .isInstanceOf(NotSent.class);
    }

    @Test
    void aHandshakeThatTakesTooLongIsGivenUpBeforeAnythingIsSent() throws IOException {
        try (var mute = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            assertThat(http.call(OutboundCall.get(URI.create("https://127.0.0.1:" + mute.getLocalPort() + "/?secret"))))
                    .isEqualTo(new NotSent("127.0.0.1: no connection in time"));
        }
    }

    @Test
    void theAddressThatWasCheckedIsTheOneConnectedTo() throws Exception {
        try (var inside = new Counterpart("127.0.0.3")) {
            var lookUps = new java.util.concurrent.atomic.AtomicInteger();
            // at first a harmless address, then one that may not be called
            AddressRule.Names rebinding = host ->
                    new InetAddress[] {InetAddress.getByName(lookUps.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.3")
                    };
            var addresses = new AddressRule(rebinding, List.of("127.0.0.1/32"));
            URI uri = URI.create("http://rebinding.example:" + counterpart.port() + "/");
            assertThat(http(addresses).call(OutboundCall.get(uri))).isInstanceOf(Answered.class);
            assertThat(counterpart.last().header("Host")).isEqualTo("rebinding.example:" + counterpart.port());
            assertThat(http(addresses).call(OutboundCall.get(uri))).isInstanceOf(NotSent.class);
            assertThat(counterpart.received()).hasSize(1);
            assertThat(inside.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://127.1/",
                "http://2130706433/",
                "http://localhost/",
                "http://[::1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[64:ff9b::7f00:1]/",
                "http://[::127.0.0.1]/",
                "http://10.1.2.3/",
                "http://172.31.255.255/",
                "http://192.168.0.1/",
                "http://100.100.100.200/",
                "http://169.254.169.254/",
                "http://[fe80::1]/",
                "http://[fd00:ec2::254]/",
                "http://[ff02::1]/",
                "http://[2002:7f00:1::]/",
                "http://[2001:db8::1]/",
                "http://[2001:0:7f00:1::]/",
                "http://224.0.0.1/",
                "http://255.255.255.255/",
                "http://0.0.0.0/",
                "http://[::]/",
                "ftp://8.8.8.8/",
                "file:///etc/passwd",
                "http://user:secret@8.8.8.8/",
                "http:///path"
            })
    void onlyPublicAddressesAreCalledUnlessOthersAreAllowed(String uri) {
        OutboundHttp strict = http(new AddressRule(InetAddress::getAllByName, List.of()));
        assertThat(strict.objection(URI.create(uri))).isPresent();
        assertThat(strict.call(OutboundCall.get(URI.create(uri)))).isInstanceOf(NotSent.class);
    }

    @Test
    void publicAndAllowedAddressesAreCalled() {
        OutboundHttp some = http(new AddressRule(InetAddress::getAllByName, List.of("10.20.0.0/16", "fd12::/32")));
        for (String uri : List.of(
                "https://8.8.8.8/",
                "http://172.32.0.1/",
                "http://[2400:3200::1]/",
                "http://10.20.9.9/",
                "http://[fd12::7]/")) {
            assertThat(some.objection(URI.create(uri))).as(uri).isEmpty();
        }
        assertThat(some.objection(URI.create("http://10.21.0.1/"))).isPresent();
        assertThat(some.objection(URI.create("https://nowhere.invalid/"))).isEmpty();
    }
}
