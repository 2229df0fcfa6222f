# Sourced in a guest. One software RDMA device: on the network card if there is one, else on a dummy interface.
modprobe -a rdma_rxe ib_uverbs rdma_ucm dummy || echo "guest: no RDMA modules"
host=$(sed -n 's/.*muex\.host=\([^ ]*\).*/\1/p' /proc/cmdline)
if [ -n "$host" ]; then
    modprobe virtio_net
    card=$(ls /sys/class/net | grep -v -e lo -e dummy | head -n 1)
    ip link set "$card" up
    ip addr add "10.9.0.$host/24" dev "$card"
else
    card=muex0
    ip link add "$card" type dummy
    ip link set "$card" mtu 4200 up
    ip addr add 10.9.0.1/24 dev "$card"
fi
rdma link add rxe0 type rxe netdev "$card" || echo "guest: no software RDMA device"
