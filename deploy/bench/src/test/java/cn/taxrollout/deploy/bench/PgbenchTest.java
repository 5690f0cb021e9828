package cn.taxrollout.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PgbenchTest {
    @Test
    void figuresAreReadFromItsReport() {
        assertThat(Pgbench.Figures.read("""
                        number of transactions actually processed: 79512
                        latency average = 1.508 ms
                        initial connection time = 15.122 ms
                        tps = 5305.114202 (without initial connection time)
                        """)).isEqualTo(new Pgbench.Figures(5305.114202, 1.508));
    }

    @Test
    void itsScriptKnowsTheSharesByTheirNumbers() {
        assertThat(Pgbench.shareId(0xabc)).hasToString("00000000-0000-7000-8000-000000000abc");
    }
}
