"""Images built from Dockerfiles: they are in the registry, they run, and they are the same twice."""

import http.server
import json
import os
import shutil
import subprocess
import tarfile
import threading

import pytest

from harness.engine import BINARY
from harness.points import KEEPING, LOSING, order
from harness.tasks import unique
from harness.wait import until


@pytest.fixture
def context(tmp_path):
    """`context({"path": "text"})`: a folder with these files."""
    def make(files):
        for path, text in files.items():
            full = tmp_path / "context" / path
            full.parent.mkdir(parents=True, exist_ok=True)
            full.write_text(text)
            os.utime(full, (1_700_000_000, 1_700_000_000))
        return tmp_path / "context"
    return make


@pytest.fixture(scope="module")
def base(images):
    """The image that is built on, as a Dockerfile names it."""
    return images("busybox").partition("/")[2]


def built(engine, folder, *words, name=None, env=(), code=0):
    """Builds; answers what it printed on stderr, or the image's name when all went well."""
    name = name or unique("built")
    words = ["env", *env, "ferrogate", "image", "build", "-t", name, *words, str(folder),
             "--data-dir", str(engine.data)]
    done = engine.run(*words, within=120)
    assert done.returncode == code, done.stderr
    return name if code == 0 else done.stderr


def printed(engine, image):
    done = engine.cli("run", "--wait", "--name", unique("task"), image, within=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def details(engine, name):
    shown = engine.cli("image", "ls", name, "--query", "imageDetails[0]")
    return json.loads(shown.stdout)


def test_a_built_image_runs_as_its_dockerfile_says(engine, base, context):
    folder = context({
        "Dockerfile": f"""\
# syntax=docker/dockerfile:1
ARG BASE={base}
FROM $BASE AS tools
WORKDIR /out
COPY greet.sh ./hello
FROM $BASE
ARG WHO=nobody
ENV WHO=$WHO \\
    # a comment between
    GREETING="good  day"
LABEL who="$WHO"
WORKDIR /srv/app
COPY --from=tools --chmod=0755 /out/hello /bin/greet
COPY --chown=app:app data *.txt ./data/
ADD packed.tar.gz /unpacked/
COPY greet.sh /tmp/
EXPOSE 80
USER app
STOPSIGNAL SIGINT
ENTRYPOINT ["greet"]
CMD ["twice"]
""",
        "greet.sh": "#!/bin/sh\necho \"$GREETING $WHO $1 in $PWD as $(id -u)\"\n",
        "data/one/x": "x", "a.txt": "a", "b.txt": "b", "ignored.txt": "i", ".dockerignore": "ignored*\n*.tar\n",
    })
    with tarfile.open(folder / "packed.tar.gz", "w:gz") as tar:
        tar.add(folder / "a.txt", "inner/a")
    name = built(engine, folder, "--build-arg", "WHO=everybody")
    assert printed(engine, name) == "good  day everybody twice in /srv/app as 1000\n"
    listed = engine.cli("run", "--wait", "--entrypoint", '["sh", "-c"]', name,
                        "find data /unpacked | sort; stat -c '%a %u:%g' /tmp data/a.txt /bin/greet; cat /unpacked/inner/a",
                        within=60)
    assert listed.stdout.splitlines() == [
        "/unpacked", "/unpacked/inner", "/unpacked/inner/a", "data", "data/a.txt", "data/b.txt", "data/one", "data/one/x",
        "1777 0:0", "644 1000:1000", "755 0:0", "a"], listed.stdout + listed.stderr
    login = engine.aws("ecr", "get-login-password").strip()
    shown = engine.run("skopeo", "inspect", "--config", "--tls-verify=false", "--creds", f"AWS:{login}",
                       f"docker://127.0.0.1:{engine.port}/{name}:latest")
    config = json.loads(shown.stdout)["config"]
    assert (config["User"], config["StopSignal"], config["Labels"]) == ("app", "SIGINT", {"who": "everybody"})
    assert config["ExposedPorts"] == {"80/tcp": {}}


def test_an_image_of_steps_that_write_nothing_runs(engine, base, context):
    """Three equal layers, each listed; and a volume, which no step makes."""
    folder = context({"Dockerfile": f"""\
FROM {base}
RUN true
VOLUME /data /data/sub
RUN echo one >/srv
RUN test ! -e /data
RUN sleep 0
RUN rm /srv
STOPSIGNAL SIGRTMIN+3
CMD ["sh", "-c", "ls /srv 2>/dev/null; ls /data; echo here >/data/sub/x; cat /data/sub/x"]
"""})
    name = built(engine, folder)
    assert printed(engine, name) == "sub\nhere\n"


def test_an_image_from_nothing_has_what_was_copied_alone(engine, base, context):
    folder = context({"Dockerfile": f"""\
FROM {base} AS from
FROM from AS unused
COPY not-there /
FROM scratch AS small
COPY --from=from /bin/busybox /busybox
ENTRYPOINT ["/busybox", "ls", "/"]
"""})
    name = built(engine, folder, "--target", "small")
    seen = printed(engine, name).split()
    assert "busybox" in seen and "bin" not in seen


def test_the_same_context_is_the_same_image(engine, base, context, tmp_path):
    folder = context({"Dockerfile": f"FROM {base}\nWORKDIR /new\nCOPY . /all\n", "b": "b", "a/x": "x"})
    first = details(engine, built(engine, folder))
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    assert details(engine, built(engine, copy))["imageDigest"] == first["imageDigest"]
    for path in copy.rglob("*"):
        os.utime(path)
    other = details(engine, built(engine, copy))
    assert other["imageDigest"] != first["imageDigest"]
    clamped = ["SOURCE_DATE_EPOCH=1600000000"]
    one, two = (details(engine, built(engine, at, env=clamped))["imageDigest"] for at in (folder, copy))
    assert one == two


def test_nothing_outside_the_context_gets_in(engine, base, context, tmp_path):
    (tmp_path / "secret").write_text("s3cret")
    folder = context({"Dockerfile": f"FROM {base}\nCOPY link /x\n"})
    for target in ("../secret", str(tmp_path / "secret"), "/etc/hostname"):
        (folder / "link").unlink(missing_ok=True)
        (folder / "link").symlink_to(target)
        said = built(engine, folder, code=4)
        assert "Dockerfile:2: there is no link to copy" in said, said
    (folder / "Dockerfile").write_text(f"FROM {base}\nCOPY ../secret /x\n")
    assert "there is no ../secret to copy" in built(engine, folder, code=4)


@pytest.mark.parametrize(("text", "code", "part"), [
    ("FROM scratch\nRUN true\n", 4, "Dockerfile:2: an image without files has no program to run"),
    ("FROM {base}\n\nRUN echo before; exit 3\n", 1, "Dockerfile:3: the program ended with exit code 3"),
    ("FROM {base}\nRUN [\"/not/there\"]\n", 1, "Dockerfile:2: the program did not run"),
    ("FROM {base}\nONBUILD COPY a b\n", 4, "Dockerfile:2: ONBUILD is not built"),
    ("FROM {base}\nADD http://x.example/y /\n", 4, "Dockerfile:2: ADD of URLs is not built"),
    ("FROM {base}\nCOPY <<E /x\nhi\nE\n", 4, "Dockerfile:2: heredocs are not built"),
    ("FROM {base}\nFROM localhost:1/y\n", 1, "Dockerfile:2: localhost:1/y could not be fetched"),
    ("FROM {base}-not\n", 3, "Dockerfile:1: repository examples/busybox has no 1-not"),
    ("FROM {base}\nCOPY a/ /bin/sh/x\n", 4, "Dockerfile:2: /usr/bin/busybox is no folder"),
])
def test_what_can_not_be_built_is_told_with_its_line(engine, base, context, text, code, part):
    folder = context({"Dockerfile": text.format(base=base), "a/x": "x"})
    name = unique("refused")
    said = built(engine, folder, name=name, code=code)
    assert part in said and "panicked" not in said, said
    assert engine.cli("image", "ls", name).returncode == 3  # nothing came of it


RUNS = """\
FROM {base}
ARG WHO=nobody
ENV PLACE=here
RUN mkdir -p /made/deep && echo "$WHO $PLACE in $PWD as $(id -u)" >/made/said && ln -s said /made/link \\
    && ln /made/said /made/again && chmod 0640 /made/said && rm /bin/greet && rm -r /old && mkdir /old \\
    && chown app:app /made/deep && mknod /made/pipe p
RUN ["sh", "-c", "echo exact >/made/exact"]
COPY late /made/deep/
WORKDIR /made
USER app
RUN id -u >/tmp/user; echo "$PWD" >>/tmp/user; echo "WHO=$WHO" >>/tmp/user
USER 0
CMD exec 2>&1; cat said exact /tmp/user; echo "who: $WHO"; ls /old; ls /bin/greet; \\
    stat -c '%n %a %u:%g %F' said link deep deep/late pipe; stat -c '%n %h' said again
"""


def test_what_a_program_does_to_the_files_is_in_the_image(engine, base, context):
    folder = context({"Dockerfile": f"FROM {base}\nCOPY greet /bin/\nCOPY old /old\n", "greet": "x", "old/x": "x", "late": "l"})
    below = built(engine, folder)
    (folder / "Dockerfile").write_text(RUNS.format(base=below))
    name = built(engine, folder, "--build-arg", "WHO=somebody")
    assert printed(engine, name).splitlines() == [
        "somebody here in / as 0", "exact", "1000", "/made", "WHO=somebody", "who: ",
        "ls: /bin/greet: No such file or directory",
        "said 640 0:0 regular file", "link 777 0:0 symbolic link", "deep 755 1000:1000 directory",
        "deep/late 644 0:0 regular file", "pipe 644 0:0 fifo", "said 2", "again 2"]


def ran(engine) -> int:
    """How many tasks builds have run."""
    ecs = engine.boto("ecs")
    ecs.create_cluster(clusterName="default")  # builds make it too
    return sum(len(ecs.list_tasks(family="ferrogate-build", desiredStatus=status)["taskArns"])
               for status in ("RUNNING", "STOPPED"))


def test_the_same_step_is_run_once(engine, base, context):
    word = unique("step")
    text = f"FROM {base}\nCOPY a /a\nRUN cat /a >/b; echo {word}\nRUN true\n"
    folder, before = context({"Dockerfile": text, "a": "1"}), ran(engine)
    first = details(engine, built(engine, folder))["imageDigest"]
    assert ran(engine) == before + 2
    name = unique("again")
    done = engine.cli("image", "build", "-t", name, str(folder), within=120)
    assert done.returncode == 0 and done.stderr.count("known from before") == 2, done.stderr
    assert (ran(engine), details(engine, name)["imageDigest"]) == (before + 2, first)
    (folder / "a").write_text("2")
    changed = details(engine, built(engine, folder))["imageDigest"]
    assert ran(engine) == before + 4 and changed != first
    built(engine, folder, "--no-cache")
    assert ran(engine) == before + 6
    kept = "ferrogate/build:step-"
    shown, all_of_it = (engine.cli("image", "ls", "-q", *flags).stdout for flags in ([], ["--all"]))
    assert f"{name}:latest" in shown and kept not in shown and kept in all_of_it, (shown, all_of_it)


def test_a_failed_step_shows_what_it_printed(engine, base, context):
    folder = context({"Dockerfile": f"FROM {base}\nRUN echo out; echo err >&2; exit 7\n"})
    done = engine.cli("image", "build", "-t", unique("failed"), str(folder), within=120)
    assert done.returncode == 1 and "exit code 7" in done.stderr, done.stderr
    assert {"out", "err"} <= set(done.stderr.split()) and not done.stdout, done.stdout


def test_a_step_has_the_walls_of_a_task(engine, base, context):
    """CVE-2024-23653 and its kind: a Dockerfile is a stranger's, and its steps get no more than a task."""
    looks = ("grep -E '^(CapEff|CapBnd|Seccomp):' /proc/self/status; cat /proc/self/uid_map; "
             "ls /proc/self/fd; ip route; env | grep -c AWS_SECRET; mount -t tmpfs x /mnt && echo mounted")
    folder = context({"Dockerfile": f"FROM {base}\nRUN mkdir -p /mnt; ( {looks} ) >/looks 2>/dev/null || true\n"
                                    "CMD cat /looks\n"})
    words = printed(engine, built(engine, folder)).split()
    assert words[:6] == ["CapEff:", "00000000a80425fb", "CapBnd:", "00000000a80425fb", "Seccomp:", "2"], words
    inner, outer, count = map(int, words[6:9])
    assert (inner, count) == (0, 65536) and outer >= 1 << 20, words
    # What `ls` opens is its own; a step has a route to its VPC's router and to nothing beside.
    assert words[9:13] == ["0", "1", "2", "3"] and words[13:15] == ["default", "via"], words
    assert words[-1] == "0", words


def test_a_step_that_takes_too_much_memory_says_so(engine, base, context):
    folder = context({"Dockerfile": f"FROM {base}\nRUN exec tail /dev/zero\n"})
    said = built(engine, folder, code=1)
    assert "exit code 137" in said and "OutOfMemoryError" in said, said


def test_the_holes_of_a_file_stay_holes(engine, base, context):
    """They cost the task nothing, and neither the registry nor the host that unpacks the layer."""
    script = "dd if=/dev/null of=/holes bs=1M seek=8000 && echo end >>/holes"
    folder = context({"Dockerfile": f"FROM {base}\nRUN {script}\nCMD stat -c '%s %b' /holes; tail -c 4 /holes\n"})
    name = built(engine, folder)
    assert details(engine, name)["imageSizeInBytes"] < 64 << 20
    size, blocks, end = printed(engine, name).split()
    assert (int(size), int(blocks) < 1024, end) == ((8000 << 20) + 4, True, "end")


def test_what_no_host_would_unpack_is_not_built(engine, base, context):
    folder = context({"Dockerfile": f"FROM {base}\nRUN dd if=/dev/null of=/holes bs=1M seek=30000 && stat -c %s /holes\n"})
    said = built(engine, folder, code=1)
    assert str(30000 << 20) in said and "Dockerfile:2: what the program wrote was not kept" in said, said
    assert "the layer would unpack to more than 21474836480 bytes" in said, said
    folder = context({"Dockerfile": f"FROM {base}\nCOPY . /\n", ".wh.motd": ""})
    said = built(engine, folder, code=4)
    assert "/.wh.motd can't be part of an image: its name would mean that something is gone" in said, said


def test_a_pipe_is_no_dockerfile(engine, base, context):
    folder = context({"Dockerfile": f"FROM {base}\n"})
    (folder / "Dockerfile").unlink()
    for name in ("Dockerfile", ".dockerignore"):
        os.mkfifo(folder / name)
        said = built(engine, folder, code=1)
        assert f"{name} can't be read" in said and "it is no regular file" in said, said
        (folder / "Dockerfile").unlink(missing_ok=True)
        (folder / "Dockerfile").write_text(f"FROM {base}\n")
    loaded = engine.cli("image", "load", str(folder / ".dockerignore"))
    assert loaded.returncode == 4 and "it is no regular file" in loaded.stderr, loaded.stderr


def test_another_accounts_image_is_not_built_on_or_removed(engine, base, context):
    other = f"999999999999.dkr.ecr.{engine.region}.amazonaws.com/{base}"
    folder = context({"Dockerfile": f"FROM {other}\n"})
    said = built(engine, folder, code=4)
    assert "is not the registry of this account and region" in said, said
    removed = engine.cli("image", "rm", other)
    assert removed.returncode == 4 and "is not the registry of this account" in removed.stderr, removed.stderr
    assert details(engine, base.partition(":")[0])


class Killed:
    """A build on an engine of its own, in which something dies on the way."""

    def __init__(self, engine, base, context):
        self.engine, self.ecs = engine, engine.boto("ecs")
        self.ecs.create_cluster(clusterName="default")  # the build makes it too
        self.folder = context({"Dockerfile": f"FROM {base}\nRUN sleep 0.5; echo kept >/kept\nCMD cat /kept\n"})
        command = [str(BINARY), "image", "build", "-t", "killed", str(self.folder), "--data-dir", str(engine.data)]
        self.build = subprocess.Popen(command, env=engine.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                      stderr=subprocess.PIPE, text=True)

    def until_status(self, status):
        until(f"the step is {status}", lambda: [
            task for arn in self.ecs.list_tasks(family="ferrogate-build")["taskArns"]
            for task in self.ecs.describe_tasks(tasks=[arn])["tasks"] if task["lastStatus"] == status])

    def whole(self):
        """The engine is whole again; the same build then succeeds, and its image has what the step wrote."""
        until("the engine is whole", lambda: self.engine.ready() and len(self.engine.pids("agent")) == 1)
        assert printed(self.engine, built(self.engine, self.folder)) == "kept\n"


@pytest.fixture
def killed(own_engine, archive, context):
    engine = own_engine()
    return Killed(engine, engine.push(archive("busybox"), "busybox").partition("/")[2], context)


def test_a_step_whose_agent_dies_is_lost_and_says_so(killed):
    killed.until_status("RUNNING")
    killed.engine.kill("agent")
    _, said = killed.build.communicate(timeout=60)
    # Its disk ends with the agent that made it, and nothing half is kept.
    assert killed.build.returncode == 1 and "was not kept" in said, said
    assert "the agent was started again" in said, said
    killed.whole()


@pytest.mark.parametrize("point", KEEPING)
def test_a_step_whose_agent_dies_as_it_is_kept_is_whole_or_lost(killed, point):
    file = order(killed.engine, point)
    _, said = killed.build.communicate(timeout=60)
    assert not file.exists()
    # The layer counts from the moment at which the registry has it under its tag.
    assert killed.build.returncode == (0 if point.startswith("agent:after-") else 1), said
    assert killed.build.returncode == 0 or "the agent was started again" in said, said
    killed.whole()


@pytest.mark.parametrize("point", LOSING)
def test_a_step_that_cannot_be_kept_says_why_though_the_agent_dies(own_engine, archive, context, point):
    engine = own_engine()
    base = engine.push(archive("busybox"), "busybox").partition("/")[2]
    folder = context({"Dockerfile": f"FROM {base}\nRUN dd if=/dev/null of=/holes bs=1M seek=30000\n"})
    file = order(engine, point)
    said = built(engine, folder, code=1)
    assert not file.exists()
    why = "the agent was started again" if "before" in point else "the layer would unpack to more than"
    assert "was not kept" in said and why in said, said


def test_a_step_is_kept_whose_server_dies_before_it_takes_it(killed):
    agent = killed.engine.data / "agent"
    (agent / "crash-at").write_text("hold agent:before-detach")
    until("the container is over, and what it wrote not yet kept", (agent / "crash-held").exists)
    killed.engine.kill("server")
    (agent / "crash-held").unlink()
    _, said = killed.build.communicate(timeout=60)
    assert killed.build.returncode == 0, said
    killed.whole()


def test_a_base_of_another_registry_is_fetched_once(engine, archive, context, tmp_path):
    """The other registry is a folder served by HTTP, as `skopeo copy … dir:` writes it."""
    subprocess.run(["skopeo", "copy", "--quiet", f"oci-archive:{archive('busybox')}", f"dir:{tmp_path / 'dir'}"], check=True)
    manifest = (tmp_path / "dir" / "manifest.json").read_bytes()
    asked = []

    class Registry(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            what, name = self.path.rsplit("/", 2)[1:]
            body = manifest if what == "manifests" else (tmp_path / "dir" / name.partition(":")[2]).read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", json.loads(manifest)["mediaType"] if what == "manifests" else "application/octet-stream")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Registry) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        folder = context({"Dockerfile": f"FROM localhost:{port}/team/busy:7\nCOPY a /a\nCMD [\"cat\", \"/a\"]\n", "a": "from afar\n"})
        name = built(engine, folder)
        assert any("/blobs/" in path for path in asked), asked
        assert printed(engine, name) == "from afar\n"
        kept = details(engine, f"from/localhost-{port}/team/busy")
        assert kept["imageTags"] == ["7"]
        asked.clear()
        built(engine, folder)
        layers = [layer["digest"] for layer in json.loads(manifest)["layers"]]
        assert asked and not any(layer in path for layer in layers for path in asked), asked
        server.shutdown()


def test_progress_is_lines_in_a_pipe_and_the_name_is_the_answer(engine, base, context):
    folder = context({"Dockerfile": f"FROM {base}\nCOPY a /\n", "a": "a"})
    name = unique("lines")
    done = engine.cli("image", "build", "-t", f"{name}:1", "-t", f"{name}:2", "--build-arg", "X=1", str(folder))
    assert (done.returncode, done.stdout) == (0, f"{name}:1\n{name}:2\n"), done.stderr
    assert "[2/2] COPY a /" in done.stderr and "\x1b" not in done.stderr
    assert "no ARG asked for --build-arg X" in done.stderr
    assert sorted(details(engine, name)["imageTags"]) == ["1", "2"]


def test_another_builder_makes_the_same_files_of_it(engine, base, context, tmp_path):
    """buildah, another builder, puts the same files with the same modes and owners."""
    folder = context({"Dockerfile": """\
FROM scratch
WORKDIR /deep/er
COPY src one.txt dest/
COPY src /whole
COPY --chown=5:6 *.txt /owned/
ADD packed.tar /
""", "src/a/b": "b", "src/c": "c", "one.txt": "1", "two.txt": "2"})
    (folder / "src" / "c").chmod(0o751)
    (folder / "src" / "to").symlink_to("a/b")
    with tarfile.open(folder / "packed.tar", "w") as tar:
        tar.add(folder / "src" / "c", "tarred/c")
    name = built(engine, folder)
    login = engine.aws("ecr", "get-login-password").strip()
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    root = tmp_path / "storage"
    where = ["--root", str(root / "root"), "--runroot", str(root / "run"), "--storage-driver", "vfs"]
    subprocess.run(["skopeo", "copy", "--quiet", "--src-tls-verify=false", "--src-creds", f"AWS:{login}",
                    f"docker://127.0.0.1:{engine.port}/{name}:latest", f"dir:{ours}"], check=True)
    subprocess.run(["buildah", *where, "build", "--isolation", "chroot", "--layers=false", "-t", "theirs", str(folder)],
                   check=True, capture_output=True)
    subprocess.run(["buildah", *where, "push", "theirs", f"dir:{theirs}"], check=True, capture_output=True)
    assert files(ours) == files(theirs)


def files(folder):
    """Files of an image in a folder as skopeo writes it: path -> kind, mode, owner, content."""
    found = {}
    manifest = json.loads((folder / "manifest.json").read_text())
    for layer in manifest["layers"]:
        with tarfile.open(folder / layer["digest"].partition(":")[2]) as tar:
            for member in tar:
                content = tar.extractfile(member).read() if member.isfile() else member.linkname
                found[member.name.strip("/")] = (member.type, oct(member.mode & 0o7777), member.uid, member.gid, content)
    return found
