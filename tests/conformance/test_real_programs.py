"""Programs as Debian ships them, in tasks of fitting sizes: each finds its limits, works, and
ends in order when its task is stopped.

A task has a server and a client of the same image. The client tells what it saw, and ends;
then the server is told to stop.
"""

import struct

import pytest
from harness.wait import until

JVM = {"cpu": "512", "memory": "1024"}
HEAP_MIB = 256  # a quarter, the JVM's own rule


@pytest.fixture
def together(bench):
    """`together("node", server, client)`: runs both to their end; answers the task and lines."""
    def run(image: str, server: dict, client: str, cpu: str = "512", memory: str = "1024"):
        made = bench.define(
            bench.container(image, name="server", **{"stopTimeout": 60, **server}),
            bench.container(image, name="client", entryPoint=["sh", "-c"], command=[client],
                            dependsOn=[{"containerName": "server", "condition": "START"}]),
            cpu=cpu, memory=memory)
        arn = bench.run(definition=made["taskDefinitionArn"])
        task = bench.finish(arn, within=240)
        codes = {c["name"]: c.get("exitCode") for c in task["containers"]}
        lines = {name: told(bench, arn, name) for name in codes}
        assert codes == {"server": 0, "client": 0}, (task, lines)
        return lines
    return run


def told(bench, arn: str, container: str) -> list[str]:
    """All lines of a container, once they are there; the last of each says `end`."""
    def look():
        lines = bench.lines(arn, container) if bench.has_stream(arn, container) else []
        assert container != "client" or lines[-1:] == ["end"], lines[-5:]
        return lines or ["nothing"]
    return until(f"the log of {container} is there", look, within=20)


def patiently(command: str) -> str:
    """A shell's words that try a command until it works; the task's own time bounds it."""
    return f"until {command} >/tmp/said 2>&1; do sleep 0.2; done"


def test_postgresql_answers_keeps_its_files_in_its_volume_and_stops_in_order(together):
    client = f"""set -e
        {patiently("/usr/lib/postgresql/15/bin/psql -h 127.0.0.1 -d postgres -c 'select 1'")}
        psql() {{ /usr/lib/postgresql/15/bin/psql -h 127.0.0.1 -d postgres -qAt "$@"; }}
        psql -c 'create table t as select generate_series(1, 50000) n; create index on t (n)'
        psql -c 'select sum(n) from t' -c 'checkpoint'
        psql -c 'set max_parallel_workers_per_gather = 4; set parallel_setup_cost = 0;
                 set min_parallel_table_scan_size = 0; select count(*) from t where n % 7 = 0'
        echo end"""
    lines = together("postgres", {}, client)
    assert lines["client"] == ["1250025000", "7142", "end"]
    assert any("database system is shut down" in line for line in lines["server"]), lines["server"][-5:]


def test_postgresql_runs_on_a_root_that_is_read_only(bench):
    """Of the whole image the declared volume alone takes writes."""
    script = """export PATH=$PATH:/usr/lib/postgresql/15/bin PGDATA=/var/lib/postgresql/data
        touch /tmp/x && exit 9
        initdb -D $PGDATA -U app --no-locale -E UTF8 --auth=trust >/dev/shm/log 2>&1 || { cat /dev/shm/log; exit 8; }
        echo 'create table t (n int); insert into t values (42); select n from t;' |
            postgres --single -D $PGDATA -j postgres 2>&1 | grep -c 'n = "42"'"""
    container = bench.container("postgres", [script], entryPoint=["sh", "-c"], readonlyRootFilesystem=True)
    made = bench.define(container, cpu="512", memory="1024")
    arn = bench.run(definition=made["taskDefinitionArn"])
    task = bench.finish(arn, within=240)
    until("the log is there", lambda: bench.has_stream(arn), within=15)
    assert [c["exitCode"] for c in task["containers"]] == [0], (task, bench.lines(arn))
    bench.expect_lines(arn, ["touch: /tmp/x: Read-only file system", "1"])


def test_mariadb_answers_and_stops_in_order(together):
    client = f"""set -e
        {patiently("mariadb --no-defaults -h 127.0.0.1 -u root -e 'select 1'")}
        mariadb --no-defaults -h 127.0.0.1 -u root -N -e \\
            "create database d; use d; create table t (n int primary key) engine=innodb;
             insert into t select seq from seq_1_to_20000; select sum(n) from t" || exit 7
        echo end"""
    lines = together("mariadb", {}, client)
    assert lines["client"] == ["200010000", "end"]
    assert any("Shutdown complete" in line for line in lines["server"]), lines["server"][-5:]


