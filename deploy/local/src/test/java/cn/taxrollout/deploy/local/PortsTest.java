package cn.taxrollout.deploy.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.taxrollout.deploy.embedded.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void serviceWantsItsPortOrNothing() throws IOException {
        var port = FreePort.orFree(0);
        try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Ports.usual(taken.getLocalPort() - 8081))
                    .isInstanceOf(BadUse.class)
                    .hasMessageContaining("port " + port + " is taken");
        }
    }
}
