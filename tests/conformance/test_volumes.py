"""Volumes as people have met them on Fargate and with docker: owners, contents, links, places.

Each test is the essence of public reports, with an image of our own.
"""

import json

import pytest
from imagekit.oci import Tree

from harness.tasks import told

EMPTY = [{"name": "data", "host": {}}]


def at(path: str, **more) -> list[dict]:
    """Mount points with the one volume that these tests have."""
    return [{"sourceVolume": "data", "containerPath": path, **more}]


def ran(bench, *containers, **more) -> dict:
    """Runs a definition to its end; answers the task."""
    made = bench.define(*containers, **{"volumes": EMPTY, **more})
    return bench.finish(bench.run(definition=made["taskDefinitionArn"]), within=60)


def says(bench, image, script, **more) -> str:
    """Runs one container that must end well; answers its task's ARN."""
    task = ran(bench, bench.container(image, ["sh", "-c", script], **more))
    assert task["containers"][0].get("exitCode") == 0, told(task)
    return task["taskArn"]


@pytest.mark.parametrize("mounted", [True, False], ids=["as a volume of the task", "by the image alone"])
def test_a_user_without_rights_writes_to_the_scratch_folder_of_its_image(bench, over_busybox, mounted):
    """containers-roadmap 863: `chown lowuser /scratch`, 0700, `VOLUME /scratch`, `USER lowuser`."""
    tree = Tree()
    tree.folder("scratch", 0o700, 1000, 1000)
    image = over_busybox("scratch", tree, {"Volumes": {"/scratch": {}}, "User": "app"})
    arn = says(bench, image, "echo hello > /scratch/data.txt && cat /scratch/data.txt; stat -c '%u:%g %a' /scratch",
               mountPoints=at("/scratch") if mounted else [], readonlyRootFilesystem=True)
    bench.expect_lines(arn, ["hello", "1000:1000 700"])


def test_a_folder_without_volume_in_the_image_is_empty_and_root_s(bench, over_busybox):
    """containers-roadmap 938, datadog-agent 30819: what the image has there is hidden."""
    tree = Tree()
    tree.file("etc/agent/agent.conf", "seed", 0o644, 1000, 1000)
    image = over_busybox("agent", tree, {"User": "app"})
    arn = says(bench, image, "ls -A /etc/agent; stat -c '%u:%g %a' /etc/agent; touch /etc/agent/x 2>/dev/null || echo denied",
               mountPoints=at("/etc/agent"))
    bench.expect_lines(arn, ["0:0 755", "denied"])


def test_static_files_of_one_image_are_served_by_another(bench, over_busybox):
    """containers-roadmap 863: the files of the program's image, in the web server's folder."""
    tree = Tree()
    tree.file("var/www/html/index.html", "static\n", 0o644, 33, 33)
    program = over_busybox("program", tree, {"Volumes": {"/var/www/html": {}}})
    end = "while [ ! -e /var/www/html/served ]; do sleep 0.1; done"
    php = bench.container(program, ["sh", "-c", end], name="php", essential=False, mountPoints=at("/var/www/html"))
    web = bench.container(command=["sh", "-c", "httpd -p 80 -h /usr/share/html; wget -qO- http://127.0.0.1/index.html; "
                                               "stat -c '%u:%g' /usr/share/html/index.html; touch /usr/share/html/served"],
                          dependsOn=[{"containerName": "php", "condition": "START"}], mountPoints=at("/usr/share/html"))
    task = ran(bench, php, web)
    assert task["stopCode"] == "EssentialContainerExited", told(task)
    bench.expect_lines(task["taskArn"], ["static", "33:33"])


