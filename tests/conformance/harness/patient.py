"""Clients for tests that kill the server."""

from botocore.exceptions import BotoCoreError

from harness.tasks import Bench
from harness.wait import until


class Patient:
    """A client that calls until it is answered: its server may die in the middle of any call.

    AWS's clients do so by themselves; ours ask at once and then often, to lose no time.
    """

    def __init__(self, client):
        self.client = client

    def __getattr__(self, name):
        there = getattr(self.client, name)
        if not callable(there) or name == "get_paginator":
            return there

        def call(**args):
            def attempt():
                try:
                    return there(**args)
                except BotoCoreError:
                    return None
            return until(f"{name} is answered", attempt, within=40)
        return call


def patient(bench: Bench) -> Bench:
    """The bench with clients that are so."""
    bench.ecs, bench.logs, bench.ec2 = (Patient(client) for client in (bench.ecs, bench.logs, bench.ec2))
    return bench
