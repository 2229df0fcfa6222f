# In a guest: the contract of the fabric, as JUnit runs it everywhere else.
. "$(dirname "$0")/java.sh"
muex_java -Dmuex.rdma.address=10.9.0.1 io.muex.mu.fabric.disni.GuestTests "$@"
