"""The regressions, and the ensemble with one, as the registry lists them.

Starting points for the built-in encoder were tuned on the clip-art archive
(``tests/benchmarks/suggesters_dev.py`` prints what each reaches).
"""

from engine.suggesters.ensemble import Ensemble
from engine.suggesters.kinds import StartingPoint, SuggesterKind
from engine.suggesters.neighbors.neighbor_mix import NeighborMix
from engine.suggesters.regression.kernel_ridge import KernelRidge
from engine.suggesters.regression.linear_probe import LinearProbe
from engine.suggesters.search_space import FloatRange, IntRange

NEIGHBOR_MIX = "neighbor-mix"
KERNEL_RIDGE = "kernel-ridge"
LINEAR_PROBE = "linear-probe"
ENSEMBLE = "ensemble"

RIDGE_TEMPERATURES = FloatRange(0.5, 30.0, log=True)
REGULARIZATIONS = FloatRange(0.003, 3.0, log=True)

REGRESSION_KINDS = (
    SuggesterKind(
        NEIGHBOR_MIX,
        NeighborMix,
        StartingPoint({"temperature": 3.0, "regularization": 0.03, "neighbors": 32}, 0.24),
        starts={
            "built-in": StartingPoint(
                {"temperature": 1.0, "regularization": 0.03, "neighbors": 32}, 0.24
            )
        },
        search_space={
            "temperature": FloatRange(0.3, 10.0, log=True),
            "regularization": FloatRange(0.003, 1.0, log=True),
            "neighbors": IntRange(8, 64, log=True),
        },
        weighs_neighbors=True,
    ),
    SuggesterKind(
        KERNEL_RIDGE,
        KernelRidge,
        StartingPoint({"temperature": 2.0, "regularization": 0.05}, 0.2),
        search_space={"temperature": RIDGE_TEMPERATURES, "regularization": REGULARIZATIONS},
    ),
    SuggesterKind(
        ENSEMBLE,
        Ensemble,
        StartingPoint(
            {
                "temperature": 68.566,
                "neighbors": 36,
                "ridge_temperature": 2.0,
                "regularization": 0.05,
            },
            0.2,
        ),
        starts={
            "built-in": StartingPoint(
                {
                    "temperature": 20.0,
                    "neighbors": 36,
                    "ridge_temperature": 2.0,
                    "regularization": 0.05,
                },
                0.2,
            )
        },
        search_space={
            "temperature": FloatRange(1.0, 300.0, log=True),
            "neighbors": IntRange(1, 128, log=True),
            "ridge_temperature": RIDGE_TEMPERATURES,
            "regularization": REGULARIZATIONS,
        },
        held_out="folds",
    ),
    SuggesterKind(
        LINEAR_PROBE,
        LinearProbe,
        StartingPoint({"strength": 100.0}, 0.15),
        search_space={"strength": FloatRange(0.1, 10_000.0, log=True)},
        has_evidence=False,
        held_out="folds",
    ),
)
