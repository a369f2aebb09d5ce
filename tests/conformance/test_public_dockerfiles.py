"""Dockerfiles of the shapes that well-known projects have. Nothing is fetched: Go is Go, and where a
project's tools would fetch, others stand in, and what those are told is what the image shows."""

import os

import pytest

from harness.tasks import unique

# Each tool tells its words, and makes what the real one would.
TOOLS = {
    "npm": 'mkdir -p node_modules/left .next/standalone .next/static; echo "npm $*" >>node_modules/left/log\n'
           'cp node_modules/left/log .next/standalone/server.js; echo css >.next/static/a.css\n',
    "yarn": 'exec npm "$@"\n',
    "node": 'echo "node in $NODE_ENV on $HOSTNAME:$PORT as $(id -u):$(id -g)"; cat "$1"\n',
    "pip": 'mkdir -p /install/bin; { echo "#!/bin/sh"; echo "echo gunicorn of $4: \\"\\$@\\""; } >/install/bin/gunicorn\n'
           "chmod 755 /install/bin/gunicorn\n",
}

NEXT = """\
# syntax=docker/dockerfile:1

FROM {tools} AS base

# What the program stands on
FROM base AS deps
WORKDIR /app
COPY package.json yarn.lock* package-lock.json* pnpm-lock.yaml* .npmrc* ./
RUN \\
  if [ -f yarn.lock ]; then yarn --frozen-lockfile; \\
  # a comment within
  elif [ -f package-lock.json ]; then npm ci; \\

  else echo "there is no lock file" && exit 1; \\
  fi

FROM base AS builder
WORKDIR /app
COPY --from=deps /app/node_modules ./node_modules
COPY . .
ENV NEXT_TELEMETRY_DISABLED=1
RUN npm run build

FROM base AS runner
WORKDIR /app
ENV NODE_ENV=production
RUN echo web:x:1001: >>/etc/group
RUN echo next:x:1001:1001::/app:/bin/false >>/etc/passwd
COPY --from=builder /app/public ./public
RUN mkdir .next && chown next:web .next
COPY --from=builder --chown=next:web /app/.next/standalone ./
COPY --from=builder --chown=next:web /app/.next/static ./.next/static
USER next
EXPOSE 3000
ENV PORT=3000
ENV HOSTNAME="0.0.0.0"
CMD ["node", "server.js"]
"""

GUNICORN = """\
from {tools} as build
arg REQUIREMENTS=requirements.txt
env PYTHONUNBUFFERED=1 \\
    PIP_NO_CACHE_DIR=off
workdir /build
copy requirements*.txt constraints*.txt ./
run pip install --prefix=/install "$REQUIREMENTS" --compile

from {tools}
copy --link --from=build /install /usr/local
copy --chown=1000:1000 --chmod=0755 entrypoint.sh app* /srv/
workdir /srv
user 1000
expose 8000/tcp
healthcheck --interval=30s --timeout=3s --start-period=5s --retries=3 cmd wget -q localhost:8000 || exit 1
stopsignal sigint
entrypoint ["./entrypoint.sh"]
cmd ["gunicorn", "--bind", "0.0.0.0:8000", "app:make()"]
"""

STATIC = """\
ARG GO={go}
FROM --platform=$BUILDPLATFORM ${{GO}} AS build
ARG TARGETOS TARGETARCH
WORKDIR /src
COPY go.mod go.sum* ./
COPY . .
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -ldflags="-s -w" -o /out/site ./cmd/site

FROM scratch
COPY --link --from=build /etc/passwd /etc/passwd
COPY --link --from=build /out/ /
COPY --from=build --chown=nobody /src/public /public
USER nobody
EXPOSE 8080
ENTRYPOINT ["/site"]
CMD ["public/index.html"]
"""

SITE = """\
package main

import (
	"fmt"
	"os"
	"os/user"
	"runtime"
)

func main() {
	who, err := user.Current()
	if err != nil {
		panic(err)
	}
	page, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	fmt.Printf("%s/%s as %s\\n%s", runtime.GOOS, runtime.GOARCH, who.Username, page)
}
"""


def written(folder, files: dict):
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def build(engine, folder, name: str) -> str:
    done = engine.cli("image", "build", "-t", name, str(folder), within=240)
    assert done.returncode == 0, done.stderr
    return name


def output(engine, image: str, *words) -> list[str]:
    done = engine.cli("run", "--wait", "--name", unique("task"), *words, image, within=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def tools(engine, images, tmp_path_factory):
    """An image of a shell and the tools."""
    base = images("busybox").partition("/")[2]
    files = {f"bin/{name}": f"#!/bin/sh\nset -eu\n{text}" for name, text in TOOLS.items()}
    folder = written(tmp_path_factory.mktemp("tools"), {
        "Dockerfile": f"FROM {base}\nCOPY --chmod=755 bin/ /usr/local/bin/\n", **files})
    return build(engine, folder, unique("tools"))


def test_a_program_of_next_js(engine, tools, tmp_path):
    folder = written(tmp_path, {
        "Dockerfile": NEXT.format(tools=tools), "package.json": "{}", "package-lock.json": "{}",
        "public/robots.txt": "none", "node_modules/mine/log": "not this", ".dockerignore": "node_modules\n.git*\n"})
    assert output(engine, build(engine, folder, unique("next"))) == [
        "node in production on 0.0.0.0:3000 as 1001:1001", "npm ci", "npm run build"]


def test_a_program_of_python_behind_gunicorn(engine, tools, tmp_path):
    folder = written(tmp_path, {
        "Dockerfile": GUNICORN.format(tools=tools), "requirements.txt": "gunicorn\n", "app.py": "",
        "entrypoint.sh": '#!/bin/sh\necho "as $(id -u) in $PWD: $(ls)"\nexec "$@"\n'})
    assert output(engine, build(engine, folder, unique("gunicorn"))) == [
        "as 1000 in /srv: app.py", "entrypoint.sh",
        "gunicorn of --compile: --bind 0.0.0.0:8000 app:make()"]


def test_a_static_site_of_go_on_nothing(engine, images, tmp_path):
    folder = written(tmp_path, {
        "Dockerfile": STATIC.format(go=images("golang").partition("/")[2]), "go.mod": "module site\n\ngo 1.19\n",
        "cmd/site/main.go": SITE, "public/index.html": "<h1>here</h1>\n"})
    name = build(engine, folder, unique("static"))
    architecture = {"x86_64": "amd64", "aarch64": "arm64"}[os.uname().machine]
    assert output(engine, name) == [f"linux/{architecture} as nobody", "<h1>here</h1>"]