def test_gunicorn_serves_with_more_than_one_worker_and_stops_in_order(together):
    ask = "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/')"
    client = f"""{patiently(f'python3 -c "{ask}"')}
        python3 - <<'PY'
import urllib.request
pages = [urllib.request.urlopen(f"http://127.0.0.1:8000/{{n}}").read().decode().split() for n in range(300)]
assert [path for _, path in pages] == [f"/{{n}}" for n in range(300)]
print(len({{pid for pid, _ in pages}}) > 0, len(pages))
PY
        echo end"""
    server = {"command": ["--bind", "0.0.0.0:8000", "--workers", "3", "app:app"]}
    lines = together("gunicorn", server, client)
    assert lines["client"] == ["True 300", "end"]
    assert sum("Booting worker" in line for line in lines["server"]) == 3, lines["server"]
    assert any("Shutting down: Master" in line for line in lines["server"]), lines["server"]


def test_node_sizes_its_heap_by_the_task_and_serves(together):
    server = {"entryPoint": ["node", "-e"], "command": ["""
        const limit = require('v8').getHeapStatistics().heap_size_limit / 1048576;
        console.log('heap', limit < 512 ? 'fits' : limit);
        const server = require('http').createServer((_, answer) => answer.end('hello\\n'));
        server.listen(8080, () => console.log('up'));
        process.on('SIGTERM', () => server.close(() => console.log('closed')));
    """]}
    get = "node -e \"require('http').get('http://127.0.0.1:8080/', {agent: false}, a => a.pipe(process.stdout))" \
          ".on('error', () => process.exit(1))\""
    lines = together("node", server, f"{patiently(get)}; {get}; echo end", "256", "512")
    assert lines["client"] == ["hello", "end"]
    assert lines["server"] == ["heap fits", "up", "closed"]


def test_a_jvm_sees_its_task_and_sizes_its_heap_by_it(bench):
    script = "java -XshowSettings:system -XX:+PrintFlagsFinal -version 2>&1 | " \
             "grep -E 'Effective CPU Count|Memory Limit|MaxHeapSize|ActiveProcessorCount'; echo end"
    made = bench.define(bench.container("java", ["sh", "-c", script]), **JVM)
    arn = bench.run(definition=made["taskDefinitionArn"])
    task = bench.finish(arn, within=240)
    until("the log is there", lambda: bench.has_stream(arn), within=15)
    assert [c["exitCode"] for c in task["containers"]] == [0], (task, bench.lines(arn))
    lines = until("the log is whole", lambda: "end" in bench.lines(arn) and bench.lines(arn), within=15)
    text = "\n".join(lines)
    assert "Effective CPU Count: 1" in text and "Memory Limit: 1.00G" in text, text
    heap = next(line for line in lines if " MaxHeapSize " in line).split()[3]
    assert int(heap) == HEAP_MIB << 20, heap


def test_a_jvm_that_fills_its_heap_says_so_and_is_not_killed(bench):
    """The way it went wrong: a heap of the host's size, and SIGKILL without a word."""
    octal = "".join(f"\\{byte:03o}" for byte in fill_class())
    script = f"printf '{octal}' >Fill.class && exec java -cp . Fill"
    made = bench.define(bench.container("java", ["sh", "-c", script]), **JVM)
    arn = bench.run(definition=made["taskDefinitionArn"])
    task = bench.finish(arn, within=240)
    assert [c["exitCode"] for c in task["containers"]] == [1], (task, bench.lines(arn))
    until("it says why", lambda: any("java.lang.OutOfMemoryError: Java heap space" in line
                                     for line in bench.lines(arn)), within=15)


