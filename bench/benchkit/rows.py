"""The rows of the table: what is done, to whom, in which order.

In each row ferrogate and its peers alternate, round by round, so that whatever else the
machine does meets all of them.
"""

import json
import subprocess
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .engine import CLUSTER, Engine, Load, client, task_definition
from .host import Failed, command, load, seconds, timed
from .peers import Bare, Docker, Moto
from .stats import Row, Target, percentile

MIB = 1024 * 1024
# Lines as a server writes them, each of 80 bytes with its newline, no two the same; one has another word.
SEARCHED = ('BEGIN { for (i = 0; i < COUNT; i++) printf "%010d GET /items/%08d 200 took %06d us from worker %04d, '
            '%s, end\\n", i, i * 7919 % 99999989, i % 999983, i % 64, i == COUNT / 2 ? "needle" : "served" }')


@dataclass
class Size:
    """How much is measured; `quick` only shows that all of it works."""

    rounds: int = 5
    lives: int = 20
    peer_lives: int = 8
    batch: int = 200
    batch_rounds: int = 3
    probe: int = 24
    seconds: float = 2.0
    lines: int = 1_000_000
    line_rounds: int = 3
    searched: int = 10_000_000
    idle: int = 500
    image_mb: int = 500
    image_rounds: int = 3

    @classmethod
    def quick(cls):
        return cls(rounds=2, lives=3, peer_lives=2, batch=20, batch_rounds=1, probe=8, seconds=0.3,
                   lines=20_000, line_rounds=1, searched=50_000, idle=20, image_mb=40, image_rounds=1)


