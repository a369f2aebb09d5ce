"""What goes into each image.

All images share the layer of `busybox` (shell, tools, users), so a registry stores it
and a host unpacks it once.
"""

from dataclasses import dataclass, field

PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

# `app` is who a well-behaved service runs as: uid 1000, no password, no special group.
PASSWD = """\
root:x:0:0:root:/root:/bin/sh
nobody:x:65534:65534:nobody:/nonexistent:/bin/false
app:x:1000:1000:app:/home/app:/bin/sh
"""
GROUP = """\
root:x:0:
nogroup:x:65534:
app:x:1000:
"""


@dataclass(frozen=True)
class Recipe:
    """An image: `programs` and whole `trees` are copied out of `packages` with the libraries
    they need, save what lies below `leave`; `without` names packages that only other parts of
    those need. `files` are path, mode and text, `owned` are folders of `app`, `config` is the
    OCI configuration."""

    name: str
    config: dict
    packages: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    trees: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    owned: tuple[str, ...] = ()
    files: tuple[tuple[str, int, str], ...] = field(default=())


# Everything that nginx writes goes to /tmp or to the standard streams, so that it runs
# without root. The page names the host that answered.
NGINX_CONF = """\
daemon off;
worker_processes 1;
pid /tmp/nginx.pid;
error_log stderr notice;

events { worker_connections 256; }

http {
    include mime.types;
    access_log /dev/stdout;
    client_body_temp_path /tmp/body;
    proxy_temp_path /tmp/proxy;
    fastcgi_temp_path /tmp/fastcgi;
    uwsgi_temp_path /tmp/uwsgi;
    scgi_temp_path /tmp/scgi;

    server {
        listen 80 default_server;
        default_type text/html;
        location = / { return 200 "<h1>Hello from $hostname</h1>\\n"; }
        location = /health { access_log off; return 200 "ok\\n"; }
        location / { return 404 "not here\\n"; }
    }
}
"""

BATCH_SH = """\
#!/bin/sh
# Pretends to work: LINES lines on stdout, one on stderr, then ends with CODE.
lines=${LINES:-5}
code=${CODE:-3}
n=1
while [ "$n" -le "$lines" ]; do
    echo "item $n of $lines done"
    n=$((n + 1))
done
echo "batch ends with code $code" >&2
exit "$code"
"""

# `fetch HOST [PATH]` gets a page; the static busybox of Debian 12 crashes in its wget.
FETCH_SH = """\
#!/bin/sh
set -eu
answer=$(printf 'GET %s HTTP/1.0\\r\\nHost: %s\\r\\n\\r\\n' "${2:-/}" "$1" | nc.openbsd -w 3 "$1" 80)
case $answer in
    "HTTP/1.1 200"*) printf '%s\\n' "$answer" | sed '1,/^\\r*$/d' ;;
    *) exit 1 ;;
esac
"""

# `counter HOST` adds one to a Redis counter and prints it.
COUNTER_SH = """\
#!/bin/sh
set -eu
value=$(redis-cli -h "$1" -p "${2:-6379}" incr visits)
echo "visits=$value"
"""

RECIPES = {
    recipe.name: recipe
    for recipe in (
        Recipe("busybox", {"Env": [PATH], "Cmd": ["sh"]}),
        Recipe(
            "web",
            {
                "Env": [PATH],
                "Entrypoint": ["nginx", "-e", "stderr", "-c", "/etc/nginx/nginx.conf"],
                "User": "app",
                "WorkingDir": "/tmp",
                "ExposedPorts": {"80/tcp": {}},
                "StopSignal": "SIGQUIT",
            },
            packages=("nginx",),
            programs=("usr/sbin/nginx", "etc/nginx/mime.types"),
            files=(("etc/nginx/nginx.conf", 0o644, NGINX_CONF),),
        ),
        Recipe(
            "redis",
            {
                "Env": [PATH],
                "Entrypoint": ["redis-server"],
                "Cmd": ["--bind", "0.0.0.0", "--protected-mode", "no", "--save", "",
                        "--dir", "/tmp"],
                "User": "app",
                "WorkingDir": "/tmp",
                "ExposedPorts": {"6379/tcp": {}},
            },
            packages=("redis-server", "redis-tools"),
            programs=("usr/bin/redis-server",),
        ),
        Recipe(
            "batch",
            {"Env": [PATH], "Cmd": ["/app/batch"], "User": "app", "WorkingDir": "/app"},
            files=(("app/batch", 0o755, BATCH_SH),),
        ),
        Recipe(
            "client",
            {"Env": [PATH], "Cmd": ["sh"], "User": "app", "WorkingDir": "/tmp"},
            packages=("redis-tools", "netcat-openbsd"),
            programs=("usr/bin/redis-cli", "bin/nc.openbsd"),
            files=(("usr/bin/counter", 0o755, COUNTER_SH), ("usr/bin/fetch", 0o755, FETCH_SH)),
        ),
    )
}
