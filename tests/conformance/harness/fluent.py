"""The configuration files of the programs that route logs, read by their documented grammar.

Fluent Bit's classic format: `[SECTION]` in the first column, entries below it indented alike, each
a key and a value; `@INCLUDE path` in the first column. Fluentd's: `<directive argument>` up to
`</directive>`, within it parameters and other directives; `@include path` at the top.
"""

import re
from dataclasses import dataclass, field


@dataclass
class Section:
    """`[INPUT]` and its entries, or `<match a.**>` and its parameters."""

    name: str
    argument: str = ""
    entries: list[tuple[str, str]] = field(default_factory=list)
    within: list["Section"] = field(default_factory=list)

    def get(self, key: str) -> str | None:
        """The one value of a key, which is the same in either case."""
        found = [value for name, value in self.entries if name.lower() == key.lower()]
        assert len(found) < 2, (self, key)
        return found[0] if found else None


def fluent_bit(text: str) -> tuple[list[Section], list[str]]:
    """The sections in their order, and what is included."""
    sections, includes, indent = [], [], None
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if head := re.fullmatch(r"\[([A-Z_]+)\]", line):
            sections.append(Section(head[1]))
            indent = None
        elif included := re.fullmatch(r"@INCLUDE (\S+)", line):
            includes.append(included[1])
        else:
            entry = re.fullmatch(r"( +)(\S+) +(\S.*)", line)
            assert entry and sections, f"neither a section nor an entry of one: {line!r}"
            assert indent in (None, entry[1]), f"entries of a section are indented alike: {line!r}"
            indent = entry[1]
            sections[-1].entries.append((entry[2], entry[3]))
    assert all(section.entries for section in sections), "no section is empty"
    return sections, includes


def fluentd(text: str) -> tuple[list[Section], list[str]]:
    """The directives in their order, and what is included."""
    top, includes, opened = [], [], []
    for line in (line.strip() for line in text.splitlines()):
        if not line or line.startswith("#"):
            continue
        if end := re.fullmatch(r"</(\w+)>", line):
            assert opened and opened[-1].name == end[1], f"it ends what did not begin: {line!r}"
            opened.pop()
        elif begin := re.fullmatch(r"<(\w+)(?: ([^>]+))?>", line):
            section = Section(begin[1], begin[2] or "")
            (opened[-1].within if opened else top).append(section)
            opened.append(section)
        elif not opened and (included := re.fullmatch(r"@include (\S+)", line)):
            includes.append(included[1])
        else:
            parameter = re.fullmatch(r"(@?\w+) (\S.*)", line)
            assert parameter and opened, f"no parameter of a directive: {line!r}"
            opened[-1].entries.append((parameter[1], parameter[2]))
    assert not opened, f"not ended: {opened}"
    return top, includes
