"""What people are told a suggester is called and does; the program's own names stay in tooltips."""

from PySide6.QtCore import QCoreApplication

from gui.services.translations import QT_TRANSLATE_NOOP

CONTEXT = "Suggesters"

TITLES: dict[str, tuple[str, str]] = {
    "neighbor-search": (
        QT_TRANSLATE_NOOP("Suggesters", "Similar images"),
        QT_TRANSLATE_NOOP(
            "Suggesters", "Takes labels from the most similar labelled images, the closest first."
        ),
    ),
    "1-nn": (
        QT_TRANSLATE_NOOP("Suggesters", "Most similar image"),
        QT_TRANSLATE_NOOP("Suggesters", "Copies the labels of the one most similar image."),
    ),
    "neighbor-mix": (
        QT_TRANSLATE_NOOP("Suggesters", "Mix of similar images"),
        QT_TRANSLATE_NOOP(
            "Suggesters",
            "Finds the few similar images that together look most like this one, and takes their "
            "labels.",
        ),
    ),
    "simple-net": (
        QT_TRANSLATE_NOOP("Suggesters", "Vote of all images"),
        QT_TRANSLATE_NOOP(
            "Suggesters", "All labelled images vote, and similar ones count for more."
        ),
    ),
    "class-wise-net": (
        QT_TRANSLATE_NOOP("Suggesters", "Vote within each label"),
        QT_TRANSLATE_NOOP(
            "Suggesters", "Looks at each label by itself: how similar are the images that carry it?"
        ),
    ),
    "simple-net-prototypes": (
        QT_TRANSLATE_NOOP("Suggesters", "Vote of typical images"),
        QT_TRANSLATE_NOOP(
            "Suggesters", "A few typical images stand for all labelled ones and vote."
        ),
    ),
    "class-wise-net-prototypes": (
        QT_TRANSLATE_NOOP("Suggesters", "Typical images of each label"),
        QT_TRANSLATE_NOOP(
            "Suggesters", "How similar is an image to a few typical images of each label?"
        ),
    ),
    "simple-net-fine-tuned": (
        QT_TRANSLATE_NOOP("Suggesters", "Vote of all images, trained"),
        QT_TRANSLATE_NOOP(
            "Suggesters", "Training moves every labelled image to where its vote helps most."
        ),
    ),
    "class-wise-net-fine-tuned": (
        QT_TRANSLATE_NOOP("Suggesters", "Vote within each label, trained"),
        QT_TRANSLATE_NOOP(
            "Suggesters", "Training moves the images of each label to where they tell it best."
        ),
    ),
    "simple-net-prototypes-fine-tuned": (
        QT_TRANSLATE_NOOP("Suggesters", "Vote of typical images, trained"),
        QT_TRANSLATE_NOOP(
            "Suggesters", "Training moves the typical images to where their vote helps most."
        ),
    ),
    "class-wise-net-prototypes-fine-tuned": (
        QT_TRANSLATE_NOOP("Suggesters", "Typical images of each label, trained"),
        QT_TRANSLATE_NOOP(
            "Suggesters", "Training moves each label's typical images to where they tell it best."
        ),
    ),
    "neighbor-search-fine-tuned": (
        QT_TRANSLATE_NOOP("Suggesters", "Similar images, trained"),
        QT_TRANSLATE_NOOP("Suggesters", "Training decides anew which labelled images are similar."),
    ),
    "linear-probe": (
        QT_TRANSLATE_NOOP("Suggesters", "One rule for each label"),
        QT_TRANSLATE_NOOP("Suggesters", "Learns for each label what its images have in common."),
    ),
    "kernel-ridge": (
        QT_TRANSLATE_NOOP("Suggesters", "All images for and against"),
        QT_TRANSLATE_NOOP(
            "Suggesters", "Every labelled image speaks for or against, weighed against each other."
        ),
    ),
    "ensemble": (
        QT_TRANSLATE_NOOP("Suggesters", "All together"),
        QT_TRANSLATE_NOOP(
            "Suggesters", "Asks several suggesters and learns how much to trust each."
        ),
    ),
    "language-image": (
        QT_TRANSLATE_NOOP("Suggesters", "Names of labels"),
        QT_TRANSLATE_NOOP(
            "Suggesters", "Compares an image with what labels are called; needs no labelled images."
        ),
    ),
    "fused": (
        QT_TRANSLATE_NOOP("Suggesters", "Names and images"),
        QT_TRANSLATE_NOOP(
            "Suggesters",
            "Begins with what labels are called, and goes by labelled images the more there are.",
        ),
    ),
}
"""By the name in the registry: a title and a sentence."""

VERSIONS: dict[str, str] = {
    "original names": QT_TRANSLATE_NOOP("Suggesters", "original names"),
    "automatic names": QT_TRANSLATE_NOOP("Suggesters", "automatic names"),
    "manual names": QT_TRANSLATE_NOOP("Suggesters", "manual names"),
    "best names": QT_TRANSLATE_NOOP("Suggesters", "best names"),
}
"""What stands in brackets behind a suggester that a report measures several times."""


def kind_and_version(name: str) -> tuple[str, str]:
    """ "language-image (manual names)" as the suggester and the version of the names it was
    measured with; "" where there are no versions of it."""
    kind, bracket, version = name.removesuffix(")").partition(" (")
    return (kind, version) if bracket and version in VERSIONS else (name, "")


def suggester_title(name: str) -> str:
    """What a suggester is called on screen; its own name where it has no other."""
    kind, version = kind_and_version(name)
    if version:
        return f"{suggester_title(kind)} ({QCoreApplication.translate(CONTEXT, VERSIONS[version])})"
    if name not in TITLES:
        return name.replace("-", " ")
    return QCoreApplication.translate(CONTEXT, TITLES[name][0])


def suggester_sentence(name: str, description: str = "") -> str:
    """What a suggester does, in one sentence; ``description`` where there is none for people."""
    name, _ = kind_and_version(name)
    if name not in TITLES:
        return description
    return QCoreApplication.translate(CONTEXT, TITLES[name][1])


def suggester_tooltip(name: str, description: str) -> str:
    """The technical words."""
    return f"{name}: {description}"
