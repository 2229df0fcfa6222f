package io.muex.mu.fabric.disni;

import io.muex.mu.fabric.disni.provider.RdmaMissingException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** The RDMA devices of this host, as the kernel shows them; loads no library. Cold path; any thread. */
public final class RdmaDevices {
    private static final Path CLASS = Path.of("/sys/class/infiniband");

    /**
     * A device.
     *
     * @param name     of the device, such as mlx5_0 or rxe0
     * @param card     network interface that it belongs to, empty if unknown
     * @param state    of its first port, such as ACTIVE
     * @param link     InfiniBand or Ethernet
     * @param address  IPv4 address of the interface, null if it has none
     * @param software whether the kernel does the card's work
     */
    public record Device(String name, String card, String state, String link, InetAddress address, boolean software) {
    }

    private RdmaDevices() {
    }

    /** All there are. */
    public static List<Device> all() {
        final List<Device> devices = new ArrayList<>();
        if (Files.isDirectory(CLASS)) {
            try (Stream<Path> names = Files.list(CLASS)) {
                names.sorted().forEach(path -> devices.add(device(path)));
            } catch (final IOException unreadable) {
                return devices;
            }
        }
        return devices;
    }

    /**
     * The address of the first device that has one.
     *
     * @throws RdmaMissingException if none has
     */
    public static InetAddress firstAddress() {
        return all().stream().filter(device -> device.address() != null).findFirst().map(Device::address)
            .orElseThrow(() -> new RdmaMissingException(
                "this host has no RDMA device with an IPv4 address; muex rdma doctor says what it has"));
    }

    private static Device device(final Path path) {
        final Path port = path.resolve("ports/1");
        final String card = text(port.resolve("gid_attrs/ndevs/0"));
        final String state = text(port.resolve("state")).replaceAll("^[0-9]+: ", "");
        // A software device hangs below no bus.
        final boolean software = !Files.exists(path.resolve("device/vendor"))
            || path.getFileName().toString().matches("(rxe|siw).*");
        return new Device(path.getFileName().toString(), card, state, text(port.resolve("link_layer")), address(card),
            software);
    }

    private static InetAddress address(final String card) {
        try {
            final NetworkInterface network = card.isEmpty() ? null : NetworkInterface.getByName(card);
            return network == null ? null : Collections.list(network.getInetAddresses()).stream()
                .filter(Inet4Address.class::isInstance).findFirst().orElse(null);
        } catch (final IOException gone) {
            return null;
        }
    }

    private static String text(final Path file) {
        try {
            return Files.readString(file).strip();
        } catch (final IOException absent) {
            return "";
        }
    }
}
