"""The neighbor nets as the registry lists them.

Starting points are the thesis's (table 4.4, CLIP's features); those for the built-in encoder were
tuned on the clip-art archive (``tests/benchmarks/suggesters_dev.py`` prints what each reaches).
"""

from engine.suggesters.kinds import Hyperparameters, StartingPoint, SuggesterKind
from engine.suggesters.leave_one_out import MOST_NEIGHBORS
from engine.suggesters.nets.fine_tuned import (
    FineTunedClassWiseNet,
    FineTunedClassWisePrototypeNet,
    FineTunedNeighborSearch,
    FineTunedSimpleNet,
    FineTunedSimplePrototypeNet,
)
from engine.suggesters.nets.plain_nets import ClassWiseNet, SimpleNet
from engine.suggesters.nets.prototype_nets import (
    GROUPINGS,
    LABELLINGS,
    ClassWisePrototypeNet,
    SimplePrototypeNet,
)
from engine.suggesters.search_space import Choice, FloatRange, IntRange, SearchSpace

SIMPLE_NET = "simple-net"
CLASS_WISE_NET = "class-wise-net"
SIMPLE_PROTOTYPES = "simple-net-prototypes"
CLASS_WISE_PROTOTYPES = "class-wise-net-prototypes"
SIMPLE_FINE_TUNED = "simple-net-fine-tuned"
CLASS_WISE_FINE_TUNED = "class-wise-net-fine-tuned"
SIMPLE_PROTOTYPES_FINE_TUNED = "simple-net-prototypes-fine-tuned"
CLASS_WISE_PROTOTYPES_FINE_TUNED = "class-wise-net-prototypes-fine-tuned"
SEARCH_FINE_TUNED = "neighbor-search-fine-tuned"

TEMPERATURES = FloatRange(1.0, 300.0, log=True)
PROTOTYPES = IntRange(1, 64, log=True)

TRAINING: SearchSpace = {
    "epochs": IntRange(1, 40, log=True),
    "batch_size": IntRange(16, 256, log=True),
    "learning_rate": FloatRange(0.1, 1000.0, log=True),
    "momentum": FloatRange(0.0, 0.99),
}
TRAINED: Hyperparameters = {
    "epochs": 6,
    "batch_size": 64,
    "learning_rate": 3.0,
    "momentum": 0.9,
}
"""What fits units that vote; the class-wise nets' scores hardly move at such a rate."""

TRAINED_CLASS_WISE: Hyperparameters = {**TRAINED, "epochs": 20, "learning_rate": 200.0}

NET_KINDS = (
    SuggesterKind(
        SIMPLE_NET,
        SimpleNet,
        StartingPoint({"temperature": 105.6}, 0.15),
        starts={"built-in": StartingPoint({"temperature": 30.0}, 0.177)},
        search_space={"temperature": TEMPERATURES},
    ),
    SuggesterKind(
        CLASS_WISE_NET,
        ClassWiseNet,
        StartingPoint({"temperature": 14.193}, 0.9),
        starts={"built-in": StartingPoint({"temperature": 260.0}, 0.878)},
        search_space={"temperature": TEMPERATURES},
    ),
    SuggesterKind(
        SIMPLE_PROTOTYPES,
        SimplePrototypeNet,
        StartingPoint(
            {
                "temperature": 43.653,
                "prototypes": 16,
                "grouping": "k-means",
                "prototype_labels": "average",
            },
            0.15,
        ),
        starts={
            "built-in": StartingPoint(
                {
                    "temperature": 11.6,
                    "prototypes": 33,
                    "grouping": "k-means",
                    "prototype_labels": "average",
                },
                0.088,
            )
        },
        search_space={
            "temperature": TEMPERATURES,
            "prototypes": PROTOTYPES,
            "grouping": Choice(GROUPINGS),
            "prototype_labels": Choice(LABELLINGS),
        },
    ),
    SuggesterKind(
        CLASS_WISE_PROTOTYPES,
        ClassWisePrototypeNet,
        StartingPoint({"temperature": 14.193, "prototypes": 16, "grouping": "k-means"}, 0.863),
        search_space={
            "temperature": TEMPERATURES,
            "prototypes": PROTOTYPES,
            "grouping": Choice(GROUPINGS),
        },
    ),
    SuggesterKind(
        SIMPLE_FINE_TUNED,
        FineTunedSimpleNet,
        StartingPoint({"temperature": 105.6, **TRAINED}, 0.15),
        starts={"built-in": StartingPoint({"temperature": 24.0, **TRAINED}, 0.2)},
        search_space={"temperature": TEMPERATURES, **TRAINING},
        has_evidence=False,
        held_out="folds",
    ),
    SuggesterKind(
        CLASS_WISE_FINE_TUNED,
        FineTunedClassWiseNet,
        StartingPoint({"temperature": 4.9755, **TRAINED_CLASS_WISE}, 0.3),
        search_space={"temperature": TEMPERATURES, **TRAINING},
        has_evidence=False,
        held_out="folds",
    ),
    SuggesterKind(
        SIMPLE_PROTOTYPES_FINE_TUNED,
        FineTunedSimplePrototypeNet,
        StartingPoint(
            {
                "temperature": 43.653,
                "prototypes": 16,
                "grouping": "k-means",
                "prototype_labels": "average",
                **TRAINED,
            },
            0.15,
        ),
        starts={
            "built-in": StartingPoint(
                {
                    "temperature": 16.0,
                    "prototypes": 16,
                    "grouping": "k-means",
                    "prototype_labels": "average",
                    **TRAINED,
                    "learning_rate": 10.0,
                },
                0.2,
            )
        },
        search_space={
            "temperature": TEMPERATURES,
            "prototypes": PROTOTYPES,
            "grouping": Choice(GROUPINGS),
            "prototype_labels": Choice(LABELLINGS),
            **TRAINING,
        },
        has_evidence=False,
        held_out="folds",
    ),
    SuggesterKind(
        CLASS_WISE_PROTOTYPES_FINE_TUNED,
        FineTunedClassWisePrototypeNet,
        StartingPoint(
            {"temperature": 4.9755, "prototypes": 16, "grouping": "random", **TRAINED_CLASS_WISE},
            0.3,
        ),
        search_space={
            "temperature": TEMPERATURES,
            "prototypes": PROTOTYPES,
            "grouping": Choice(GROUPINGS),
            **TRAINING,
        },
        has_evidence=False,
        held_out="folds",
    ),
    SuggesterKind(
        SEARCH_FINE_TUNED,
        FineTunedNeighborSearch,
        StartingPoint(
            {"temperature": 68.566, "max_difference": 5.2568, "neighbors": 36, **TRAINED}, 0.15
        ),
        starts={
            "built-in": StartingPoint(
                {"temperature": 20.0, "max_difference": 6.0, "neighbors": 36, **TRAINED}, 0.23
            )
        },
        search_space={
            "temperature": TEMPERATURES,
            "max_difference": FloatRange(0.0, 8.0),
            "neighbors": IntRange(1, MOST_NEIGHBORS, log=True),
            **TRAINING,
        },
        has_evidence=False,
        held_out="folds",
    ),
)
