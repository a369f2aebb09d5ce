"""What ferrogate is measured against, each with folders, sockets and a network of its own.

docker and containerd run in a network namespace and a mount namespace that are made for
them: their bridge, their rules for packets and their mounts never touch the host's.
"""

import json
import os
import shutil
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .engine import client, task_definition
from .host import (Failed, command, free_port, private_bytes, processes_of, remove_cgroups, seconds, timed,
                   until)

# Another docker client may come first in PATH; Debian's is the peer.
DOCKER = "/usr/bin/docker"
IMAGE = "bench-true:1"
REGISTRY_CONFIG = """\
version: 0.1
log: {{level: error, accesslog: {{disabled: true}}}}
storage:
  filesystem: {{rootdirectory: {root}}}
  delete: {{enabled: true}}
http: {{addr: "127.0.0.1:5000"}}
"""


class Daemon:
    """A process that runs until it is told to end, with its output in a file."""

    def __init__(self, name: str, words: list, log: Path, **options):
        self.name, self.log = name, log
        with log.open("wb") as out:
            self.child = subprocess.Popen([str(word) for word in words], stdin=subprocess.PIPE,
                                          stdout=options.pop("stdout", out), stderr=out,
                                          start_new_session=True, **options)

    def running(self):
        if self.child.poll() is not None:
            tail = self.log.read_text(errors="replace")[-2000:]
            raise Failed(f"{self.name} ended with {self.child.returncode}: {tail}")

    def end(self):
        self.child.stdin.close()
        self.child.send_signal(signal.SIGTERM)
        try:
            self.child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()


