# In a guest: how long switching permission and writing take, beside the device's own round trip.
. "$(dirname "$0")/java.sh"
echo "guest: half a round trip of the device itself (perftest ib_write_lat, microseconds):"
ib_write_lat -R -s 8 -n 2000 >/dev/null 2>&1 &
sleep 2
ib_write_lat -R -s 8 -n 2000 10.9.0.1 2>/dev/null | grep -A1 '#bytes' || true
muex bench permission --address 10.9.0.1
