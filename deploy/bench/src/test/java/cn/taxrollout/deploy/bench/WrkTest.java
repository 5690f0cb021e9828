package cn.taxrollout.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrkTest {
    @Test
    void figuresAreReadFromTheLineOfTheScript() {
        assertThat(Wrk.Figures.read("""
                        Running 2s test @ http://127.0.0.1:1
                        figures 6000 2000000 1500 9750 3 0.75
                        """)).isEqualTo(new Wrk.Figures(3_000, 1.5, 9.75, 3, 0.75));
    }
}
