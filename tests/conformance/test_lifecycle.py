"""Real containers: what they are given, how they end, what is told about it."""

import pytest

from harness import census
from harness.tasks import address, detail
from harness.wait import until

GRACEFUL = "trap 'echo bye; exit 7' TERM; echo up; while :; do sleep 0.1; done"
STUBBORN = "trap '' TERM; echo up; while :; do sleep 0.1; done"


@pytest.mark.parametrize("code", [0, 1, 3, 255])
def test_an_exit_code_comes_back(bench, code):
    task = bench.finish(bench.shell(f"exit {code}"))
    container, = task["containers"]
    assert (container["exitCode"], container["lastStatus"]) == (code, "STOPPED")
    assert task["stopCode"] == "EssentialContainerExited"
    assert task["stoppedReason"] == "Essential container in task exited"


def test_timestamps_are_in_the_order_of_what_happened(bench):
    arn = bench.shell(GRACEFUL)
    running = bench.reach(arn, "RUNNING")
    assert "stoppedAt" not in running and "stoppingAt" not in running
    task = bench.stop(arn)
    order = ["createdAt", "pullStartedAt", "pullStoppedAt", "startedAt", "stoppingAt", "executionStoppedAt",
             "stoppedAt"]
    times = [task[name] for name in order]
    assert times == sorted(times), dict(zip(order, times, strict=True))
    assert task["createdAt"] <= task["connectivityAt"] <= task["startedAt"]


def test_a_stop_is_a_sigterm_first(bench):
    arn = bench.shell(GRACEFUL)
    bench.reach(arn, "RUNNING")
    bench.expect_lines(arn, ["up"])
    assert bench.stop(arn)["containers"][0]["exitCode"] == 7
    bench.expect_lines(arn, ["up", "bye"])


def test_who_ignores_sigterm_is_killed_after_its_stop_timeout(bench):
    arn = bench.shell(STUBBORN, stopTimeout=2)
    bench.reach(arn, "RUNNING")
    bench.expect_lines(arn, ["up"])
    assert bench.stop(arn)["containers"][0]["exitCode"] == 137


def test_the_image_s_stop_signal_is_used(bench):
    arn = bench.run(bench.container("web", stopTimeout=30))
    web = address(bench.reach(arn, "RUNNING"))
    # What answers has set its signals.
    bench.finish(bench.shell(f"until wget -q -O /dev/null http://{web}; do sleep 0.1; done"))
    task = bench.stop(arn)
    assert task["containers"][0]["exitCode"] == 0  # nginx ends well on its STOPSIGNAL, SIGQUIT


def test_an_essential_container_takes_the_others_with_it(bench):
    definition = bench.define(
        bench.container(name="short", command=["sh", "-c", "exit 3"]),
        bench.container(name="long", command=["sh", "-c", GRACEFUL], essential=False))
    task = bench.finish(bench.run(definition=definition["taskDefinitionArn"]))
    codes = {container["name"]: container["exitCode"] for container in task["containers"]}
    assert codes["short"] == 3 and codes["long"] in (7, 137)  # 137: it had no time to set its trap
    assert task["stopCode"] == "EssentialContainerExited"


def test_a_container_that_is_not_essential_may_end(bench):
    definition = bench.define(
        bench.container(name="main", command=["sh", "-c", GRACEFUL]),
        bench.container(name="init", command=["sh", "-c", "echo done"], essential=False))
    arn = bench.run(definition=definition["taskDefinitionArn"])
    bench.reach(arn, "RUNNING")
    def init_ended():
        task = bench.describe(arn)
        codes = {container["name"]: container.get("exitCode") for container in task["containers"]}
        return codes == {"main": None, "init": 0} and task["lastStatus"] == "RUNNING"
    until("init has ended and main runs on", init_ended)
    bench.stop(arn)


def test_containers_of_a_task_share_localhost(bench):
    serve = "while :; do echo from-the-other | nc -l -p 8080 >/dev/null; done"
    fetch = "until nc 127.0.0.1 8080 </dev/null 2>/dev/null | grep from-the-other; do sleep 0.1; done"
    definition = bench.define(
        bench.container(name="main", command=["sh", "-c", fetch]),
        bench.container(name="server", command=["sh", "-c", serve], essential=False))
    arn = bench.run(definition=definition["taskDefinitionArn"])
    codes = {c["name"]: c["exitCode"] for c in bench.finish(arn)["containers"]}
    assert codes["main"] == 0
    bench.expect_lines(arn, ["from-the-other"])


