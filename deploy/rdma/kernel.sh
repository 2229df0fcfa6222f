# Sourced. Makes what a guest boots from: a kernel unpacked from the distribution's package (never installed), its
# modules, and a small first file system. Everything goes into $cache; what is there already is used again.
#
#   prepare_kernel    sets kernel, initrd and modules; returns 1 after one clear line when something is missing

missing() {
    echo "rdma: skipped: $*"
    return 1
}

# Prints the name of the kernel package that the distribution's newest kernel comes in.
kernel_package() {
    apt-cache depends linux-image-amd64 2>/dev/null | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1
}

fetch_kernel() {
    local package
    command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || {
        missing "no apt-get here to fetch a kernel package with"
        return 1
    }
    package=$(kernel_package)
    [ -n "$package" ] || { apt-get update -qq >/dev/null 2>&1; package=$(kernel_package); }
    [ -n "$package" ] || { missing "the package lists know no kernel package"; return 1; }
    echo "rdma: fetching $package"
    mkdir -p "$cache/download"
    # A package list that is older than the mirror names a version that is gone: then look again once.
    (cd "$cache/download" && chmod a+rwx . && { apt-get download -qq "$package" >/dev/null 2>&1 ||
        { apt-get update -qq >/dev/null 2>&1; package=$(kernel_package)
          apt-get download -qq "$package" >/dev/null 2>&1; }; }) ||
        { missing "the kernel package could not be fetched"; return 1; }
    rm -rf "$cache/root.new"
    dpkg-deb -x "$cache"/download/linux-image-*.deb "$cache/root.new" || return 1
    rm -rf "$cache/download" "$cache/root"
    mv "$cache/root.new" "$cache/root"
}

# The compressed kernel would be unpacked by the guest, in software, in three seconds; here it takes a tenth of one.
unpack_kernel() {
    local image=$1 target=$2 at
    for at in $(LC_ALL=C grep -abo -P '\xfd7zXZ\x00' "$image" | cut -d: -f1); do
        tail -c "+$((at + 1))" "$image" | xz -dc --single-stream >"$target.new" 2>/dev/null
        [ -s "$target.new" ] && { mv "$target.new" "$target"; return 0; }
    done
    for at in $(LC_ALL=C grep -abo -P '\x28\xb5\x2f\xfd' "$image" | cut -d: -f1); do
        tail -c "+$((at + 1))" "$image" | zstd -dcq >"$target.new" 2>/dev/null
        [ -s "$target.new" ] && { mv "$target.new" "$target"; return 0; }
    done
    rm -f "$target.new"
    cp "$image" "$target"
}

make_initrd() {
    local release=$1 root=$2 stage=$cache/initrd.d number=100 file
    rm -rf "$stage"
    mkdir -p "$stage/bin" "$stage/mods"
    cp "$(command -v busybox)" "$stage/bin/busybox" || return 1
    cp "$here/guest/init" "$stage/init"
    chmod +x "$stage/init"
    for module in virtio_pci 9pnet_virtio 9p overlay virtio_rng; do
        modprobe -d "$root" -S "$release" --show-depends "$module" 2>/dev/null
    done | sed -n 's/^insmod //p' | awk '!seen[$1]++ { print $1 }' >"$cache/modules.list"
    while read -r file; do
        cp "$file" "$stage/mods/$number-$(basename "$file")"
        number=$((number + 1))
    done <"$cache/modules.list"
    (cd "$stage" && find . | cpio -o -H newc --quiet | gzip -1) >"$cache/initrd.gz.new" &&
        mv "$cache/initrd.gz.new" "$cache/initrd.gz"
    rm -rf "$stage"
}

prepare_kernel() {
    local tool release
    for tool in qemu-system-x86_64 busybox cpio depmod modprobe xz; do
        command -v "$tool" >/dev/null || { missing "$tool is not installed"; return 1; }
    done
    # A static busybox only: the first file system has no libraries.
    ! ldd "$(command -v busybox)" >/dev/null 2>&1 || { missing "busybox is not the static one (busybox-static)"; return 1; }
    mkdir -p "$cache"
    [ -d "$cache/root/boot" ] || fetch_kernel || return 1
    release=$(basename "$(ls -d "$cache/root/lib/modules/"* | head -n 1)")
    if [ ! -f "$cache/vmlinux" ] || [ ! -f "$cache/initrd.gz" ] || [ "$here/guest/init" -nt "$cache/initrd.gz" ]; then
        depmod -b "$cache/root" "$release" &&
            unpack_kernel "$cache/root/boot/vmlinuz-$release" "$cache/vmlinux" &&
            make_initrd "$release" "$cache/root" || { missing "the guest's file system could not be made"; return 1; }
    fi
    kernel=$cache/vmlinux
    initrd=$cache/initrd.gz
    modules=$cache/root/lib/modules/$release
}
