# In a guest: revocations under load. Deregistering must hold; the flags of a queue pair are the negative control.
. "$(dirname "$0")/java.sh"
muex rdma check --address 10.9.0.1 --rounds "${1:-200}" --control
