"""ECS Exec: programs that users run within containers, by clients that nobody here wrote, by one of
our own, and by the engine's command line."""

import fcntl
import hashlib
import json
import os
import struct
import subprocess
import termios

import pytest
from botocore.exceptions import ClientError
from harness.channel import FLAG, SIZE, Channel, Closed, Socket, frame
from harness.engine import BINARY
from harness.points import EXECUTING, order
from harness.wait import until
from test_terminal import Window

FOREVER = ["sh", "-c", "trap 'exit 0' TERM; echo up; while :; do sleep 0.1; done"]
NOT_ENABLED = ("The execute command failed because execute command was not enabled when the task was run or the "
               "execute command agent isn’t running. Wait and try again or run a new task with execute command "
               "enabled and try again.")


@pytest.fixture
def task(bench):
    """A task that people may run programs in."""
    arn = bench.run(bench.container(command=FOREVER), enableExecuteCommand=True)
    bench.reach(arn, "RUNNING")
    return arn


def execute(bench, arn, command, **more) -> dict:
    return bench.ecs.execute_command(cluster=bench.cluster, task=arn, interactive=True, command=command, **more)


def opened(bench, arn, command, wishes=None, **more) -> Channel:
    channel = Channel(execute(bench, arn, command, **more)["session"], wishes)
    channel.until(lambda: channel.begun)
    return channel


