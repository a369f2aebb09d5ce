"""From a recipe to an image: layers in the order base, Debian's files, own files."""

import hashlib
import json
import os
import subprocess
from pathlib import Path

from . import debian, elf
from .oci import Image, Tree
from .programs import PROGRAMS
from .recipes import GROUP, PASSWD, RECIPES, Recipe

ALL = RECIPES | PROGRAMS
LIBRARIES = ("lib/x86_64-linux-gnu", "lib/aarch64-linux-gnu", "lib", "lib64")


def architecture() -> str:
    """This machine's architecture in OCI's and Debian's word (they agree: amd64, arm64)."""
    return subprocess.check_output(["dpkg", "--print-architecture"], text=True).strip()


def make(recipe: Recipe, folders: dict[str, Path]) -> Image:
    """Builds an image from unpacked packages."""
    layers = [base(folders["busybox-static"])]
    if recipe.programs or recipe.trees:
        layers.append(programs(recipe, folders))
    if recipe.files or recipe.owned:
        tree = Tree()
        for path in recipe.owned:
            tree.folder(path, 0o700, 1000, 1000)
        for path, mode, text in recipe.files:
            tree.file(path, text, mode)
        layers.append(tree.layer())
    return Image(recipe.name, [tree.layer() if isinstance(tree, Tree) else tree for tree in layers],
                 recipe.config, architecture())


def base(folder: Path):
    """Busybox under all its names, the users, and the folders every program expects."""
    binary = folder / "bin/busybox"
    tree = Tree()
    for link in ("bin", "sbin", "lib", "lib64"):
        tree.link(link, f"usr/{link}")
        tree.folder(f"usr/{link}")
    tree.file("usr/bin/busybox", binary.read_bytes(), 0o755)
    applets = subprocess.check_output([binary, "--list-full"], text=True).split()
    for applet in applets:
        where, name = ("usr/sbin" if "sbin/" in applet else "usr/bin"), applet.rpartition("/")[2]
        if name != "busybox":
            tree.link(f"{where}/{name}", "busybox" if where == "usr/bin" else "../bin/busybox")
    for path in ("dev", "proc", "sys", "run", "etc", "var", "home"):
        tree.folder(path)
    tree.folder("tmp", 0o1777)
    tree.folder("root", 0o700)
    tree.folder("home/app", 0o755, 1000, 1000)
    tree.file("etc/passwd", PASSWD)
    tree.file("etc/group", GROUP)
    return tree.layer()


def programs(recipe: Recipe, folders: dict[str, Path]):
    """The named programs and, followed through their headers, the libraries they load."""
    whole = {path for name in recipe.trees for path in below(name, recipe, folders)}
    tree, todo, done = Tree(), [*recipe.programs, *whole], set()
    # What a tree has itself its programs find there.
    own = {os.path.basename(path) for path in whole}
    while todo:
        name = todo.pop()
        if name in done or name.startswith(recipe.leave):
            continue
        done.add(name)
        source = locate(name, folders)
        if source is None:
            raise debian.Missing(f"image {recipe.name}: no package holds {name}")
        folder, path = source
        file = folder / path
        target = merged(path)
        if file.is_symlink():
            to = os.readlink(file)
            tree.link(target, to)
            absolute = to if to.startswith("/") else os.path.normpath(f"/{os.path.dirname(path)}/{to}")
            if name not in whole:
                todo.append(absolute.lstrip("/"))
            continue
        data = file.read_bytes()
        tree.file(target, data, file.stat().st_mode & 0o7777)
        todo.extend(need.lstrip("/") for need in elf.needs(data) if need not in own)
    return tree.layer()


def below(name: str, recipe: Recipe, folders: dict[str, Path]):
    """The files and links below a folder, in whichever packages have a part of it."""
    for folder in folders.values():
        for where, inside, files in os.walk(folder / name):
            links = [entry for entry in inside if os.path.islink(os.path.join(where, entry))]
            for file in (*files, *links):
                path = os.path.relpath(os.path.join(where, file), folder)
                if not path.startswith(recipe.leave):
                    yield path


def locate(name: str, folders: dict[str, Path]):
    """Where `name` is: a path, or a soname to be looked for where the loader looks."""
    names = [name, f"usr/{name}", name.removeprefix("usr/")]
    if "/" not in name:
        names = [f"{prefix}{where}/{name}" for where in LIBRARIES for prefix in ("usr/", "")]
    for folder in folders.values():
        for candidate in names:
            if os.path.lexists(folder / candidate):
                return folder, candidate
    return None


def merged(path: str) -> str:
    """Where a path lives when /bin, /sbin, /lib and /lib64 are links into /usr."""
    return f"usr/{path}" if path.split("/")[0] in ("bin", "sbin", "lib", "lib64") else path


def code_hash() -> str:
    """Changes when this package's own code or any recipe changes."""
    seen = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        seen.update(source.read_bytes())
    return seen.hexdigest()[:16]


def cached(name: str, cache: Path, form: str = "oci") -> Path:
    """The archive of an image, built only when code, recipe or package versions changed."""
    recipe = ALL[name]
    stamp_file = cache / f"{name}.json"
    stamp = json.loads(stamp_file.read_text()) if stamp_file.exists() else {}
    lists = hashlib.sha256(debian.lists_stamp().encode()).hexdigest()[:16]
    if stamp.get("code") == code_hash() and stamp.get("lists") == lists:
        path = cache / stamp["files"].get(form, "")
        if path.is_file():
            return path
    versions, folders = packages(recipe, cache)
    key = hashlib.sha256(json.dumps([code_hash(), name, versions], sort_keys=True).encode())
    files = {kind: f"{name}-{key.hexdigest()[:16]}.{kind}.tar" for kind in ("oci", "docker")}
    path = cache / files[form]
    if not path.is_file():
        image = make(recipe, folders)
        image.write_oci(path) if form == "oci" else image.write_docker(path)
    part = stamp_file.with_suffix(f".part{os.getpid()}")
    part.write_text(json.dumps({"code": code_hash(), "lists": lists, "files": files}))
    part.replace(stamp_file)
    return path


def packages(recipe: Recipe, cache: Path):
    """Versions and unpacked folders of what a recipe needs. Stale lists are renewed once:
    mirrors drop superseded versions, and a fresh machine has no lists at all."""
    roots = ("busybox-static", *recipe.packages)
    try:
        versions = debian.closure(roots, recipe.without)
        return versions, debian.fetch(versions, cache)
    except debian.Missing:
        debian.refresh()
        versions = debian.closure(roots, recipe.without)
        return versions, debian.fetch(versions, cache)
