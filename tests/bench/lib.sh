# shellcheck shell=bash
# What the benchmarks share; sourced by them. Makes $work, a folder on the disk that goes at the end
# together with every process started here.
export LC_ALL=C TZ=UTC

bench_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly bench_root
readonly bin=${ORION_BUILD_DIR:-$bench_root/build/release}/bin
# Settings of the person at the machine stay out.
unset "${!ORION_@}" "${!STRIPE_@}" "${!PG@}" DATABASE_URL

die() { printf 'bench: %s\n' "$*" >&2; exit 1; }
note() { printf '%s\n' "$*" >&2; }

for program in "$@"; do
    [ -x "$bin/$program" ] || die "$bin/$program is missing; build it first (./dev build)"
done

pg_bin=$(pg_config --bindir 2>/dev/null || true)
if [ ! -x "$pg_bin/pgbench" ]; then
    for folder in /usr/lib/postgresql/*/bin; do pg_bin=$folder; done
fi
[ -x "$pg_bin/pgbench" ] || die "pgbench is missing; it comes with PostgreSQL's server"

# Not /tmp, which may be in memory: the benchmarks are about a real disk. The server's account has
# to pass through.
work=$(mktemp -d "${TMPDIR:-/var/tmp}/orion-bench.XXXXXX")
chmod 711 "$work"

companion_pid=''
helper_pid='' # of a program that runs beside the companion for a while
cleanup() {
    local status=$?
    trap - EXIT
    [ -z "$helper_pid" ] || kill -TERM "$helper_pid" 2>/dev/null || true
    if [ -n "$companion_pid" ] && kill -TERM "$companion_pid" 2>/dev/null; then
        wait "$companion_pid" 2>/dev/null || true
    fi
    if [ $status -ne 0 ] && [ -s "$work/log" ]; then
        note "The end of the programs' log:"
        tail -n 20 "$work/log" >&2
    fi
    rm -rf "$work"
    exit $status
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# start_companion VENDORS: a companion on an embedded cluster of its own with demo data. Sets what
# serve_cluster sets.
start_companion() {
    local cluster=$work/cluster
    note "Making a cluster with $1 vendors in $work"
    "$bin/orion-companion" migrate --embedded "$cluster" >>"$work/log" 2>&1 ||
        die "the companion cannot migrate a new cluster"
    "$bin/orion-companion" demo-data --vendors "$1" --months 2 --seed 1 --embedded "$cluster" \
        >>"$work/log" 2>&1 || die "the companion cannot make demo data"
    serve_cluster "$cluster"
}

# serve_cluster FOLDER: a companion that serves on the embedded cluster there, durable as in real use.
# Sets companion_url, socket (the cluster's folder for libpq) and companion_pid.
serve_cluster() {
    local cluster=$1 line
    mkfifo "$work/ready"
    STRIPE_WEBHOOK_SECRET=whsec_bench ORION_LISTEN=127.0.0.1:0 \
        "$bin/orion-companion" serve --embedded "$cluster" >"$work/ready" 2>>"$work/log" &
    companion_pid=$!
    exec 3<"$work/ready"
    read -r -t 60 -u 3 line || die "the companion did not come up"
    companion_url=${line##* }
    [[ $companion_url == http*://* ]] || die "the companion said \"$line\" where its address belongs"
    socket=$(sed -n 5p "$cluster/data/postmaster.pid")
    [ -d "$socket" ] || die "cannot find the cluster's socket"
    [ "$(sql "select current_setting('fsync') || current_setting('synchronous_commit')")" = onon ] ||
        die "the cluster is not durable; its figures would mean nothing"
}

# One statement as the superuser, its answer bare.
sql() { "$pg_bin/psql" -XAtq -v ON_ERROR_STOP=1 -h "$socket" -U postgres -d orion -c "$1"; }

median() { printf '%s\n' "$@" | sort -g | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

# report NAME PRODUCT BASELINE
report() { awk -v n="$1" -v p="$2" -v b="$3" 'BEGIN { printf "%s: product %.0f, baseline %.0f, ratio %.2f\n", n, p, b, p / b }'; }
# The same for milliseconds.
report_ms() { awk -v n="$1" -v p="$2" -v b="$3" 'BEGIN { printf "%s: product %.2f, baseline %.2f, ratio %.2f\n", n, p, b, p / b }'; }
