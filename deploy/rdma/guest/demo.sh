# In a guest: the demo of the README on one software RDMA device. Arguments: operations per second, kills, operations.
. "$(dirname "$0")/java.sh"
echo "guest: round trips of the device itself (perftest, microseconds):"
ib_write_lat -R -s 8 -n 2000 >/dev/null 2>&1 &
sleep 2
ib_write_lat -R -s 8 -n 2000 10.9.0.1 2>/dev/null | grep -A1 '#bytes' || true
muex demo --fabric disni --slots 4096 --rate "${1:-100}" --kills "${2:-2}" --json /tmp/demo.json
status=$?
cat /tmp/demo.json 2>/dev/null
if [ $status -ne 0 ]; then
    tail -n 20 /tmp/muex-demo-*/logs/* /tmp/muex-demo-*logs*/logs/* 2>/dev/null
fi
exit $status
