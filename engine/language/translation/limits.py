"""How long and how often a host is asked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """``request_s`` bounds one request, from its first byte out to its last byte in; ``run_s`` all.

    A host that asks for a longer pause than ``longest_pause_s`` ends the run, and so do
    ``failures_in_a_row`` names without an answer.
    """

    request_s: float = 10.0
    run_s: float = 3600.0
    requests_per_s: float = 4.0
    attempts: int = 4
    first_pause_s: float = 0.5
    longest_pause_s: float = 60.0
    failures_in_a_row: int = 3