def processes(bench, arn, said: str) -> list[int]:
    """The task's processes whose command line has this in it."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cgroup") as groups, open(f"/proc/{pid}/cmdline", "rb") as line:
                if arn.rpartition("/")[2] in groups.read() and said in line.read().decode(errors="replace"):
                    found.append(int(pid))
        except OSError:
            pass
    return found


def test_a_session_is_named_as_aws_names_it_and_shown_with_its_agent(bench, task):
    answer = execute(bench, task, "true")
    session = answer["session"]
    assert answer["containerName"] == "main" and answer["taskArn"] == task and answer["interactive"]
    assert session["sessionId"].startswith("ecs-execute-command-") and len(session["sessionId"]) == 37
    assert session["streamUrl"].startswith("ws://") and session["sessionId"] in session["streamUrl"]
    shown = bench.describe(task)
    assert shown["enableExecuteCommand"] is True
    agent, = shown["containers"][0]["managedAgents"]
    assert (agent["name"], agent["lastStatus"]) == ("ExecuteCommandAgent", "RUNNING")
    assert agent["lastStartedAt"] == shown["startedAt"]
    assert answer["containerArn"] == shown["containers"][0]["containerArn"]
    stopped = bench.stop(task)
    assert stopped["containers"][0]["managedAgents"][0]["lastStatus"] == "STOPPED"


def test_what_is_refused_is_refused_in_the_words_of_aws(bench, task):
    plain = bench.run(bench.container(command=FOREVER))
    bench.reach(plain, "RUNNING")
    two = bench.run(bench.container(command=FOREVER), bench.container(name="side", command=FOREVER), enableExecuteCommand=True)
    bench.reach(two, "RUNNING")
    cases = [
        ({"task": plain}, "InvalidParameterException", NOT_ENABLED),
        ({"interactive": False}, "InvalidParameterException", "Interactive is the only mode supported currently."),
        ({"task": "0" * 32}, "InvalidParameterException", "The referenced task was not found."),
        ({"container": "other"}, "InvalidParameterException", "The container other was not found in the task."),
        ({"task": two}, "InvalidParameterException", "A container name is required for a task of several containers."),
        ({"command": "sh -c 'x"}, "InvalidParameterException", "the command has a quote without an end"),
        ({"cluster": "nowhere"}, "ClusterNotFoundException", "Cluster not found."),
    ]
    for changed, code, message in cases:
        with pytest.raises(ClientError) as refused:
            bench.ecs.execute_command(**{"cluster": bench.cluster, "task": task, "command": "true", "interactive": True,
                                         **changed})
        error = refused.value.response["Error"]
        assert (error["Code"], error["Message"]) == (code, message), changed
    assert bench.describe(plain)["enableExecuteCommand"] is False and "managedAgents" not in bench.describe(plain)["containers"][0]
    for name in ("main", "side", "main"):
        channel = opened(bench, two, "echo in $HOSTNAME", container=name)
        channel.finish()
        assert channel.closed["Output"] == ""
    bench.stop(two)
    with pytest.raises(ClientError, match="agent isn"):
        execute(bench, two, "true", container="main")


def test_a_terminal_hears_keys_and_sizes_and_its_end(bench, task):
    channel = opened(bench, task, "sh")
    channel.until(b"# ")
    channel.say(SIZE, json.dumps({"cols": 123, "rows": 45}).encode())
    channel.type(b"stty size; tty; id -u; echo $TERM; echo $((40 + 2))\r")
    shown = channel.until(b"42\r\n")
    assert b"45 123\r\n" in shown and b"/dev/pts/" in shown and b"\r\n0\r\n" in shown and b"xterm-256color" in shown
    channel.type(b"sleep 9999\r")
    until("it runs", lambda: processes(bench, task, "9999"))
    channel.type(b"\x03")
    until("it was interrupted", lambda: not processes(bench, task, "9999"))
    channel.type(b"exit\r")
    channel.finish()
    assert channel.closed["MessageType"] == "channel_closed" and channel.closed["Output"] == ""


def test_a_program_that_can_not_be_run_is_told_as_the_agent_of_aws_does(bench, task):
    channel = opened(bench, task, "/nowhere")
    channel.finish()
    assert channel.closed["Output"].startswith("\n----------ERROR-------\nUnable to start command: ")
    assert "no such file or directory" in channel.closed["Output"]


def test_mebibytes_arrive_byte_by_byte_both_ways(bench, task):
    count = 3 << 20
    channel = opened(bench, task, f"sh -c 'seq 1 999999 | head -c {count}'", wishes={})
    wanted = "".join(f"{n}\n" for n in range(1, 1000000))[:count].encode()
    assert hashlib.sha256(channel.finish()).digest() == hashlib.sha256(wanted).digest()
    assert channel.code == 0
    # On a terminal every newline becomes two characters, and no other byte another one.
    channel = opened(bench, task, f"sh -c 'seq 1 999999 | head -c {count}'")
    assert channel.finish() == wanted.replace(b"\n", b"\r\n")
    channel = opened(bench, task, "sh -c 'sha256sum; echo no >&2; exit 7'", wishes={})
    for at in range(0, 1 << 20, 1024):
        channel.type(wanted[at:at + 1024])
        channel.taken(but=200)
    channel.type(b"")
    channel.taken()
    shown = channel.finish()
    assert shown.split()[0].decode() == hashlib.sha256(wanted[:1 << 20]).hexdigest()
    assert (channel.complaints, channel.code) == (b"no\n", 7)


def test_a_token_opens_its_session_once_and_nothing_else(bench, task):
    session = execute(bench, task, "sleep 9999")["session"]
    other = execute(bench, task, "sleep 9999")["session"]
    for bad in ("", "x", other["tokenValue"]):
        with pytest.raises(Closed):
            Channel(session, token=bad or "none").finish()
    channel = Channel(session)
    channel.until(lambda: channel.begun)
    assert Socket(session["streamUrl"]).status == 404
    assert Socket(session["streamUrl"].replace(session["sessionId"], "ecs-execute-command-0")).status == 404
    # Whoever says nothing, or nonsense, is not waited for.
    silent = Socket(other["streamUrl"])
    nonsense = Socket(other["streamUrl"])
    nonsense.send(b"{" * 100_000, opcode=1)
    for gone in (nonsense, silent):
        with pytest.raises((Closed, ConnectionError)):
            gone.receive()
    channel.say(FLAG, (2).to_bytes(4, "big"))
    channel.finish()
    until("nothing is left", lambda: not processes(bench, task, "9999"))


def test_frames_of_somebody_who_means_harm_end_nothing_but_his_own_session(bench, task):
    victim = opened(bench, task, "sh")
    victim.until(b"# ")
    channel = opened(bench, task, "cat", wishes={})
    good = frame("input_stream_data", channel.sent, 1, b"x")
    for bad in (b"", b"x", good[:100], good[:-1], good + b"y", bytes(120), good[:4] + b"z" * 32 + good[36:],
                frame("input_stream_data", 2**62, 1, b"far"), frame("input_stream_data", -1, 1, b"before"),
                frame("output_stream_data", 0, 1, b"ours"), frame("acknowledge", 0, 0, b"{"), frame("acknowledge", 0, 0, b"[]"),
                frame("channel_closed", 0, 0, b"{}"), frame("input_stream_data", 300, 1, b"ahead")):
        channel.socket.send(bad)
    channel.say(SIZE, b"{}")
    channel.say(FLAG, b"")
    channel.say(99, b"?")
    # Doubled, and overtaken.
    second = frame("input_stream_data", channel.sent + 1, 1, b"two\n")
    channel.socket.send(second)
    channel.socket.send(second)
    channel.type(b"one\n")
    channel.sent += 1
    channel.until(b"one\ntwo\n")
    channel.socket.send(bytes(1 << 20))
    with pytest.raises((Closed, ConnectionError)):
        channel.finish()
    victim.type(b"echo $((40 + 2))\r")
    victim.until(b"42\r\n")
    victim.type(b"exit\r")
    victim.finish()


def test_a_client_that_never_reads_stalls_itself_alone(bench, task):
    silent = opened(bench, task, "yes silent", wishes={})
    silent.until(b"silent")
    deaf = Channel(execute(bench, task, "yes deaf")["session"], acknowledges=False)
    deaf.until(b"deaf")
    for number in range(5):
        channel = opened(bench, task, f"echo well {number}")
        channel.finish(within=20)
        assert b"well" in channel.output
    assert bench.stop(task)["stopCode"] == "UserInitiated"
    silent.close()
    deaf.close()


def test_a_session_that_says_stop_or_whose_task_stops_leaves_nothing(bench, task):
    one = opened(bench, task, "sh -c 'trap \"\" HUP TERM; (setsid sleep 9999 &); sleep 9998'")
    until("it runs", lambda: processes(bench, task, "9999"))
    one.say(FLAG, (2).to_bytes(4, "big"))
    one.finish()
    until("nothing is left", lambda: not processes(bench, task, "999"))
    two = opened(bench, task, "sleep 9999")
    until("it runs", lambda: processes(bench, task, "9999"))
    bench.ecs.stop_task(cluster=bench.cluster, task=task)
    two.finish()
    bench.finish(task)


def test_it_works_with_a_read_only_root_and_as_the_user_of_the_container(bench):
    arn = bench.run(bench.container(command=FOREVER, readonlyRootFilesystem=True, user="33:34"), enableExecuteCommand=True)
    bench.reach(arn, "RUNNING")
    root = opened(bench, arn, "sh -c 'id -u; touch /x; echo $HOME'")
    shown = root.finish()
    assert shown.startswith(b"0\r\n") and b"Read-only file system" in shown and b"/root" in shown
    own = opened(bench, arn, "id", wishes={"AsContainer": True})
    assert own.finish().startswith(b"uid=33 gid=34")


def test_what_a_session_writes_is_kept_where_the_cluster_says(bench):
    bench.logs.create_log_group(logGroupName=bench.group + "/audit")
    def configured(**more):
        bench.ecs.update_cluster(cluster=bench.cluster, configuration={"executeCommandConfiguration": more})
        shown = bench.ecs.describe_clusters(clusters=[bench.cluster], include=["CONFIGURATIONS"])["clusters"][0]
        assert shown["configuration"]["executeCommandConfiguration"]["logging"] == more["logging"]
    arn = bench.run(bench.container(command=FOREVER), enableExecuteCommand=True)
    bench.reach(arn, "RUNNING")
    def kept(group, session) -> list[str]:
        try:
            events = bench.logs.get_log_events(logGroupName=group, logStreamName=session, startFromHead=True)["events"]
        except bench.logs.exceptions.ResourceNotFoundException:
            return []
        return [event["message"] for event in events]
    for logging, group in ((None, bench.group), ("DEFAULT", bench.group), ("OVERRIDE", bench.group + "/audit"), ("NONE", None)):
        if logging:
            more = {"logConfiguration": {"cloudWatchLogGroupName": group}} if logging == "OVERRIDE" else {}
            configured(logging=logging, **more)
        session = execute(bench, arn, "sh -c 'echo first; echo second'")["session"]
        Channel(session).finish()
        if group:
            until("it is kept", lambda g=group, s=session: kept(g, s["sessionId"]) == ["first", "second"])
        else:
            assert not any(kept(g, session["sessionId"]) for g in (bench.group, bench.group + "/audit"))
    for refused in ({"logging": "OVERRIDE"}, {"logging": "NONE", "logConfiguration": {"cloudWatchLogGroupName": "g"}}):
        with pytest.raises(ClientError):
            configured(**refused)


def run_cli(bench, *args, **more):
    return subprocess.run([BINARY, *args], env=bench.engine.shell_env(), capture_output=True, timeout=60, check=False, **more)


def test_the_command_line_hands_on_pipes_codes_and_files(bench, task, tmp_path):
    name = task.rpartition("/")[2]
    at = ["--cluster", bench.cluster]
    done = run_cli(bench, "exec", *at, "-i", name, "--", "sh", "-c", "cat; echo \"it's\" >&2; exit 7", input=b"typed\n")
    assert (done.returncode, done.stdout, done.stderr) == (7, b"typed\n", b"it's\n")
    done = run_cli(bench, "exec", *at, name, "--", "/nowhere")
    assert done.returncode == 1 and b"no such file or directory" in done.stderr
    big = os.urandom(3 << 20)
    (tmp_path / "tree" / "deep").mkdir(parents=True)
    (tmp_path / "tree" / "deep" / "big").write_bytes(big)
    (tmp_path / "tree" / "link").symlink_to("/etc/passwd")
    done = run_cli(bench, "cp", *at, str(tmp_path / "tree"), f"{name}:/tmp/there")
    assert done.returncode == 0, done.stderr
    done = run_cli(bench, "exec", *at, name, "--", "sha256sum", "/tmp/there/deep/big")
    assert done.stdout.split()[0].decode() == hashlib.sha256(big).hexdigest()
    done = run_cli(bench, "cp", *at, f"{name}:/tmp/there", str(tmp_path / "back"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "back" / "deep" / "big").read_bytes() == big
    assert os.readlink(tmp_path / "back" / "link") == "/etc/passwd"
    for args in ((f"{name}:/nowhere", str(tmp_path)), (str(tmp_path / "none"), f"{name}:/tmp"), (str(tmp_path / "tree"), f"{name}:/proc/x/y")):
        done = run_cli(bench, "cp", *at, *args)
        assert done.returncode == 1 and b"No such file" in done.stderr, (args, done.stderr)


def test_the_command_of_aws_with_a_plugin_of_others_is_at_home(bench, task, plugin, tmp_path):
    env = bench.engine.shell_env()
    window = Window(tmp_path / "shown")
    command = ["aws", "ecs", "execute-command", "--cluster", bench.cluster, "--task", task, "--interactive", "--command", "sh"]
    aws = window.run(command, env={**env, "PATH": f"{plugin}:{env['PATH']}"})
    def shows(text):
        return lambda: text in window.text() or (aws.poll() is not None and pytest.fail(window.text().decode()))
    until("it prompts", shows(b"# "))
    window.type(b"echo $((40 + 2)); tty; id -u\r")
    until("it answers", shows(b"42"))
    until("it has a terminal", shows(b"/dev/pts/"))
    window.type(b"sleep 9999\r")
    until("it runs", lambda: processes(bench, task, "9999"))
    window.type(b"\x03")
    until("it was interrupted", lambda: not processes(bench, task, "9999"))
    window.type(b"seq 1 3000; echo $((3000 * 2))\r")
    until("it answers", shows(b"6000"))
    window.type(b"exit\r")
    assert aws.wait(timeout=30) == 0, window.text()
    window.close()
    until("nothing is left", lambda: len(processes(bench, task, "")) <= 2)


def test_our_own_command_on_a_terminal(bench, task, tmp_path):
    window = Window(tmp_path / "shown")
    fcntl.ioctl(window.theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 45, 123, 0, 0))
    ours = window.run([BINARY, "exec", "--cluster", bench.cluster, "-it", task, "--", "sh"], env=bench.engine.shell_env())
    until("it prompts", lambda: b"# " in window.text())
    window.type(b"stty size\r")
    until("it has the size of the window", lambda: b"45 123" in window.text())
    fcntl.ioctl(window.ours, termios.TIOCSWINSZ, struct.pack("HHHH", 25, 80, 0, 0))
    window.type(b"sleep 0.2; stty size\r")
    until("it has the new size", lambda: b"25 80" in window.text())
    window.type(b"sleep 9999\r")
    until("it runs", lambda: processes(bench, task, "9999"))
    window.type(b"\x03")
    until("it was interrupted", lambda: not processes(bench, task, "9999"))
    window.type(b"exit 7\r")
    assert ours.wait(timeout=30) == 7
    assert window.is_as_it_was()
    window.close()


def test_a_connection_that_breaks_is_taken_up_again_and_nothing_is_lost(bench, task):
    ssm = bench.engine.boto("ssm")
    session = execute(bench, task, "sh -c 'seq 1 200000; read x; echo got $x; seq 1 1000'")["session"]
    channel = Channel(session)
    channel.until(b"\r\n100\r\n")
    for _ in range(3):
        resumed = ssm.resume_session(SessionId=session["sessionId"])
        channel.resume(resumed, session["streamUrl"])
        seen = len(channel.output)
        channel.until(lambda seen=seen: len(channel.output) > seen + 5000)
    channel.until(b"\r\n200000\r\n")
    channel.type(b"word\r")
    shown = channel.finish()
    numbers = "".join(f"{n}\r\n" for n in range(1, 200001)).encode()
    assert shown == numbers + b"word\r\ngot word\r\n" + numbers[:shown.index(b"\r\n1001\r\n") + 2]
    with pytest.raises(ClientError) as over:
        ssm.resume_session(SessionId=session["sessionId"])
    assert over.value.response["Error"]["Code"] == "DoesNotExistException"
    channel = opened(bench, task, "sleep 9999")
    ssm.terminate_session(SessionId=channel.session["sessionId"])
    channel.finish()
    until("nothing is left", lambda: not processes(bench, task, "9999"))


@pytest.mark.parametrize("point", EXECUTING)
def test_a_kill_of_the_shim_at_a_session_takes_the_task_and_leaves_nothing(bench, point):
    arn = bench.run(bench.container(command=FOREVER), enableExecuteCommand=True)
    bench.reach(arn, "RUNNING")
    file = order(bench.engine, point)
    channel = Channel(execute(bench, arn, "sh -c 'sleep 9999 & exit 0'")["session"])
    channel.finish()
    assert not file.exists()
    assert bench.finish(arn)["stopCode"] == "InfrastructureHealth"
    assert not processes(bench, arn, "")


@pytest.mark.parametrize("killed", ["server", "agent"])
def test_a_session_ends_with_server_and_agent_and_the_task_goes_on(own_bench, killed):
    bench = own_bench
    arn = bench.run(bench.container(command=FOREVER), enableExecuteCommand=True)
    bench.reach(arn, "RUNNING")
    channel = opened(bench, arn, "sh -c 'trap \"\" HUP TERM; sleep 9999'")
    until("it runs", lambda: processes(bench, arn, "9999"))
    bench.engine.kill(killed)
    with pytest.raises((Closed, ConnectionError)):
        channel.finish()
        raise Closed
    until("nothing is left of it", lambda: not processes(bench, arn, "9999"))
    assert processes(bench, arn, "while :; do")
    def again():
        channel = opened(bench, arn, "echo again")
        return b"again" in channel.finish()
    until("there are sessions again", again)
    assert bench.describe(arn)["lastStatus"] == "RUNNING"
    bench.stop(arn)
