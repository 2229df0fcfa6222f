#!/bin/bash
# Second life of the first process of a guest: brings up one software RDMA device, runs what the kernel command line
# names, says how it ended, and switches the machine off.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb LC_ALL=C.UTF-8
here=$(cd "$(dirname "$0")" && pwd)
parameter() { sed -n "s/.*muex\.$1=\([^ ]*\).*/\1/p" /proc/cmdline; }

echo "guest: up after $(cut -d' ' -f1 /proc/uptime) s, kernel $(uname -r), $(nproc) processors"
ulimit -l unlimited
release=$(uname -r)
mkdir -p /lib/modules
[ -e "/lib/modules/$release" ] || ln -s "$(parameter modules)" "/lib/modules/$release"
ip link set lo up
. "$here/rxe.sh"
script=$(parameter run)
export MUEX_GUEST=$(parameter guest)
bash "$script" $(parameter arguments | tr , ' ')
status=$?
echo "GUEST-STATUS $status"
sync
echo o >/proc/sysrq-trigger
sleep 5
poweroff -f
