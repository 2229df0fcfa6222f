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

# The command line as people use it; processes get as long to become ready as an emulated machine may take.
muex() {
    MUEX_JAVA_HOME=$java_home MUEX_JAVA_OPTIONS="-Dmuex.ready.seconds=240" "$project/muex" "$@"
}
