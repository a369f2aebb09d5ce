"""Programs as people run them, whole: databases, a JVM, Node, Python with gunicorn, and Go's
tools, of which programs are made.

Larger than the images of the demo, and built by name only. They run as `app`, and the
databases keep their files in a volume that the image declares.
"""

import platform

from .recipes import PATH, Recipe

POSTGRES_SH = """\
#!/bin/sh
# As docker's own image begins: a cluster where there is none, then the server.
set -eu
export PATH="$PATH:/usr/lib/postgresql/15/bin"
[ -s "$PGDATA/PG_VERSION" ] || initdb -D "$PGDATA" -U app --no-locale -E UTF8 --auth=trust
exec postgres -c listen_addresses=127.0.0.1 -c unix_socket_directories=/tmp "$@"
"""

MARIADB_SH = """\
#!/bin/sh
set -eu
data=/var/lib/mysql
[ -d "$data/mysql" ] || mariadb-install-db --no-defaults --basedir=/usr --datadir="$data" \\
    --auth-root-authentication-method=normal --skip-test-db
exec mariadbd --no-defaults --basedir=/usr --datadir="$data" --socket=/tmp/mariadb.sock \\
    --bind-address=127.0.0.1 --pid-file=/tmp/mariadb.pid "$@"
"""

APP_PY = """\
import os


def app(environ, start_response):
    body = f"{os.getpid()} {environ['PATH_INFO']}\\n".encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
"""

ARCHITECTURE = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
JAVA = f"usr/lib/jvm/java-17-openjdk-{ARCHITECTURE}"
# Pictures, sound and smart cards: libraries of their own, which no server loads.
JAVA_LEAVE = tuple(f"{JAVA}/lib/{name}" for name in (
    "libawt", "libfont", "libfreetype", "libjavajpeg", "liblcms", "libjsound", "libmlib_image",
    "libsplash", "libj2pcsc", "src", "server/classes"))

GO = "usr/lib/go-1.19"
# What makes neither a program nor a test of one: Go's own tools as source, its tests, and tools to look
# into programs.
GO_LEAVE = (
    *(f"{GO}/{name}" for name in ("api", "misc", "test")),
    *(f"usr/share/go-1.19/{name}" for name in ("api", "misc", "test", "src/cmd", "src/debug")),
    *(f"{GO}/pkg/tool/linux_{ARCHITECTURE}/{name}" for name in (
        "addr2line", "api", "cgo", "cover", "dist", "doc", "fix", "nm", "objdump", "pprof", "test2json",
        "trace", "vet")),
)

PROGRAMS = {
    recipe.name: recipe
    for recipe in (
        Recipe(
            "postgres",
            {"Env": [PATH, "PGDATA=/var/lib/postgresql/data", "PGHOST=/tmp"], "User": "app",
             "Entrypoint": ["/usr/bin/start"], "StopSignal": "SIGINT",
             "Volumes": {"/var/lib/postgresql/data": {}}},
            packages=("postgresql-15", "postgresql-client-15"),
            programs=("usr/lib/postgresql/15/bin/psql",),
            trees=("usr/lib/postgresql/15", "usr/share/postgresql/15"),
            leave=("usr/lib/postgresql/15/lib/bitcode", "usr/lib/postgresql/15/lib/llvmjit",
                   "usr/lib/postgresql/15/lib/pgxs", "usr/share/postgresql/15/man"),
            without=("libllvm14", "locales", "postgresql-common", "postgresql-client-common",
                     "ssl-cert", "tzdata", "sensible-utils"),
            owned=("var/lib/postgresql/data",),
            files=(("usr/bin/start", 0o755, POSTGRES_SH),),
        ),
        Recipe(
            "mariadb",
            {"Env": [PATH], "User": "app", "Entrypoint": ["/usr/bin/start"],
             "Volumes": {"/var/lib/mysql": {}}},
            packages=("mariadb-server-core", "mariadb-client-core"),
            programs=("usr/sbin/mariadbd", "usr/bin/mariadb", "usr/bin/mariadb-install-db",
                      "usr/bin/my_print_defaults", "usr/bin/resolveip"),
            trees=("usr/share/mysql",),
            without=("mariadb-common",),
            owned=("var/lib/mysql",),
            files=(("usr/bin/start", 0o755, MARIADB_SH),),
        ),
        Recipe(
            "java",
            {"Env": [f"{PATH}:/{JAVA}/bin"], "User": "app", "WorkingDir": "/home/app"},
            packages=("openjdk-17-jre-headless",),
            trees=(JAVA, "etc/java-17-openjdk"),
            leave=JAVA_LEAVE,
            without=("ca-certificates-java", "java-common", "libcups2", "libfontconfig1",
                     "liblcms2-2", "libjpeg62-turbo", "libnss3", "util-linux", "libasound2",
                     "libfreetype6", "libharfbuzz0b", "libpcsclite1"),
        ),
        Recipe(
            "node",
            {"Env": [PATH], "User": "app", "WorkingDir": "/home/app"},
            packages=("nodejs",),
            programs=("usr/bin/node",),
            trees=("usr/share/nodejs",),
        ),
        Recipe(
            "haproxy",
            {"Env": [PATH], "User": "app", "WorkingDir": "/tmp"},
            packages=("haproxy",),
            programs=("usr/sbin/haproxy",),
        ),
        Recipe(
            "gunicorn",
            {"Env": [PATH], "User": "app", "WorkingDir": "/home/app",
             "Entrypoint": ["python3", "-m", "gunicorn"], "Cmd": ["--bind", "0.0.0.0:8000", "app:app"]},
            packages=("python3", "python3-gunicorn"),
            programs=("usr/bin/python3",),
            trees=("usr/lib/python3.11", "usr/lib/python3/dist-packages/gunicorn",
                   "usr/lib/python3/dist-packages/pkg_resources"),
            leave=("usr/lib/python3.11/pydoc_data", "usr/lib/python3.11/lib2to3"),
            files=(("home/app/app.py", 0o644, APP_PY),),
        ),
        Recipe(
            "golang",
            {"Env": [f"{PATH}:/{GO}/bin", "CGO_ENABLED=0", "GOTOOLCHAIN=local", "GOFLAGS=-trimpath"],
             "WorkingDir": "/src"},
            packages=("golang-1.19-go", "golang-1.19-src"),
            trees=(GO, "usr/share/go-1.19"),
            leave=GO_LEAVE,
        ),
    )
}