class Docker:
    """containerd, dockerd and docker-registry from Debian, in a namespace of their own."""

    def __init__(self, home: Path, small: Path):
        self.home, self.small = home, small
        self.name = f"fgbench-{os.getpid()}"
        self.daemons: list[Daemon] = []
        self.docker_socket = home / "docker.sock"
        # dockerd starts a containerd, which ctr is pointed at too: they share the mounts.
        self.ctr_socket = home / "docker-run/containerd/containerd.sock"
        self.runs = 0

    def __enter__(self):
        try:
            self.home.mkdir(parents=True)
            command("ip", "netns", "add", self.name)
            command("ip", "-n", self.name, "link", "set", "lo", "up")
            self._dockerd()
            self.docker("load", "--input", self.small)
            self.docker("tag", self._loaded(), IMAGE)
            self.ctr("images", "import", "--all-platforms", self.small)
            self.ctr_image = self.ctr("images", "ls", "-q").split()[0]
            self.registry = None
            self.bundle = self._bundle()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for daemon in reversed(self.daemons):
            daemon.end()
        subprocess.run(["ip", "netns", "del", self.name], capture_output=True, check=False)
        remove_cgroups(self.name)
        shutil.rmtree(self.home, ignore_errors=True)

    def inside(self, *words) -> list:
        """A command in the daemons' network."""
        return ["nsenter", f"--net=/run/netns/{self.name}", *words]

    def _start(self, name: str, *words):
        own = self.inside("unshare", "--mount", "--propagation", "private", *words)
        self.daemons.append(Daemon(name, own, self.home / f"{name}.log"))
        return self.daemons[-1]

    def _dockerd(self):
        daemon = self._start(
            "dockerd", "dockerd", "--data-root", self.home / "docker", "--exec-root", self.home / "docker-run",
            "--pidfile", self.home / "docker.pid", "--host", f"unix://{self.docker_socket}",
            "--cgroup-parent", f"/{self.name}", "--log-level", "error")

        def answers():
            daemon.running()
            words = [DOCKER, "--host", f"unix://{self.docker_socket}", "version"]
            return subprocess.run(words, capture_output=True, check=False).returncode == 0
        until("dockerd's start", answers)

    def docker(self, *words) -> str:
        return command(DOCKER, "--host", f"unix://{self.docker_socket}", *words)

    def ctr(self, *words) -> str:
        return command("ctr", "--address", self.ctr_socket, *words)

    def _loaded(self) -> str:
        return self.docker("images", "--quiet").split()[0]

    def versions(self) -> dict[str, str]:
        docker = json.loads(self.docker("version", "--format", "{{json .Server}}"))
        parts = {part["Name"]: part["Version"] for part in docker["Components"]}
        return {"docker": docker["Version"], "containerd": parts.get("containerd", "?"),
                "runc": parts.get("runc", "?")}

    def connects(self, count: int) -> list[float]:
        """Seconds of each `docker network connect` of a container to a bridge."""
        self.docker("network", "create", "beside")
        self.docker("run", "--detach", "--name", "joins", IMAGE, "sleep", "3600")
        taken = []
        for _ in range(count):
            taken.append(timed(DOCKER, "--host", f"unix://{self.docker_socket}", "network", "connect", "beside", "joins"))
            self.docker("network", "disconnect", "beside", "joins")
        self.docker("rm", "--force", "joins")
        return taken

    def life(self, *options) -> float:
        """Seconds of one `docker run --rm` of `true`."""
        return timed(DOCKER, "--host", f"unix://{self.docker_socket}", "run", "--rm", *options, IMAGE, "true")

    def ctr_life(self) -> float:
        """Seconds of one `ctr run --rm` of `true`."""
        self.runs += 1
        return timed("ctr", "--address", self.ctr_socket, "run", "--rm",
                     "--cgroup", f"/{self.name}/ctr-{self.runs}", self.ctr_image, f"bench-{self.runs}", "true")

    def runc_life(self) -> float:
        """Seconds of one bare `runc run` of `true`: no image, no network, nothing stored."""
        self.runs += 1
        return timed("runc", "--root", self.home / "runc", "run", "--bundle", self.bundle, f"bench-{self.runs}")

    def _bundle(self) -> Path:
        """The image's files and what runc needs to run `true` in them."""
        bundle = self.home / "bundle"
        (bundle / "rootfs").mkdir(parents=True)
        made = self.docker("create", IMAGE, "true").strip()
        self.docker("export", "--output", self.home / "rootfs.tar", made)
        self.docker("rm", made)
        command("tar", "-C", bundle / "rootfs", "-xf", self.home / "rootfs.tar")
        command("runc", "spec", "--bundle", bundle)
        config = json.loads((bundle / "config.json").read_text())
        config["process"] |= {"args": ["true"], "terminal": False}
        config["linux"]["cgroupsPath"] = f"/{self.name}/runc"
        (bundle / "config.json").write_text(json.dumps(config))
        return bundle

    def idle(self, count: int) -> float:
        """Private bytes of containerd and its shims for each of so many containers that sleep."""
        names = [f"idle-{at}" for at in range(count)]
        for name in names:
            self.ctr("run", "--detach", "--cgroup", f"/{self.name}/{name}", self.ctr_image, name, "sleep", "3600")
        try:
            found = processes_of(self.ctr_socket)
            if (shims := sum("shim" in words[0] for words in found.values())) < count:
                raise Failed(f"of {count} shims of containerd {shims} are there: {list(found.values())[:3]}")
            return sum(map(private_bytes, found)) / count
        finally:
            for name in names:
                self.ctr("tasks", "delete", "--force", name)
                self.ctr("containers", "delete", name)

    def lines(self, words: list[str]) -> float:
        """Seconds of a container that writes lines, which docker keeps in files of JSON."""
        return timed(DOCKER, "--host", f"unix://{self.docker_socket}", "run", "--rm", "--log-driver", "json-file",
                     IMAGE, *words)

    def rate(self, count: int, at_once: int) -> float:
        """`docker run --rm` of `true` a second, so many at once."""
        def all_of_them():
            with ThreadPoolExecutor(at_once) as pool:
                list(pool.map(lambda _: self.life(), range(count)))
        return count / seconds(all_of_them)

    def fresh_registry(self):
        """docker-registry with nothing in it."""
        self.end_registry()
        root = self.home / "registry"
        config = self.home / "registry.yml"
        config.write_text(REGISTRY_CONFIG.format(root=root))
        self.registry = self._start("docker-registry", "docker-registry", "serve", config)

        def answers():
            self.registry.running()
            return subprocess.run(self.inside("curl", "-sf", "http://127.0.0.1:5000/v2/"),
                                  capture_output=True, check=False).returncode == 0
        until("docker-registry's start", answers)

    def end_registry(self):
        if self.registry:
            self.registry.end()
            self.daemons.remove(self.registry)
            self.registry = None
        shutil.rmtree(self.home / "registry", ignore_errors=True)

    def push_and_pull(self, archive: Path) -> tuple[float, float]:
        """Seconds of `docker push` and of `docker pull`, of an image that was loaded."""
        name = "127.0.0.1:5000/big:1"
        loaded = self.docker("load", "--quiet", "--input", archive).strip()
        self.docker("tag", loaded.removeprefix("Loaded image: ").removeprefix("Loaded image ID: "), name)
        push = seconds(lambda: self.docker("push", "--quiet", name))
        self.docker("image", "rm", "--force", self.docker("images", "--quiet", name).split()[0])
        pull = seconds(lambda: self.docker("pull", "--quiet", name))
        self.docker("image", "rm", "--force", self.docker("images", "--quiet", name).split()[0])
        return push, pull

    def push_with_skopeo(self, source: str) -> float:
        """Seconds of the push that ferrogate gets, to docker-registry."""
        return timed(*self.inside("skopeo", "copy", "--quiet", "--dest-tls-verify=false", source,
                                  "docker://127.0.0.1:5000/skopeo:1"))


