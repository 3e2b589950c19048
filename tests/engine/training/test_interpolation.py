"""Both ends of a mix are their models to the bit; the choice of a mix keeps what is asked."""

import pytest
import torch

from engine.training.interpolation import AlphaPoint, alpha_curve, best_alpha, interpolated, souped


def state(seed: int) -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    return {
        "weight": torch.randn(5, 3, generator=generator),
        "half": torch.randn(4, generator=generator).to(torch.float16),
        "count": torch.tensor(seed),
    }


def test_ends_are_the_models_and_the_middle_is_between() -> None:
    base, trained = state(1), state(2)
    for end, alpha in ((base, 0.0), (trained, 1.0)):
        found = interpolated(base, trained, alpha)
        assert all(torch.equal(found[name], end[name]) for name in end)
        assert all(found[name].data_ptr() != end[name].data_ptr() for name in end)
    middle = interpolated(base, trained, 0.25)
    torch.testing.assert_close(middle["weight"], 0.75 * base["weight"] + 0.25 * trained["weight"])
    assert middle["half"].dtype == torch.float16
    assert middle["count"] == 1
    alphas = [one.alpha for one in alpha_curve(base, trained, lambda a, _: AlphaPoint(a, 0, 0))]
    assert (alphas[0], alphas[-1], len(alphas)) == (0.0, 1.0, 11)
    with pytest.raises(ValueError, match="differ"):
        interpolated(base, {"weight": base["weight"]}, 0.5)


def test_a_soup_of_one_is_that_one() -> None:
    one, other = state(1), state(2)
    assert all(torch.equal(souped([one])[name], one[name]) for name in one)
    torch.testing.assert_close(
        souped([one, other])["weight"], (one["weight"] + other["weight"]) / 2
    )


def test_the_best_on_the_new_and_no_worse_on_the_old() -> None:
    curve = [
        AlphaPoint(0.0, 0.1, 0.2, 0.70),
        AlphaPoint(0.5, 0.3, 0.4, 0.71),
        AlphaPoint(0.7, 0.4, 0.4, 0.69),
        AlphaPoint(1.0, 0.4, 0.5, 0.65),
    ]
    assert best_alpha(curve).alpha == 0.7  # of equals the better on the old task
    assert best_alpha(curve, not_worse=True).alpha == 0.5
    assert best_alpha(curve, tolerance=0.11).alpha == 0.5  # what may be chance is left to the old
    with pytest.raises(ValueError, match="alpha 0"):
        best_alpha(curve[1:], not_worse=True)
