#!/usr/bin/env bash
# Runs everything that needs an RDMA device, in guests with a software one: software emulation, no KVM, nothing
# installed on this host but QEMU. Exit status 0 if all held or nothing could be run, which one line then says.
#
#   test.sh           contract and take-over, race, demo, each in a guest
#   test.sh short     what of the contract takes seconds
#   test.sh demo|race|contract|takeover|bench    one of them
set -u -o pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(cd "$here/../.." && pwd)
cache=$project/deploy/target/rdma
. "$here/kernel.sh"
. "$here/qemu.sh"

say() { echo "rdma: $*"; }

# Notes for the guest which JDK and class path to use: it sees the host's files at the same places.
note_down() {
    mkdir -p "$cache"
    echo "${MUEX_JAVA_HOME:?set by muex}" >"$cache/java.home"
    local tests=$project/mu-replication/target/test-classes repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
    local version jars=()
    version=$(sed -n 's/.*<junit.version>\(.*\)<.*/\1/p' "$project/pom.xml")
    if [ ! -d "$tests/io/muex/mu/fabric/disni" ]; then
        say "compiling the tests of the fabric"
        (cd "$project" && { JAVA_HOME=$MUEX_JAVA_HOME mvn -q -B -o test-compile -pl mu-replication ||
            JAVA_HOME=$MUEX_JAVA_HOME mvn -q -B test-compile -pl mu-replication; }) || return 1
    fi
    mapfile -t jars < <(find "$repository/org/junit" "$repository/org/opentest4j" "$repository/org/jspecify" \
        "$repository/org/apiguardian" \( -name "junit-*-$version.jar" -o -name 'opentest4j-*.jar' \
        -o -name 'jspecify-*.jar' -o -name 'apiguardian-api-*.jar' \) 2>/dev/null)
    [ "${#jars[@]}" -gt 5 ] || { say "JUnit is not in $repository"; return 1; }
    echo "$tests:$project/deploy/target/muex.jar:$(IFS=:; echo "${jars[*]}")" >"$cache/class.path"
}

failed=0
run() {
    local name=$1 memory=$2 started=$SECONDS
    shift 2
    boot "$name" "$memory" -- "$@"
    local status=$?
    if [ "$status" -eq 0 ]; then
        say "$name: held, $((SECONDS - started)) s"
    else
        say "$name: DID NOT HOLD (status $status), $((SECONDS - started)) s; console: $cache/$name.log"
        failed=1
    fi
}

prepare_kernel || exit 0
note_down || { say "the tests of the fabric do not compile"; exit 1; }
contract=io.muex.mu.fabric.disni.DisniFabricContractTest
take_over=io.muex.mu.fabric.disni.TakeOverOverRdmaTest
case ${1:-all} in
short)
    # Those that take seconds, also on an emulated machine of a busy host.
    run contract 2G "$here/guest/suite.sh" \
        $contract#c1ShouldHaveEveryCompletedWriteInTheTargetsMemoryWhole \
        $contract#c2ShouldKeepLateWritesOutOfWhatANewHolderReads \
        $contract#c3ShouldNotReportSuccessForWhatIsNotInTheLog \
        $contract#c4ShouldLandTheWritesOfAChannelInOrder \
        $contract#c6ShouldStopReportingSuccessSoonAfterTheTargetDied \
        $contract#shouldNotReportSuccessUnderAnEarlierGrantOfTheSameWriter
    ;;
contract) run contract 2G "$here/guest/suite.sh" $contract ;;
takeover) run takeover 2G "$here/guest/suite.sh" $take_over ;;
race) run race 2G "$here/guest/race.sh" "${2:-1000}" ;;
bench) run bench 3G "$here/guest/bench.sh" ;;
demo) run demo 6G "$here/guest/demo.sh" "${2:-100}" "${3:-2}" ;;
all)
    run contract 2G "$here/guest/suite.sh" $contract $take_over
    run race 2G "$here/guest/race.sh" 200
    run demo 6G "$here/guest/demo.sh" 100 2
    ;;
*)
    say "what is $1?"
    exit 2
    ;;
esac
exit $failed
