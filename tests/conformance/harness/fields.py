"""The table of a task definition's fields: what of botocore's model must have a row, and rows.

A row is one container: what its definition says, a script that looks from inside, and the lines
that it must say. Many rows run as the containers of few tasks.
"""

import ast
import re
import tomllib
from dataclasses import dataclass, field

from botocore.loaders import Loader

from harness.engine import ROOT

HERE = ROOT / "tests" / "conformance"
# What a task definition is made of, and what it is answered as.
BEGINNINGS = ("RegisterTaskDefinitionRequest", "TaskDefinition")
# The effect of a field is there, or what it acts on is not there yet: it has a row in both cases.
TAKEN = ("real", "kept")


@dataclass(frozen=True)
class Row:
    """`fields` as "ContainerDefinition.user"; `says` are lines, or sets of which one is said."""

    name: str
    fields: tuple[str, ...]
    container: dict
    script: str
    says: tuple
    more: dict = field(default_factory=dict)  # fields of the task

    def holds(self, lines: list[str]) -> bool:
        """Whether these are the lines that it must say."""
        return len(lines) == len(self.says) and all(
            line in said if isinstance(said, set) else line == said
            for line, said in zip(lines, self.says, strict=True))


def model(*beginnings: str) -> list[str]:
    """Each field of a task definition, with those of the structures in it."""
    shapes = Loader().load_service_model("ecs", "service-2")["shapes"]
    found, todo = {}, list(beginnings or BEGINNINGS)
    while todo:
        name = todo.pop()
        if name in found:
            continue
        shape = shapes[name]
        found[name] = list(shape.get("members", ()))
        inner = [member["shape"] for member in shape.get("members", {}).values()]
        inner += [shape[part]["shape"] for part in ("member", "key", "value") if part in shape]
        todo += inner
    return sorted(f"{shape}.{member}" for shape, members in found.items() for member in members)


def used(request: dict) -> set[str]:
    """The fields that a request to register a task definition says something of."""
    shapes, found = Loader().load_service_model("ecs", "service-2")["shapes"], set()

    def walk(value, name: str):
        shape = shapes[name]
        for member in value if shape["type"] == "structure" else ():
            found.add(f"{name}.{member}")
            walk(value[member], shape["members"][member]["shape"])
        for item in value if shape["type"] == "list" else ():
            walk(item, shape["member"]["shape"])

    walk(request, BEGINNINGS[0])
    return found


def states() -> dict[str, str]:
    """What becomes of each field: `models/ecs-fields.toml`, without the notes."""
    tables = tomllib.loads((ROOT / "models" / "ecs-fields.toml").read_text())
    return {f"{shape}.{name}": text.partition(":")[0]
            for shape, fields in tables.items() if shape != "operations" for name, text in fields.items()}


def tests() -> set[str]:
    """All tests of this suite, as `test_file.py::test_name`."""
    return {f"{path.name}::{node.name}" for path in HERE.glob("test_*.py")
            for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.FunctionDef) and re.match("test_", node.name)}


def tasks(rows: list[Row], each: int = 9) -> list[list[Row]]:
    """The rows of each task: as many as it may have beside the one that waits for all, and none
    beside one that says other things of the task."""
    made = []
    for row in rows:
        fits = (batch for batch in made if len(batch) < each and batch[0].more == row.more)
        batch = next(fits, None)
        if batch is None:
            made.append([row])
        else:
            batch.append(row)
    return made
