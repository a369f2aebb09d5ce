"""Patience with a deadline: tests wait for a state, never for a time."""

import threading
import time

_pause = threading.Event()


class TooLate(AssertionError):
    """The state did not come; the message tells what was seen last."""


def until(what: str, look, within: float = 30.0, every: float = 0.05):
    """Calls `look` until it answers something true, and answers that.

    An AssertionError out of `look` counts as "not yet" and is shown if it stays.
    """
    deadline, seen = time.monotonic() + within, None
    while True:
        try:
            seen = look()
            if seen:
                return seen
        except AssertionError as error:
            seen = error
        if time.monotonic() > deadline:
            raise TooLate(f"after {within:.0f} s still not: {what}; last seen: {seen!r}")
        _pause.wait(every)