def test_containers_of_a_task_share_their_processes_if_it_says_so(bench):
    end_other = "until p=$(grep -l '^sleep.7''77' /proc/[0-9]*/cmdline 2>/dev/null); do sleep 0.1; done; " \
                "kill -9 $(echo $p | tr -dc 0-9)"
    definition = bench.define(
        bench.container(command=["sh", "-c", end_other]),
        bench.container(name="other", command=["sleep", "777"]), pidMode="task")
    assert definition["pidMode"] == "task"
    codes = {c["name"]: c["exitCode"] for c in bench.finish(bench.run(definition=definition["taskDefinitionArn"]))["containers"]}
    assert codes["other"] == 137 and codes["main"] in (0, 137), codes


def test_a_container_gets_what_its_definition_says(bench):
    arn = bench.run(bench.container(
        entryPoint=["sh", "-c"], command=["echo $GREETING; pwd; id -u; id -g"],
        environment=[{"name": "GREETING", "value": "hi there"}], workingDirectory="/home/app", user="app"))
    assert bench.finish(arn)["containers"][0]["exitCode"] == 0
    bench.expect_lines(arn, ["hi there", "/home/app", "1000", "1000"])


def test_a_read_only_root_cannot_be_written(bench):
    arn = bench.shell("echo x >/home/app/x", readonlyRootFilesystem=True)
    assert bench.finish(arn)["containers"][0]["exitCode"] != 0


def test_every_task_starts_from_the_image(bench):
    script = "test ! -e /tmp/mark && echo clean; touch /tmp/mark"
    for arn in (bench.shell(script), bench.shell(script)):
        assert bench.finish(arn)["containers"][0]["exitCode"] == 0
        bench.expect_lines(arn, ["clean"])


def test_more_memory_than_the_task_has_ends_in_an_out_of_memory_kill(bench):
    task = bench.finish(bench.shell("exec dd if=/dev/zero of=/dev/null bs=700M count=1"))
    container, = task["containers"]
    assert container["exitCode"] == 137
    assert container["reason"].startswith("OutOfMemoryError")


def test_both_streams_are_logged_and_each_keeps_its_order(bench):
    arn = bench.shell("for n in 1 2 3; do echo out $n; done; echo err >&2; printf unfinished")
    bench.finish(arn)
    wanted = ["out 1", "out 2", "out 3", "unfinished"]
    def complete():
        seen = bench.lines(arn) if bench.has_stream(arn) else []
        assert len(seen) == 5, seen
        return seen
    lines = until("all five lines", complete)
    assert "err" in lines
    assert [line for line in lines if line != "err"] == wanted


def test_ten_thousand_lines_come_back_complete(bench):
    arn = bench.run(bench.container(command=["seq", "10000"], logConfiguration={
        "logDriver": "awslogs", "options": {
            "awslogs-group": bench.group, "awslogs-region": bench.engine.region, "mode": "blocking",
            "awslogs-stream-prefix": "t", "awslogs-create-group": "true"}}))
    bench.finish(arn)
    bench.expect_lines(arn, [str(n) for n in range(1, 10001)])


@pytest.mark.parametrize(("changes", "reason"), [
    ({"entryPoint": ["/no/such/program"]}, "CannotStartContainerError"),
    ({"workingDirectory": "/etc/passwd"}, "CannotStartContainerError"),
    ({"user": "nobody-knows-me"}, "CannotStartContainerError"),
])
def test_a_container_that_cannot_start_says_why(bench, changes, reason):
    task = bench.finish(bench.run(bench.container(command=["x"], **changes)))
    assert task["stopCode"] == "TaskFailedToStart"
    container, = task["containers"]
    assert "exitCode" not in container
    either = ("CannotCreateContainerError", reason)
    assert container["reason"].startswith(either), container
    assert "startedAt" not in task


