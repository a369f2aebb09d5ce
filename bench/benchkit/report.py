"""What was measured, for people and for programs."""

import json
from pathlib import Path

from .stats import OURS, Row

BEGIN, END = "<!-- figures: bench/run --write -->", "<!-- end of figures -->"


def number(value: float) -> str:
    """Three digits that matter."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.{1 if value >= 10 else 2 if value >= 1 else 3}f}"


def figure(row: Row, who: str) -> str:
    low, high = row.spread(who)
    shown = f"{number(row.median(who))} {row.unit}"
    return shown if len(row.rounds[who]) == 1 else f"{shown} ({number(low)}–{number(high)})"


def lines(rows: list[Row]) -> list[str]:
    """The table, as Markdown: one line for each peer, with what was to be reached."""
    out = ["| what | ferrogate | peer | ratio | at least | |", "|---|---|---|---|---|---|"]
    for row in rows:
        for target in row.targets:
            value, verdict = row.value(target), "yes" if target.met(row.value(target)) else "**no**"
            if target.peer in OURS:
                ours, peer, ratio = figure(row, target.peer), "–", "–"
                wanted, title = target.text(f" {row.unit}"), f"{row.title}: {target.peer}"
            else:
                low, high = row.ratios(target)
                ours, peer = figure(row, "ferrogate"), f"{target.peer}: {figure(row, target.peer)}"
                ratio, wanted, title = f"{number(value)}× ({number(low)}–{number(high)})", target.text(), row.title
            out.append(f"| {title} | {ours} | {peer} | {ratio} | {wanted} | {verdict} |")
        named = {target.peer for target in row.targets} | {"ferrogate"}
        for who in row.rounds:
            if who not in named:
                out.append(f"| {row.title}, beside | | {who}: {figure(row, who)} | | | |")
    return out


def document(about: dict, rows: list[Row]) -> str:
    """The part of docs/benchmarks.md that a run writes."""
    machine = about["machine"]
    peers = ", ".join(f"{name} {version}" for name, version in sorted(about["versions"].items()))
    loads = "; ".join(f"{row.key} {'–'.join(f'{value:.1f}' for value in row.load)}" for row in rows)
    out = [
        f"{about['date']}, commit {about['commit']}: {machine['cores']} cores of {machine['cpu']}, "
        f"{machine['memory_gib']} GiB, Linux {machine['kernel']}, cgroup {machine['cgroup']}. "
        f"Peers: {peers}. The whole run took {about['seconds'] / 60:.1f} minutes.", "",
        "Medians; in brackets the lowest and the highest round.", "", *lines(rows), "",
        f"Load average of one minute at each row's begin and end: {loads}.", "",
        "Beside the figures:", ""]
    for row in rows:
        for name, value in row.notes.items():
            if isinstance(value, dict):
                value = ", ".join(f"{key} {of}" for key, of in value.items())
            out.append(f"- {row.key}: {name}: {value}")
    return "\n".join(out)


def write(document_text: str, path: Path):
    """Replaces the figures in the document; the words around them stay."""
    text = path.read_text()
    head, _, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not end:
        raise ValueError(f"{path} has no place for figures")
    path.write_text(f"{head}{BEGIN}\n{document_text}\n{END}{tail}")


def save(about: dict, rows: list[Row], path: Path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**about, "rows": [row.as_json() for row in rows]}, indent=1) + "\n")
