package cn.taxrollout.notification.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.RollbackException;
import java.net.ServerSocket;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import org.hibernate.exception.JDBCConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.Driver;

/** Which failures come from a database that can't be reached. */
class UnavailableDatabaseTest {
    private static final SQLException LOST = new SQLException("terminating connection", "57P01");

    @ParameterizedTest
    @CsvSource({
        "08000, true",
        "08001, true",
        "08003, true",
        "08004, true",
        "08006, true",
        "08007, true",
        "08P01, true",
        "57P01, true",
        "57P02, true",
        "57P03, true",
        "57P04, false",
        "57000, false",
        "57014, false",
        "55P03, false",
        "53100, false",
        "40001, false",
        "40P01, false",
        "23505, false",
        "23P01, false",
        "22021, false",
        "28P01, false",
        "42501, false",
        "XX000, false",
        ", false"
    })
    void theStateTells(String state, boolean unavailable) {
        assertThat(UnavailableDatabase.behind(new SQLException("", state)).isPresent())
                .isEqualTo(unavailable);
        assertThat(UnavailableDatabase.behind(new IllegalStateException(new SQLException("", state)))
                        .isPresent())
                .isEqualTo(unavailable);
    }

    static Stream<Throwable> failuresThatKeepTheirReason() {
        Throwable commit = new XAException(XAException.XA_RBROLLBACK).initCause(LOST);
        var rolledBack = new RollbackException("could not commit");
        rolledBack.addSuppressed(commit);
        var heuristic = new HeuristicMixedException();
        heuristic.addSuppressed(new XAException(XAException.XAER_RMERR).initCause(LOST));
        return Stream.of(
                new JDBCConnectionException("could not execute statement", LOST),
                new BatchUpdateException("batch", LOST.getSQLState(), new int[0], LOST),
                commit,
                rolledBack,
                new IllegalStateException(rolledBack),
                heuristic);
    }

    @ParameterizedTest
    @MethodSource("failuresThatKeepTheirReason")
    void theReasonIsFoundWhereverItIsKept(Throwable thrown) {
        assertThat(UnavailableDatabase.behind(thrown).map(SQLException::getSQLState))
                .contains("57P01");
    }

    @Test
    void aTransactionThatIsRolledBackForAnotherReasonIsNoneOfThem() {
        var going = new IllegalStateException("in a circle");
        going.addSuppressed(new RollbackException("rollback only").initCause(going));
        assertThat(UnavailableDatabase.behind(going)).isEmpty();
    }

    @Test
    void aFailureThatIsAStatusAloneIsNoneOfThem() {
        assertThat(UnavailableDatabase.behind(null)).isEmpty();
    }

    @Test
    void aServerThatIsNotThereAndOneThatSaysNothingAreUnavailable() throws Exception {
        try (var silent = new ServerSocket(0)) {
            int port = silent.getLocalPort();
            assertThat(catchThrowable(() -> connect(port)))
                    .isInstanceOf(SQLException.class)
                    .matches(thrown -> UnavailableDatabase.behind(thrown).isPresent());
            silent.close();
            assertThat(catchThrowable(() -> connect(port)))
                    .isInstanceOf(SQLException.class)
                    .matches(thrown -> UnavailableDatabase.behind(thrown).isPresent());
        }
    }

    private static void connect(int port) throws SQLException {
        var pool = new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(connections -> connections
                .maxSize(1)
                .acquisitionTimeout(Duration.ofMillis(500))
                .connectionFactoryConfiguration(factory -> factory.connectionProviderClass(Driver.class)
                        .jdbcUrl("jdbc:postgresql://127.0.0.1:" + port + "/notification")));
        try (var database = AgroalDataSource.from(pool);
                var connection = database.getConnection()) {
            throw new AssertionError("connected: " + connection);
        }
    }
}
