"""Rates begin, peak and end where they say; one-cycle is PyTorch's."""

import pytest
import torch

from engine.training.schedules import Schedule


def test_one_cycle_is_pytorchs() -> None:
    steps = 50
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    theirs = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, 2.0, total_steps=steps, pct_start=0.3, div_factor=2.0, final_div_factor=2.0
    )
    # They count the peak as the last step of the rise.
    ours = Schedule("one-cycle", 2.0, warm_share=14 / 50, first_share=0.5, last_share=0.25)
    for step in range(steps):
        assert ours.rate(step, steps) == pytest.approx(theirs.get_last_lr()[0], abs=1e-9)
        optimiser.step()
        if step + 1 < steps:
            theirs.step()


@pytest.mark.parametrize("kind", ["flat", "cosine", "one-cycle"])
def test_rises_to_the_peak_and_falls_to_the_end(kind: str) -> None:
    schedule = Schedule(kind, 0.1, warm_share=0.2, last_share=0.5)  # type: ignore[arg-type]
    rates = [schedule.rate(step, 100) for step in range(100)]
    assert 0 < rates[0] < rates[10] < rates[20] == 0.1 == max(rates)
    assert rates[-1] == pytest.approx(0.1 if kind == "flat" else 0.05)
