# Sourced in a guest. Runs a class of this project with the JDK and the class path that the host noted down.
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../../.." && pwd)
notes=$project/deploy/target/rdma
java_home=$(cat "$notes/java.home")

muex_java() {
    "$java_home/bin/java" "@$project/load-generator/target/classes/io/muex/load/process/jvm.options" \
        -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
        -cp "$(cat "$notes/class.path")" "$@"
}

# The command line as people use it. An emulated machine is slow: processes get longer to become ready and do not
# rehearse, heartbeats are looked at less often, and a write may take longer.
muex() {
    MUEX_JAVA_HOME=$java_home MUEX_JAVA_OPTIONS="-Dmuex.ready.seconds=240" MUEX_REPLICA_WARM_UP=0s \
        MUEX_REPLICA_DETECTOR_READ_INTERVAL=25ms MUEX_RDMA_WRITE_TIMEOUT=5s "$project/muex" "$@"
}
