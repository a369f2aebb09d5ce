"""Finds Debian packages and what they depend on, and unpacks them, by apt and dpkg-deb.

Packages are only unpacked, never installed: no maintainer script runs, so what only
such scripts need (`SCRIPTS_ONLY`) is left out of the closure.
"""

import os
import re
import subprocess
from pathlib import Path

SCRIPTS_ONLY = {
    "adduser", "cdebconf", "debconf", "debconf-2.0", "dpkg", "gcc-12-base", "init-system-helpers",
    "install-info", "iproute2", "lsb-base", "perl", "perl-base", "passwd", "readline-common",
    "sysvinit-utils", "tar", "usr-is-merged", "usrmerge",
}


class Missing(Exception):
    """A package that apt does not know, or could not fetch."""


def lists_stamp() -> str:
    """Changes whenever apt's lists change, so an unchanged stamp means unchanged versions."""
    lists = Path("/var/lib/apt/lists")
    seen = [f"{entry.name}:{entry.stat().st_mtime_ns}:{entry.stat().st_size}"
            for entry in sorted(lists.glob("*_Packages*")) + sorted(lists.glob("*Release"))]
    return "\n".join(seen)


def refresh():
    """Asks the mirrors for their present lists."""
    run(["apt-get", "update", "-qq"])
    _known.clear()


def closure(roots: tuple[str, ...], without: tuple[str, ...] = ()) -> dict[str, str]:
    """The packages that `roots` need to run, themselves included, with their versions; what
    only `without` need is left out."""
    found: dict[str, str] = {}
    todo = set(roots)
    while todo:
        shown = show(todo)
        missing = {name for name in todo if name in roots and name not in shown}
        if missing:
            raise Missing(f"apt knows no package {', '.join(sorted(missing))}; run: apt-get update")
        found.update({name: fields["Version"] for name, fields in shown.items()})
        todo = {name for fields in shown.values() for name in depends(fields)}
        todo -= found.keys() | SCRIPTS_ONLY | set(without)
    return found


_known: dict[str, dict[str, str]] = {}


def show(names: set[str]) -> dict[str, dict[str, str]]:
    """The control fields of the newest version that a mirror has, by package name; unknown
    names are left out, and so are versions that only this machine has.

    Images share most packages and apt needs a second to answer: it is asked once for each.
    """
    asked = sorted(names - _known.keys())
    if asked:
        text = subprocess.run(["apt-cache", "show", *asked],
                              capture_output=True, text=True, check=False).stdout
        for stanza in text.strip().split("\n\n"):
            fields = dict(re.findall(r"^(Package|Version|Depends|Pre-Depends|Filename): (.*)$", stanza, re.M))
            if "Filename" in fields:
                _known.setdefault(fields["Package"], fields)
    return {name: _known[name] for name in names if name in _known}


def depends(fields: dict[str, str]) -> list[str]:
    """The first alternative of each dependency: the one that Debian prefers."""
    both = ", ".join(fields[key] for key in ("Pre-Depends", "Depends") if key in fields)
    return [re.split(r"[ (:|]", clause.strip(), maxsplit=1)[0]
            for clause in both.split(",") if clause.strip()]


def fetch(versions: dict[str, str], cache: Path) -> dict[str, Path]:
    """Downloads what `cache` lacks; answers each package's unpacked folder."""
    debs, trees = cache / "debs", cache / "trees"
    debs.mkdir(parents=True, exist_ok=True)
    folders = {name: trees / f"{name}_{version.replace(':', '%3a')}"
               for name, version in versions.items()}
    lacking = [name for name, folder in folders.items() if not folder.exists()]
    if lacking:
        # Root's apt would otherwise complain that its own download user cannot write here.
        run(["apt-get", "download", "-qq", "-o", "APT::Sandbox::User=root",
             *(f"{name}={versions[name]}" for name in lacking)], cwd=debs)
    for name in lacking:
        version = versions[name].replace(":", "%3a")
        deb = next(debs.glob(f"{name}_{version}_*.deb"))
        part = folders[name].with_name(folders[name].name + f".part{os.getpid()}")
        part.mkdir(parents=True)
        run(["dpkg-deb", "-x", str(deb.resolve()), str(part)])
        part.rename(folders[name])
    return folders


def run(command: list[str], cwd: Path | None = None):
    """Runs a command of Debian's; its own words are the error."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        words = done.stderr.strip() or done.stdout.strip()
        raise Missing(f"{' '.join(command[:3])} … failed: {words}")