class Moto:
    """moto's server, with one cluster and tasks in it."""

    def __init__(self, venv: Path, home: Path):
        self.venv, self.home = venv, home

    def __enter__(self):
        self.home.mkdir(parents=True)
        port = free_port()
        self.env = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_REGION": "us-east-1",
                    "AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench"}
        words = [self.venv / "bin/moto_server", "--host", "127.0.0.1", "--port", str(port)]
        # moto writes a line for each request; to a file it would cost it time.
        self.daemon = Daemon("moto", words, self.home / "moto.log", stdout=subprocess.DEVNULL)
        try:
            self.ecs = client("ecs", self.env)
            until("moto's start", self._answers)
            self.ecs.create_cluster(clusterName="bench")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.daemon.end()
        shutil.rmtree(self.home, ignore_errors=True)

    def _answers(self) -> bool:
        self.daemon.running()
        try:
            self.ecs.list_clusters()
            return True
        except Exception:  # noqa: BLE001 botocore raises many kinds while nothing listens
            return False

    def version(self) -> str:
        return command(self.venv / "bin/python", "-c", "import moto; print(moto.__version__)").strip()

    def tasks(self, count: int) -> list[str]:
        """Runs so many tasks, which moto only writes down; answers their ARNs."""
        task_definition(self.ecs, "true", "bench-true:1", ["true"])
        subnet = client("ec2", self.env).describe_subnets()["Subnets"][0]["SubnetId"]
        # moto fails where no groups are named.
        network = {"awsvpcConfiguration": {"subnets": [subnet], "securityGroups": []}}
        arns = []
        while len(arns) < count:
            answer = self.ecs.run_task(
                cluster="bench", taskDefinition="true", launchType="FARGATE", count=min(10, count - len(arns)),
                networkConfiguration=network)
            if answer["failures"]:
                raise Failed(f"moto's RunTask: {answer['failures']}")
            arns += [task["taskArn"] for task in answer["tasks"]]
        return arns


class Bare:
    """hyper that checks a signature and gives a fixed answer."""

    def __init__(self, binary: Path, home: Path):
        self.env = {"AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "AKIABENCH", "AWS_SECRET_ACCESS_KEY": "secret"}
        home.mkdir(parents=True, exist_ok=True)
        self.daemon = Daemon("bare", [binary, "bare"], home / "bare.log", stdout=subprocess.PIPE,
                             env={**os.environ, **self.env})

    def __enter__(self):
        line = self.daemon.child.stdout.readline()
        if not line:
            self.daemon.child.wait()
            self.daemon.running()
        self.env["AWS_ENDPOINT_URL"] = json.loads(line)["endpoint"]
        return self

    def __exit__(self, *_):
        self.daemon.end()
