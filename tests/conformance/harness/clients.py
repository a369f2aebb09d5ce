"""Debian's docker, podman and buildah, each with folders of its own that go away again.

All run in a mount namespace of their own, so that what they mount ends with them. docker's
daemon gets no bridge and no rules for packets: images are moved here, nothing is run.
"""

import json
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from . import census
from .wait import until

# Another docker client may come first in PATH; Debian's is meant.
DOCKER = "/usr/bin/docker"
APART = ["unshare", "--mount", "--propagation", "private", "--"]


class Client:
    """A program that moves images, as the engine's user has it. Ends with `close`."""

    name = ""

    def __init__(self, engine):
        self.engine = engine
        self.home = Path(tempfile.mkdtemp(prefix="fg-"))
        self.logins = self.home / "logins"
        self.logins.mkdir()
        self.env = {**engine.env, "HOME": str(self.home), "TMPDIR": str(self.home),
                    "DOCKER_CONFIG": str(self.logins), "REGISTRY_AUTH_FILE": str(self.logins / "config.json"),
                    "XDG_RUNTIME_DIR": str(self.home / "run"), "CONTAINERS_CONF": str(self.home / "containers.conf")}

    def command(self, *words, stdin: str = "", within: float = 120):
        """One call of the program; answers the finished process."""
        return subprocess.run([str(word) for word in self.words(words)], env=self.env, cwd=self.home, input=stdin,
                              capture_output=True, text=True, timeout=within, check=False)

    def __call__(self, *words, **options) -> str:
        """One call that must succeed; answers what it printed."""
        done = self.command(*words, **options)
        assert done.returncode == 0, f"{self.name} {' '.join(map(str, words))}: {done.stdout}{done.stderr}"
        return done.stdout

    def logout(self):
        """Forgets every login, as before the first."""
        (self.logins / "config.json").write_text("{}")

    def close(self):
        """Ends what is left of it and asserts that nothing is."""
        for pid in census.processes([str(self.home)]):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        until(f"no process of {self.name} is left", lambda: not census.processes([str(self.home)]), within=20)
        mounts = [mount for mount in census.mounts() if mount.startswith(str(self.home))]
        assert not mounts, mounts
        shutil.rmtree(self.home)


class Docker(Client):
    """dockerd, the containerd that it starts, and the docker command."""

    name, form = "docker", "docker"

    def __init__(self, engine):
        super().__init__(engine)
        self.socket = f"unix://{self.home}/docker.sock"
        self.log = self.home / "dockerd.log"
        flags = ["--data-root", self.home / "data", "--exec-root", self.home / "exec", "--pidfile",
                 self.home / "dockerd.pid", "--host", self.socket, "--config-file", self.home / "daemon.json",
                 "--iptables=false", "--ip6tables=false", "--ip-forward=false", "--ip-masq=false", "--bridge=none"]
        (self.home / "daemon.json").write_text("{}")
        with self.log.open("wb") as log:
            self.daemon = subprocess.Popen([*APART, "dockerd", *map(str, flags)], env=self.env, cwd=self.home,
                                           stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        try:
            until("dockerd answers", self.answers, within=60)
        except BaseException:
            self.close()
            raise

    def answers(self) -> bool:
        if self.daemon.poll() is not None:
            raise RuntimeError(f"dockerd ended with {self.daemon.returncode}: {self.log.read_text()[-2000:]}")
        return self.command("version").returncode == 0

    def words(self, words):
        return [DOCKER, "--host", self.socket, *words]

    def login(self, password: str):
        return self.command("login", "--username", "AWS", "--password-stdin", f"127.0.0.1:{self.engine.port}",
                            stdin=password)

    def load(self, archive: Path) -> str:
        """The loaded image's id."""
        loaded = self("load", "--quiet", "--input", archive).strip().partition(": ")[2]
        return self("image", "inspect", "--format", "{{.Id}}", loaded).strip()

    def push(self, image: str, name: str) -> str:
        """The digest of what was pushed."""
        self("tag", image, name)
        return self("push", name).rpartition("digest: ")[2].split()[0]

    def pull(self, name: str) -> tuple[str, str]:
        """The digest of what was pulled, and the image's id."""
        self("pull", name)
        about, = json.loads(self("image", "inspect", name))
        digest, = about["RepoDigests"]
        return digest.rpartition("@")[2], about["Id"]

    def forget(self):
        """Drops every image that is here."""
        self("image", "rm", "--force", *self("image", "ls", "--all", "--quiet").split())
        assert not self("image", "ls", "--all", "--quiet").split()

    def close(self):
        self.daemon.send_signal(signal.SIGTERM)
        try:
            self.daemon.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.daemon.kill()
            self.daemon.wait()
        super().close()


class Libpod(Client):
    """What podman and buildah share: no daemon, one store of images."""

    form = "oci"

    def __init__(self, engine):
        super().__init__(engine)
        # Locks in a file: those in shared memory would stay after us.
        Path(self.env["CONTAINERS_CONF"]).write_text(
            f'[engine]\nlock_type = "file"\nevents_logger = "none"\nstatic_dir = "{self.home}/static"\n'
            f'tmp_dir = "{self.home}/tmp"\nvolume_path = "{self.home}/volumes"\n')

    def words(self, words):
        return [*APART, self.name, "--root", self.home / "root", "--runroot", self.home / "runroot",
                "--storage-driver", "vfs", *words]

    def login(self, password: str):
        return self.command("login", "--tls-verify=false", "--username", "AWS", "--password-stdin",
                            f"127.0.0.1:{self.engine.port}", stdin=password)

    def load(self, archive: Path) -> str:
        return self("pull", "--quiet", f"oci-archive:{archive}").split()[-1].removeprefix("sha256:")

    def push(self, image: str, name: str) -> str:
        digest = self.home / "digest"
        self("push", "--quiet", "--tls-verify=false", "--digestfile", digest, image, f"docker://{name}")
        return digest.read_text().strip()

    def pull(self, name: str) -> tuple[str, str]:
        image = self("pull", "--quiet", "--tls-verify=false", name).split()[-1].removeprefix("sha256:")
        return self.digest(name), image

    def forget(self):
        self("rmi", "--force", "--all")
        assert not self("images", "--all", "--quiet").split()


class Podman(Libpod):
    name = "podman"

    def digest(self, name: str) -> str:
        return self("image", "inspect", "--format", "{{.Digest}}", name).strip()


class Buildah(Libpod):
    name = "buildah"

    def digest(self, name: str) -> str:
        return self("inspect", "--type", "image", "--format", "{{.FromImageDigest}}", name).strip()


CLIENTS = {client.name: client for client in (Docker, Podman, Buildah)}
