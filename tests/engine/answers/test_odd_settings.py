"""A catalogue's settings may be anybody's: odd ones count as never set, whoever asks."""

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine.answers.calibrated_thresholds import beta_of
from engine.answers.language import language_settings
from engine.answers.limits import limits_from
from engine.answers.references import minimum_images, settings_in_force, tuned_key
from engine.archive.keyword_table import TableOptions
from engine.jobs.due import work_left
from engine.jobs.scan_table import remember_import, scan_rows
from engine.suggesters.base import hyperparameters_of
from engine.suggesters.kinds import CONTEXT_WEIGHTS
from engine.suggesters.registry import SUGGESTERS

if TYPE_CHECKING:
    from conftest import MadeCatalogue

FINGERPRINT = "f" * 64
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
NAMES = st.sampled_from(
    ["path", "options", "hyperparameters", "threshold", "shown", "thresholds", "calibration", "x"]
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=8,
)
KEYS = [
    "language.contexts",
    "language.names",
    "language.domain",
    "scan.keyword_table",
    "scan.left",
    "scan.reader",
    "encode.failed",
    "encoder.row_length",
    "evaluate.beta",
    "suggest.minimum_images",
    "suggestions.shown",
    "decode.timeout_s",
    "decode.memory_bytes",
    "backups.interval_min",
    tuned_key("fused", FINGERPRINT),
]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(key="backups.interval_min", value=1.44e12)  # more than an interval of time can hold
@given(key=st.sampled_from(KEYS), value=VALUES)
def test_no_value_of_a_setting_is_a_fault(made: "MadeCatalogue", key: str, value: object) -> None:
    catalogue = made.catalogue
    catalogue.settings.set(key, value)
    language_settings(catalogue.settings).all_contexts()
    limits_from(catalogue.settings)
    beta_of(catalogue)
    minimum_images(catalogue)
    work_left(catalogue, "fused")
    settings_in_force(catalogue, "fused", ("built-in", FINGERPRINT))
    list(scan_rows(catalogue, None, None, []))
    remember_import(catalogue, 1)
    catalogue.backups.take_if_due()
    catalogue.settings.set(key, None)


@pytest.mark.parametrize("suggester", list(SUGGESTERS))
def test_hyperparameters_of_another_kind_are_left_out(
    made: "MadeCatalogue", suggester: str
) -> None:
    encoder = ("built-in", FINGERPRINT)
    usual = settings_in_force(made.catalogue, suggester, encoder)
    odd = {
        name: 3 if isinstance(value, str) else "many"
        for name, value in usual.hyperparameters.items()
    }
    made.catalogue.settings.set(
        tuned_key(suggester, FINGERPRINT), {"hyperparameters": odd, "threshold": 0.3}
    )
    tuned = settings_in_force(made.catalogue, suggester, encoder)
    assert tuned.tuned
    start = {**hyperparameters_of(usual.kind.create()), CONTEXT_WEIGHTS: ""}
    found = {**tuned.hyperparameters, CONTEXT_WEIGHTS: ""}
    assert found == {name: value for name, value in start.items() if name in found}


def test_what_is_of_the_right_kind_is_kept(made: "MadeCatalogue") -> None:
    stored = made.catalogue.settings
    kept = {
        "language.contexts": [["a {}", 1.0]],
        "scan.keyword_table": {"path": "k.csv", "options": {"separator": ",", "delimiter": None}},
        "scan.left": None,
        "unknown.to.this.version": {"a": [1]},
    }
    stored.set_many(kept)
    assert {key: stored.get(key) for key in kept} == kept
    assert kept.items() <= stored.all().items()
    assert TableOptions(**stored.get("scan.keyword_table")["options"]).separator == ","
