"""The neighbor nets as the registry lists them.

Starting points are the thesis's (table 4.4, CLIP's features); those for the built-in encoder were
tuned on the clip-art archive (``tests/benchmarks/suggesters_dev.py`` prints what each reaches).
"""

from engine.suggesters.kinds import StartingPoint, SuggesterKind
from engine.suggesters.plain_nets import ClassWiseNet, SimpleNet
from engine.suggesters.prototype_nets import (
    GROUPINGS,
    LABELLINGS,
    ClassWisePrototypeNet,
    SimplePrototypeNet,
)
from engine.suggesters.search_space import Choice, FloatRange, IntRange

SIMPLE_NET = "simple-net"
CLASS_WISE_NET = "class-wise-net"
SIMPLE_PROTOTYPES = "simple-net-prototypes"
CLASS_WISE_PROTOTYPES = "class-wise-net-prototypes"

TEMPERATURES = FloatRange(1.0, 300.0, log=True)
PROTOTYPES = IntRange(1, 64, log=True)

NET_KINDS = (
    SuggesterKind(
        SIMPLE_NET,
        "all labelled images vote for their labels, the more similar the more",
        SimpleNet,
        StartingPoint({"temperature": 105.6}, 0.15),
        starts={"built-in": StartingPoint({"temperature": 18.0}, 0.2)},
        search_space={"temperature": TEMPERATURES},
    ),
    SuggesterKind(
        CLASS_WISE_NET,
        "how similar an image is to those of each label, each label for itself",
        ClassWiseNet,
        StartingPoint({"temperature": 14.193}, 0.9),
        starts={"built-in": StartingPoint({"temperature": 30.0}, 0.7)},
        search_space={"temperature": TEMPERATURES},
    ),
    SuggesterKind(
        SIMPLE_PROTOTYPES,
        "a few typical images of every label, averages of the labelled ones, vote",
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
        search_space={
            "temperature": TEMPERATURES,
            "prototypes": PROTOTYPES,
            "grouping": Choice(GROUPINGS),
            "prototype_labels": Choice(LABELLINGS),
        },
    ),
    SuggesterKind(
        CLASS_WISE_PROTOTYPES,
        "how similar an image is to a few typical images of each label",
        ClassWisePrototypeNet,
        StartingPoint({"temperature": 14.193, "prototypes": 16, "grouping": "k-means"}, 0.8),
        search_space={
            "temperature": TEMPERATURES,
            "prototypes": PROTOTYPES,
            "grouping": Choice(GROUPINGS),
        },
    ),
)