# A server whose memory is bounded by what its task may use, as Go's runtime wants to be told: it makes
# eight times as much rubbish as it may have, with a tenth of it in use.
GO_SERVER = r"""
package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
)

func first(names ...string) []string {
	for _, name := range names {
		if text, err := os.ReadFile(name); err == nil {
			return strings.Fields(string(text))
		}
	}
	return []string{"none"}
}

func main() {
	const groups = "/sys/fs/cgroup/"
	limit, err := strconv.ParseInt(first(groups+"memory/memory.limit_in_bytes", groups+"memory.max")[0], 10, 64)
	fmt.Println("memory", limit>>20, err)
	cpu := append(first(groups+"cpu/cpu.cfs_quota_us", groups+"cpu.max"), first(groups+"cpu/cpu.cfs_period_us")...)
	quota, _ := strconv.Atoi(cpu[0])
	period, _ := strconv.Atoi(cpu[1])
	fmt.Println("cpu", float64(quota)/float64(period), runtime.NumCPU() >= 1)
	debug.SetMemoryLimit(limit * 3 / 4)
	debug.SetGCPercent(-1)
	kept := make([][]byte, limit/10>>16)
	for made := int64(0); made < 8*limit; made += 1 << 16 {
		page := make([]byte, 1<<16)
		for at := 0; at < len(page); at += 4096 {
			page[at] = 1
		}
		kept[(made>>16)%int64(len(kept))] = page
	}
	fmt.Println("rubbish", len(kept) > 0)

	listener, err := net.Listen("tcp", "127.0.0.1:8080")
	if err != nil {
		panic(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		fmt.Fprintf(answer, "hello %s\n", request.URL.Path)
	})}
	told, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	go server.Serve(listener)
	for page := 0; page < 500; page++ {
		got, err := http.Get(fmt.Sprintf("http://127.0.0.1:8080/%d", page))
		if err != nil || got.StatusCode != 200 {
			panic(err)
		}
		got.Body.Close()
	}
	fmt.Println("asked")
	<-told.Done()
	fmt.Println("shut down", server.Shutdown(context.Background()))
}
"""


def test_a_program_of_go_is_made_in_a_task_keeps_to_its_memory_and_stops_in_order(bench):
    """Go's own tools make it: many processes and threads, a linker that maps its files."""
    script = f"cat >main.go <<'GO'\n{GO_SERVER}\nGO\ngo build -o /bin/server main.go && exec /bin/server"
    container = bench.container("golang", ["sh", "-c", script], stopTimeout=60)
    made = bench.define(container, cpu="1024", memory="2048")
    arn = bench.run(definition=made["taskDefinitionArn"])
    until("it was asked", lambda: bench.has_stream(arn) and "asked" in bench.lines(arn), within=240)
    bench.stop(arn)
    task = bench.finish(arn)
    assert [c["exitCode"] for c in task["containers"]] == [0], (task, bench.lines(arn))
    bench.expect_lines(arn, ["memory 2048 <nil>", "cpu 1 true", "rubbish true", "asked", "shut down <nil>"])


def fill_class() -> bytes:
    """`class Fill`, whose main keeps a list of arrays of 1 MiB until there is no heap left: the
    JRE has no compiler. JVMS 4; version 49 needs no stack maps."""
    def utf8(text):
        return b"\1" + struct.pack(">H", len(text)) + text.encode()
    pool = [
        utf8("Fill"), b"\7" + struct.pack(">H", 1),
        utf8("java/lang/Object"), b"\7" + struct.pack(">H", 3),
        utf8("[J"), b"\7" + struct.pack(">H", 5),
        utf8("main"), utf8("([Ljava/lang/String;)V"), utf8("Code"),
        b"\3" + struct.pack(">i", 1 << 17),
    ]
    code = bytes([
        0x11, 0x7F, 0xFF,        # sipush 32767
        0xBD, 0x00, 0x06,        # anewarray [J
        0x4C, 0x03, 0x3D,        # astore_1, iconst_0, istore_2
        0x2B, 0x1C,              # aload_1, iload_2
        0x12, 0x0A, 0xBC, 0x0B,  # ldc 131072, newarray long
        0x53,                    # aastore
        0x84, 0x02, 0x01,        # iinc 2, 1
        0xA7, 0xFF, 0xF6,        # goto aload_1
    ])
    body = struct.pack(">HHI", 4, 3, len(code)) + code + struct.pack(">HH", 0, 0)
    method = struct.pack(">HHHH", 9, 7, 8, 1) + struct.pack(">HI", 9, len(body)) + body
    return (struct.pack(">IHHH", 0xCAFEBABE, 0, 49, len(pool) + 1) + b"".join(pool)
            + struct.pack(">HHHH", 0x21, 2, 4, 0) + struct.pack(">HH", 0, 1) + method + struct.pack(">H", 0))
