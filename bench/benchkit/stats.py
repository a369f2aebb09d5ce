"""Figures of one row, and what they say about each other."""

import math
from dataclasses import dataclass, field
from statistics import median


@dataclass
class Target:
    """What the row is to reach: ours over the peer's, or ours alone where there is no peer."""

    peer: str
    limit: float
    # Whether a larger ratio is the better one.
    more: bool

    def met(self, value: float) -> bool:
        return value >= self.limit if self.more else value <= self.limit

    def text(self, unit: str = "×") -> str:
        return f"{'≥' if self.more else '≤'} {self.limit:g}{unit}"


def percentile(samples: list[float], part: float) -> float:
    """The least sample that so many are not above."""
    return sorted(samples)[max(0, math.ceil(len(samples) * part) - 1)]


@dataclass
class Row:
    """One thing that was measured, ours and each peer's; alternating, round by round."""

    key: str
    title: str
    unit: str
    # One list of samples a round, by who gave them.
    rounds: dict[str, list[list[float]]] = field(default_factory=dict)
    targets: list[Target] = field(default_factory=list)
    notes: dict = field(default_factory=dict)
    load: list[float] = field(default_factory=list)

    def add(self, who: str, samples: list[float]):
        self.rounds.setdefault(who, []).append(samples)

    def median(self, who: str) -> float:
        return median(sample for samples in self.rounds[who] for sample in samples)

    def add_ours(self, alone: str, samples: list[float]):
        """What is held against a peer and against a limit of its own."""
        self.add("ferrogate", samples)
        self.add(alone, samples)

    def spread(self, who: str) -> tuple[float, float]:
        """The least and the greatest median of a round."""
        medians = [median(samples) for samples in self.rounds[who] if samples]
        return min(medians), max(medians)

    def value(self, target: Target) -> float:
        """Ours over the peer's; ours alone where the target names itself."""
        ours = self.median(target.peer if target.peer in OURS else "ferrogate")
        return ours if target.peer in OURS else ours / self.median(target.peer)

    def ratios(self, target: Target) -> tuple[float, float]:
        """The least and the greatest ratio of a round."""
        pairs = zip(self.rounds["ferrogate"], self.rounds[target.peer], strict=True)
        ratios = [median(ours) / median(theirs) for ours, theirs in pairs]
        return min(ratios), max(ratios)

    def as_json(self) -> dict:
        return {
            "key": self.key, "title": self.title, "unit": self.unit, "rounds": self.rounds,
            "medians": {who: self.median(who) for who in self.rounds}, "load": self.load, "notes": self.notes,
            "targets": [{"of": target.peer, "limit": target.limit, "at_least": target.more,
                         "value": self.value(target), "met": target.met(self.value(target))}
                        for target in self.targets],
        }


# Who is measured against a limit and not against somebody.
OURS = ("server and agent", "shim with a task", "ferrogate alone", "1 at once", "10 at once", "100 at once")