def test_an_image_that_is_not_there_says_so(bench, engine):
    missing = f"{engine.registry}/no-such-repository:1"
    task = bench.finish(bench.run(bench.container(missing)))
    assert task["stopCode"] == "TaskFailedToStart"
    assert task["stoppedReason"].startswith("CannotPullContainerError")
    assert "no-such-repository" in task["stoppedReason"]
    assert len(task["stoppedReason"]) <= 1024


def test_the_waiters_of_boto3_work(bench):
    arn = bench.shell(GRACEFUL)
    quick = {"Delay": 1, "MaxAttempts": 40}
    bench.ecs.get_waiter("tasks_running").wait(cluster=bench.cluster, tasks=[arn], WaiterConfig=quick)
    bench.ecs.stop_task(cluster=bench.cluster, task=arn)
    bench.ecs.get_waiter("tasks_stopped").wait(cluster=bench.cluster, tasks=[arn], WaiterConfig=quick)
    assert bench.describe(arn)["lastStatus"] == "STOPPED"


def test_nginx_answers_another_task_over_its_private_address(bench):
    web = bench.run(bench.container("web", portMappings=[{"containerPort": 80}]))
    host = address(bench.reach(web, "RUNNING"))
    fetch = f"until fetch {host}; do sleep 0.1; done"
    client = bench.shell(fetch, "client")
    assert bench.finish(client)["containers"][0]["exitCode"] == 0
    lines = until("the client's line", lambda: bench.has_stream(client) and bench.lines(client))
    assert lines[0].startswith("<h1>Hello from ")
    def access_logged():
        return any('"GET / HTTP/1.0" 200' in line for line in bench.lines(web))
    until("nginx's own log has the request", access_logged)


def test_a_task_is_found_by_its_private_name(bench):
    web = bench.run(bench.container("web"))
    task = bench.reach(web, "RUNNING")
    name = detail(task, "privateDnsName")
    assert name.startswith("ip-" + address(task).replace(".", "-"))
    client = bench.shell(f"until fetch {name} /health; do sleep 0.1; done", "client")
    assert bench.finish(client)["containers"][0]["exitCode"] == 0


def test_redis_keeps_a_counter_across_tasks(bench):
    redis = bench.run(bench.container("redis"))
    host = address(bench.reach(redis, "RUNNING"))
    for wanted in ("visits=1", "visits=2"):
        client = bench.shell(f"until counter {host}; do sleep 0.1; done 2>/dev/null", "client")
        assert bench.finish(client)["containers"][0]["exitCode"] == 0
        def said(client=client, wanted=wanted):
            return bench.has_stream(client) and bench.lines(client)[-1:] == [wanted]
        until(f"the client says {wanted}", said)


def test_nothing_in_a_task_reaches_the_engine_or_the_host(bench, engine):
    gateway = "ip route | sed -n 's/^default via \\([0-9.]*\\).*/\\1/p'"
    addresses = "127.0.0.1 169.254.169.254 " + " ".join(host_addresses())
    script = (f"for host in {addresses} $({gateway}); do "
              f"if nc -w 1 $host {engine.port} </dev/null 2>/dev/null; then echo reached $host; exit 9; fi; "
              "done; echo isolated")
    arn = bench.shell(script)
    assert bench.finish(arn, within=60)["containers"][0]["exitCode"] == 0
    bench.expect_lines(arn, ["isolated"])


def host_addresses() -> list[str]:
    """Every IPv4 address of this host but loopback's."""
    found = {line.split()[1] for line in census.addresses()}
    return sorted(one for one in found if ":" not in one and not one.startswith("127."))


def test_two_tasks_see_nothing_of_each_other(bench):
    first = bench.shell("echo secret >/tmp/x; echo up; exec sleep 98765")
    bench.reach(first, "RUNNING")
    bench.expect_lines(first, ["up"])
    second = bench.shell("cat /tmp/x; ps; echo end")
    bench.finish(second)
    def complete():
        seen = bench.lines(second) if bench.has_stream(second) else []
        return seen[-1:] == ["end"] and seen
    lines = until("what the second task saw", complete)
    assert any("ps" in line for line in lines)  # its own processes do show
    assert not any("secret" in line or "98765" in line for line in lines), lines
    bench.stop(first)
