"""Encoding on all cores: many batches at a time, each in one thread.

torch's own way, one batch spread over all cores, makes the cores wait for one another after every
layer. That is slow wherever anything else runs, and here something does: the processes that decode
images. Eight images at a time in one thread also stay in that core's cache.
"""

import functools
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def usable_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_in_threads(function: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """``function`` of each item in order; within it torch uses one thread and no gradients."""
    return list(_executor().map(functools.partial(_without_gradients, function), items))


@functools.cache
def _executor() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(
        usable_cores(), thread_name_prefix="encoder", initializer=_use_one_thread
    )


def _use_one_thread() -> None:
    import torch

    # With OpenMP this holds for the calling thread alone.
    torch.set_num_threads(1)


def _without_gradients(function: Callable[[Item], Result], item: Item) -> Result:
    import torch

    # Inference mode, too, is each thread's own.
    with torch.inference_mode():
        return function(item)