def test_an_image_s_volume_may_lie_behind_a_link(bench, over_busybox):
    """druid 11278, moby 40195: `VOLUME /opt/app/var` where /opt/app is a link; two names of one folder."""
    tree = Tree()
    tree.folder("opt/app-1.2/var", 0o755, 1000, 1000)
    tree.link("opt/app", "app-1.2")
    image = over_busybox("linked", tree, {"User": "app", "Volumes": {"/opt/app/var": {}, "/opt/app-1.2/var": {}}})
    script = "mkdir /opt/app/var/tmp && echo made; ls /opt/app-1.2/var; grep -c app-1.2/var /proc/self/mountinfo"
    for points in (at("/opt/app/var"), []):
        bench.expect_lines(says(bench, image, script, mountPoints=points), ["made", "tmp", "1"])


def test_a_folder_for_all_and_one_of_many_files_are_volumes_together(bench, over_busybox):
    """containers-roadmap 2599: `VOLUME ["/sns", "/tmp"]`, with files in both."""
    tree = Tree()
    tree.folder("tmp", 0o1777)
    tree.file("tmp/test.txt", "tmp data\n")
    for number in range(300):
        tree.file(f"sns/bin/{number % 20}/{number}", bytes([number % 256]) * 10_000)
    image = over_busybox("both", tree, {"User": "1234", "Volumes": {"/sns": {}, "/tmp": {}}})
    arn = says(bench, image, "cat /tmp/test.txt; stat -c %a /tmp; touch /tmp/mine && echo mine; "
                             "find /sns -type f | wc -l; cat /sns/bin/*/* | wc -c", readonlyRootFilesystem=True)
    bench.expect_lines(arn, ["tmp data", "1777", "mine", "300", "3000000"])


def test_a_folder_is_mounted_in_one_that_is_read_only(bench):
    """amazon-ecs-agent 951: `mkdir …/sites-enabled: read-only file system`."""
    volumes = [{"name": "data"}, {"name": "sites"}]
    points = [{"sourceVolume": "sites", "containerPath": "/etc/nginx/sites-enabled"}, *at("/etc/nginx", readOnly=True)]
    script = "touch /etc/nginx/sites-enabled/a && echo inner; touch /etc/nginx/x 2>/dev/null || echo outer is read-only"
    task = ran(bench, bench.container(command=["sh", "-c", script], mountPoints=points, readonlyRootFilesystem=True),
               volumes=volumes)
    bench.expect_lines(task["taskArn"], ["inner", "outer is read-only"])


def test_what_a_volume_has_not_room_for_says_so(bench):
    """amazon-ecs-cli 417: a volume is on the task's disk, and as large as it."""
    script = "fallocate -l 15G /data/a && echo first; fallocate -l 15G /data/b 2>&1 | grep -o 'No space left on device'"
    arn = says(bench, "busybox", script, mountPoints=at("/data"))
    bench.expect_lines(arn, ["first", "No space left on device"])


@pytest.mark.parametrize(("path", "words"), [
    ("/", "invalid volume specification: '/'"), ("data", "invalid volume specification: 'data'"),
    ("/proc/x", "/proc/x leads into /proc, /sys or /dev"), ("/bin/busybox", "/bin/busybox"),
    ("/etc/hosts", "/etc/hosts"),
])
def test_a_place_that_no_volume_can_have_is_a_reason(bench, path, words):
    task = ran(bench, bench.container(command=["true"], mountPoints=at(path)))
    assert task["stopCode"] == "TaskFailedToStart", told(task)
    assert "CannotCreateContainerError" in task["stoppedReason"] and words in task["stoppedReason"], told(task)


def test_a_kernel_setting_that_a_task_has_not_is_a_reason(bench):
    """containers-roadmap 2368: taken when it is registered; the start names it."""
    control = {"namespace": "net.core.no_such_setting", "value": "7500000"}
    task = ran(bench, bench.container(command=["true"], systemControls=[control]))
    assert task["stopCode"] == "TaskFailedToStart", told(task)
    assert "net.core.no_such_setting" in json.dumps([task["stoppedReason"], task["containers"]], default=str), told(task)