@dataclass
class Bench:
    """What the rows need: programs, folders, archives of images, sizes."""

    binary: Path
    load_binary: Path
    network_binary: Path
    moto_venv: Path
    home: Path
    images: Path
    size: Size
    say: object

    def __post_init__(self):
        self.rows: list[Row] = []
        self.versions: dict[str, str] = {}
        self.tasks: list[str] = []

    def row(self, key: str, title: str, unit: str, *targets: Target) -> Row:
        self.say(f"{title} …")
        row = Row(key, title, unit, targets=list(targets), load=[load()])
        self.rows.append(row)
        return row

    def run(self, wanted: set[str]):
        """Measures the wanted rows; engines and peers live no longer than they are needed."""
        if wanted & {"life", "spread", "batch", "list", "describe", "memory"}:
            with ExitStack() as open_now:
                engine = open_now.enter_context(Engine(self.binary, self.home / "engine"))
                image = engine.push(f"oci-archive:{self.images / 'busybox.tar'}", "busybox")
                task_definition(engine.ecs, "true", image, ["true"])
                task_definition(engine.ecs, "sleep", image, ["sleep", "3600"])
                ours = Load(self.load_binary, engine.env)
                # The image is cached from here on, for us and for the peers.
                engine.reach(engine.run_task("true"), "STOPPED")
                if "memory" in wanted:
                    self.memory(engine, "fresh")
                if "spread" in wanted:
                    self.spread(engine, ours)
                if wanted & {"life", "batch"}:
                    with Docker(self.home / "docker", self.images / "busybox-docker.tar") as docker:
                        self.versions |= docker.versions()
                        if "life" in wanted:
                            self.life(engine, ours, docker)
                        if "batch" in wanted:
                            self.batch(engine, ours, docker)
                if wanted & {"list", "describe"}:
                    with Moto(self.moto_venv, self.home / "moto") as moto:
                        self.versions["moto"] = moto.version()
                        theirs = Load(self.load_binary, moto.env)
                        if "list" in wanted:
                            self.list_clusters(ours, theirs)
                        if "describe" in wanted:
                            self.describe_tasks(engine, ours, moto, theirs)
                if "memory" in wanted:
                    self.memory(engine, "used")
        # On an engine of their own: what it does with so many lines afterwards would be in the
        # figures of the others.
        if wanted & {"lines", "filter"}:
            self.logs(wanted)
        if "network" in wanted:
            self.network()
        if "idle" in wanted:
            self.idle()
        if "image" in wanted:
            self.image()

    def life(self, engine: Engine, ours: Load, docker: Docker):
        row = self.row("life", "one task of `true`, image cached, until STOPPED is read", "ms",
                       Target("docker run --rm", 0.045, False), Target("ctr run --rm", 0.25, False),
                       Target("runc run", 0.5, False))
        peers = {"docker run --rm": docker.life, "ctr run --rm": docker.ctr_life, "runc run": docker.runc_life,
                 "docker run --rm --network none": lambda: docker.life("--network", "none")}
        for peer in peers.values():
            peer()
        answered, steps, names = [], [], []
        for _ in range(self.size.rounds):
            lives = ours("lives", "--count", str(self.size.lives), json.dumps(engine.body("true")))
            row.add("ferrogate", lives["ms"])
            answered += lives["answered_ms"]
            steps, names = steps + lives["steps_ms"], lives["step_names"]
            for name, peer in peers.items():
                row.add(name, [peer() * 1000 for _ in range(self.size.peer_lives)])
        row.notes["RunTask answered, ms"] = round(median(answered), 2)
        row.notes["steps, ms after RunTask was sent"] = {
            name: round(median(of), 1) for name, column in zip(names, zip(*steps))
            if (of := [at for at in column if at is not None])}
        row.load.append(load())

    def spread(self, engine: Engine, ours: Load):
        """Whether the slowest wait much longer than the others."""
        names = {1: "1 at once", 10: "10 at once", 100: "100 at once"}
        row = self.row("spread", "such tasks: the 99th percentile of their lives over the median", "×",
                       *(Target(name, 3, False) for name in names.values()))
        body = json.dumps(engine.body("true"))
        for _ in range(self.size.rounds):
            for at_once, name in names.items():
                lives = []
                while len(lives) < min(100, self.size.batch):
                    lives += (ours("lives", "--count", "20", body)["ms"] if at_once == 1 else
                              ours("batch", "--count", str(at_once), body)["lives_ms"])
                row.add(name, [percentile(lives, 0.99) / percentile(lives, 0.5)])
        row.load.append(load())

    def batch(self, engine: Engine, ours: Load, docker: Docker):
        count = self.size.batch
        row = self.row("batch", f"{count} such tasks at once", "tasks/s", Target("docker run --rm", 18, True),
                       Target("ferrogate alone", 100, True))
        probes = {at_once: docker.rate(self.size.probe, at_once) for at_once in (1, 2, 4, 8)}
        best = max(probes, key=probes.get)
        row.notes["docker, tasks a second by how many at once"] = {k: round(v, 2) for k, v in probes.items()}
        row.notes["docker's best"] = best
        for _ in range(self.size.batch_rounds):
            done = ours("batch", "--count", str(count), json.dumps(engine.body("true")))
            row.add_ours("ferrogate alone", [done["per_second"]])
            self.tasks = done["tasks"]
            row.add("docker run --rm", [docker.rate(count, best)])
        row.load.append(load())

    def logs(self, wanted: set[str]):
        with Engine(self.binary, self.home / "logs") as engine:
            image = engine.push(f"oci-archive:{self.images / 'busybox.tar'}", "busybox")
            if "lines" in wanted:
                with Docker(self.home / "docker", self.images / "busybox-docker.tar") as docker:
                    self.lines(engine, image, docker)
            if "filter" in wanted:
                self.filter(engine, image)
            self.rows[-1].notes["memory of the engine afterwards, MiB"] = {
                verb: round(sum(of) / MIB, 1) for verb, of in engine.memory().items() if verb in ("server", "agent")}

    def lines(self, engine: Engine, image: str, docker: Docker):
        """A program that does nothing but write, with its start and its end."""
        count = self.size.lines
        row = self.row("lines", f"{count:,} lines of 80 bytes, awslogs in blocking mode, all there", "lines/s",
                       Target("docker run, json-file", 1, True), Target("ferrogate alone", 100_000, True))
        line = "".join(str(at % 10) for at in range(79))
        words = ["sh", "-c", f"yes {line} | head -n {count}"]
        group = "bench-lines"
        client("logs", engine.env).create_log_group(logGroupName=group)
        task_definition(engine.ecs, "lines", image, words, log={
            "logDriver": "awslogs", "options": {
                "awslogs-group": group, "awslogs-region": engine.env["AWS_REGION"],
                "awslogs-stream-prefix": "bench", "mode": "blocking"}})
        for _ in range(self.size.line_rounds):
            began = time.perf_counter()
            arn = engine.run_task("lines")
            engine.end_well(arn, within=300)
            row.add_ours("ferrogate alone", [count / (time.perf_counter() - began)])
            if (stored := engine.stored(group, f"bench/main/{arn.rsplit('/', 1)[1]}")) != count:
                raise Failed(f"of {count} lines {stored} are there")
            row.add("docker run, json-file", [count / docker.lines(words)])
        row.load.append(load())

    def filter(self, engine: Engine, image: str):
        """One line among very many, by a word of its own, against grep on the same bytes in memory."""
        count, group, kept = self.size.searched, "bench-search", self.home / "searched"
        row = self.row("filter", f"one line of {count:,} of 80 bytes, by FilterLogEvents", "ms",
                       Target("grep -c", 1, False))
        words = ["awk", SEARCHED.replace("COUNT", str(count))]
        logs = client("logs", engine.env)
        logs.create_log_group(logGroupName=group)
        task_definition(engine.ecs, "searched", image, words, log={
            "logDriver": "awslogs", "options": {"awslogs-group": group, "awslogs-region": engine.env["AWS_REGION"],
                                                "awslogs-stream-prefix": "bench", "mode": "blocking"}})
        engine.end_well(engine.run_task("searched"), within=600)
        with kept.open("wb") as out:
            subprocess.run(["busybox", *words], stdout=out, check=True)
        for _ in range(self.size.rounds):
            began = time.perf_counter()
            pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group, filterPattern="needle")
            found = [event for page in pages for event in page["events"]]
            row.add("ferrogate", [(time.perf_counter() - began) * 1000])
            if len(found) != 1:
                raise Failed(f"of one line {len(found)} are found")
            row.add("grep -c", [timed("grep", "-c", "needle", kept) * 1000])
        kept.unlink()
        logs.delete_log_group(logGroupName=group)
        row.load.append(load())

    def network(self):
        """What rules cost the packets between two interfaces, without tasks in the way."""
        found = {figure["name"]: figure for figure in map(json.loads, command(self.network_binary).splitlines())}

        def samples(name: str) -> list[float]:
            return [found[name][part] for part in ("min", "median", "max")]

        def row(key: str, title: str, unit: str, ours: str, target: Target, **peers: str) -> Row:
            made = self.row(key, title, unit, target)
            made.add("ferrogate", samples(ours))
            for who, name in peers.items():
                made.add(who.replace("_", " "), samples(name))
            return made

        for key, title, unit, name in (
                ("throughput", "one stream of TCP between interfaces with groups and ACLs", "Gbit/s", "gbit_per_second"),
                ("requests", "requests of a byte between them", "requests/s", "requests_per_second")):
            row(key, title, unit, f"{name}_rules", Target("bare veth", 0.9, True),
                bare_veth=f"{name}_bare_veth", a_router_without_rules=f"{name}_routed_veth")
        for key, title, flow in (("rules", "round trip of a known flow by 1,000 rules", "known_flow"),
                                 ("newflow", "round trip of a new flow by 1,000 rules", "new_flow")):
            row(key, title, "µs", f"{flow}_round_trip_1000_rules_us", Target("one rule", 1.05, False),
                one_rule=f"{flow}_round_trip_1_rule_us")
        change = row("change", "a rule of 10,000 changed, with 1,000 interfaces", "ms", "one_rule_of_10000_ms",
                     Target("ferrogate alone", 50, False))
        change.add("ferrogate alone", samples("one_rule_of_10000_ms"))
        attach = row("attach", "an interface joined, its rules in force", "ms", "attach_ms",
                     Target("docker network connect", 0.1, False))
        with Docker(self.home / "docker", self.images / "busybox-docker.tar") as docker:
            self.versions |= docker.versions()
            attach.add("docker network connect", [1000 * each for each in docker.connects(5)])

    def idle(self):
        """What the engine itself takes for tasks that do nothing."""
        count = self.size.idle
        row = self.row("idle", f"private memory for each of {count} tasks that sleep", "MiB",
                       Target("containerd and its shims", 0.3, False))
        with Engine(self.binary, self.home / "idle", cpu_overcommit=100, memory_overcommit=100) as engine:
            image = engine.push(f"oci-archive:{self.images / 'busybox.tar'}", "busybox")
            task_definition(engine.ecs, "sleep", image, ["sleep", "3600"])
            body = engine.body("sleep") | {"count": min(10, count)}
            arns = [task["taskArn"] for _ in range(count // body["count"])
                    for task in engine.ecs.run_task(**body)["tasks"]]
            for arn in arns:
                engine.reach(arn, "RUNNING")
            threading.Event().wait(3)
            row.add("ferrogate", [sum(map(sum, engine.memory().values())) / len(arns) / MIB])
        with Docker(self.home / "docker", self.images / "busybox-docker.tar") as docker:
            self.versions |= docker.versions()
            row.add("containerd and its shims", [docker.idle(count) / MIB])
        row.load.append(load())

    def list_clusters(self, ours: Load, moto: Load):
        row = self.row("list", "signed ListClusters on one connection", "requests/s",
                       Target("hyper with SigV4", 0.85, True))
        words = ("rate", "--seconds", str(self.size.seconds), "ListClusters", "{}")
        with Bare(self.load_binary, self.home / "bare") as bare:
            servers = {"ferrogate": ours, "moto": moto, "hyper with SigV4": Load(self.load_binary, bare.env)}
            self._alternate(row, servers, {who: words for who in servers})
        row.load.append(load())

    def describe_tasks(self, engine: Engine, ours: Load, moto: Moto, theirs: Load):
        row = self.row("describe", "signed DescribeTasks of 100 tasks", "requests/s", Target("moto", 250, True))
        if len(self.tasks) < 100:
            self.tasks = ours("batch", "--count", "100", json.dumps(engine.body("true")))["tasks"]
        words = {
            who: ("rate", "--seconds", str(self.size.seconds), "DescribeTasks",
                  json.dumps({"cluster": CLUSTER, "tasks": arns[:100]}))
            for who, arns in {"ferrogate": self.tasks, "moto": moto.tasks(100)}.items()}
        self._alternate(row, {"ferrogate": ours, "moto": theirs}, words)
        row.load.append(load())

    def _alternate(self, row: Row, servers: dict[str, Load], words: dict):
        seen: dict[str, list[dict]] = {who: [] for who in servers}
        for _ in range(self.size.rounds):
            for who, server in servers.items():
                done = server(*words[who])
                row.add(who, [done["per_second"]])
                seen[who].append(done)
        for note in ("p50_us", "p99_us", "answer_bytes"):
            row.notes[note] = {who: round(median(done[note] for done in all_of)) for who, all_of in seen.items()}

    def memory(self, engine: Engine, when: str):
        row = self.row(f"memory-{when}", f"private memory, idle, {when} engine", "MiB",
                       Target("server and agent", 40, False), Target("shim with a task", 2, False))
        # Two tasks: what their shims share, such as the program's own pages, is no shim's alone.
        arns = [engine.run_task("sleep") for _ in range(2)]
        for arn in arns:
            engine.reach(arn, "RUNNING")
        # Idle: nothing is asked for a while, and the warm shims are made again.
        threading.Event().wait(3)
        took = engine.memory()
        running = sum(len(of) for verb, of in took.items() if verb == "shim")
        for arn in arns:
            engine.stop(arn)
        for verb in ("server", "agent", "zygote", "shim", "supervise"):
            if len(took.get(verb, [])) < (2 if verb == "shim" else 1):
                raise Failed(f"there is no process `ferrogate {verb}` to measure: {took}")
        row.add("server and agent", [sum(took[verb][0] for verb in ("server", "agent", "zygote")) / MIB])
        # Those with a task have the most.
        *warm, one, other = sorted(took["shim"])
        row.add("shim with a task", [one / MIB, other / MIB])
        if warm:
            row.add("warm shim", [of / MIB for of in warm])
        for verb in ("server", "agent", "zygote", "supervise"):
            row.notes[f"{verb}, MiB"] = round(sum(took[verb]) / MIB, 2)
        row.notes["shims"] = running
        row.load.append(load())

    def image(self):
        size = self.size.image_mb
        targets = [Target("docker and docker-registry", 1.5, True)]
        push = self.row("push", f"push of a {size} MB image of 8 layers", "MB/s", *targets)
        pull = self.row("pull", "pull of it, unpack included", "MB/s", *targets)
        both = self.row("image", "push and pull of it", "MB/s", *targets)
        layout = self.home / "layout"
        command("skopeo", "copy", "--quiet", f"oci-archive:{self.images / f'big-{size}.tar'}", f"oci:{layout}:1")
        with Docker(self.home / "docker", self.images / "busybox-docker.tar") as docker:
            self.versions |= docker.versions()
            self.versions["docker-registry"] = command("docker-registry", "--version").split()[-1]
            for at in range(self.size.image_rounds):
                pushed, pulled = self._our_image(f"oci:{layout}:1", at)
                push.add("ferrogate", [size / pushed])
                pull.add("ferrogate", [size / pulled])
                both.add("ferrogate", [size / (pushed + pulled)])
                docker.fresh_registry()
                pushed, pulled = docker.push_and_pull(self.images / f"big-{size}-docker.tar")
                name = "docker and docker-registry"
                push.add(name, [size / pushed])
                pull.add(name, [size / pulled])
                both.add(name, [size / (pushed + pulled)])
                docker.fresh_registry()
                push.add("skopeo and docker-registry", [size / docker.push_with_skopeo(f"oci:{layout}:1")])
                docker.end_registry()
        for row in (push, pull, both):
            row.load.append(load())

    def _our_image(self, source: str, at: int) -> tuple[float, float]:
        """Seconds of a push to a fresh engine, and of the pull of its first task."""
        with Engine(self.binary, self.home / f"engine-{at}") as engine:
            target = f"{engine.repository('big')}:1"
            pushed = seconds(lambda: engine.push_to(source, target))
            # The image has no program: the task fails after the pull, which is what is timed.
            task_definition(engine.ecs, "big", engine.image("big"), ["/none"])
            task = engine.reach(engine.run_task("big"), "STOPPED")
            if "pullStoppedAt" not in task:
                raise Failed(f"the image was not pulled: {task.get('stoppedReason')} {task['containers']}")
            return pushed, (task["pullStoppedAt"] - task["pullStartedAt"]).total_seconds()
