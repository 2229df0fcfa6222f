# Sourced. Boots guests and passes on what they say.
#
#   boot NAME MEMORY EXTRA... -- SCRIPT ARGUMENTS...    runs SCRIPT in a guest; its status is the guest's script's

# Without KVM, in software, so that it runs anywhere; erms and fsrm are hidden since the emulation copies single bytes
# for them, and a word that is read while it is written must be whole, as it is on hardware.
guest_cpu=max,-erms,-fsrm

boot() {
    local name=$1 memory=$2 log=$cache/$1.log extra=() append status
    shift 2
    append="console=ttyS0 quiet panic=-1 tsc=reliable muex.modules=$modules muex.start=$here/guest/start.sh"
    append="$append muex.guest=$name"
    while [ "$1" != -- ]; do
        case $1 in
        host=*) append="$append muex.$1" ;;
        *) extra+=("$1") ;;
        esac
        shift
    done
    shift
    append="$append muex.run=$1"
    shift
    [ $# -eq 0 ] || append="$append muex.arguments=$(IFS=,; echo "$*")"
    timeout --foreground --kill-after=5 "${MUEX_GUEST_SECONDS:-480}" \
        qemu-system-x86_64 -nodefaults -no-user-config -no-reboot -display none -serial stdio \
        -accel tcg,thread=multi -machine q35 -cpu "$guest_cpu" -smp 2 -m "$memory" -kernel "$kernel" -initrd "$initrd" \
        -append "$append" -fsdev local,id=root,path=/,security_model=none,readonly=on,multidevs=remap \
        -device virtio-9p-pci,fsdev=root,mount_tag=hostroot -device virtio-rng-pci "${extra[@]}" \
        </dev/null 2>&1 | sed -u 's,\r,,g' | tee "$log" | sed -u "s/^/$name| /"
    status=$(sed -n 's/^GUEST-STATUS \([0-9]*\).*/\1/p' "$log" | tail -n 1)
    return "${status:-99}"
}
