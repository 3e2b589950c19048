"""The sentences, headings and cells of the Captions page, in the person's language."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLocale

from engine.evaluation.retrieval.gap import Gap
from engine.evaluation.retrieval.map import Colouring
from engine.evaluation.retrieval.measures import Population, Retrieval
from engine.evaluation.retrieval.projection import Method
from engine.evaluation.retrieval.report import CaptionReport
from gui.widgets.figures.model import Cell, FigureColumn, Row
from gui.words.amounts import counted, number, percentage
from gui.words.encoders import encoder_name
from gui.words.languages import title_of_code
from gui.words.times import local_time

NOTHING = "–"
SHOWN_RECALL = (1, 10, 100)


def figure(value: float, decimals: int = 3) -> str:
    """A number with decimals as the language writes them; a dash for none."""
    return NOTHING if value != value else QLocale().toString(float(value), "f", decimals)


def captions_of_images(captions: int, images: int) -> str:
    """How many captions there are, and on how many images."""
    translate = QCoreApplication.translate
    said = counted(
        captions, translate("Captions", "1 caption"), translate("Captions", "{count} captions")
    )
    on = counted(
        images, translate("Captions", "on 1 image"), translate("Captions", "on {count} images")
    )
    return f"{said} {on}"


def languages_sentence(counts: Mapping[str, int]) -> str:
    """The languages with their captions, the commonest first: "English 40, Norwegian 3"."""
    unknown = QCoreApplication.translate("Captions", "unknown language")
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return ", ".join(
        f"{title_of_code(code) if code else unknown} {number(count)}" for code, count in ordered
    )


def measured_sentence(report: CaptionReport) -> str:
    """What was measured, when, with which encoder."""
    translate = QCoreApplication.translate
    said = [
        translate("Captions", "Measured {when} with {encoder}.").format(
            when=local_time(report.made_at), encoder=encoder_name(report.encoder)
        )
    ]
    lengths = report.lengths
    said.append(
        translate("Captions", "Half of the captions have {words} words or fewer.").format(
            words=figure(lengths.median_words, 0)
        )
    )
    if lengths.truncated:
        said.append(
            translate(
                "Captions", "{share} are longer than the {tokens} tokens that the encoder reads."
            ).format(share=percentage(lengths.truncated), tokens=number(lengths.limit_tokens))
        )
    if report.trained:
        said.append(
            translate(
                "Captions",
                "The encoder was trained on captions, perhaps on these: on others it does less "
                "well.",
            )
        )
    if report.not_encoded:
        one = translate("Captions", "1 image is not encoded and left out.")
        many = translate("Captions", "{count} images are not encoded and left out.")
        said.append(counted(report.not_encoded, one, many))
    return " ".join(said)


def found_columns() -> tuple[FigureColumn, ...]:
    """The headings of what is found."""
    translate = QCoreApplication.translate
    within = translate("Captions", "In the first {count}")
    return (
        FigureColumn(translate("Captions", "Search"), numeric=False),
        FigureColumn(translate("Captions", "Among"), translate("Captions", "How many are ranked")),
        FigureColumn(
            translate("Captions", "How far up"),
            translate(
                "Captions",
                "Mean reciprocal rank (MRR): 1 where the right one always comes first, 0.5 where "
                "it comes second; with its 95 % interval, or its deviation over trials",
            ),
        ),
        FigureColumn(
            translate("Captions", "By chance"),
            translate(
                "Captions",
                "Mean reciprocal rank of a random order; high where many are right, such as equal "
                "captions",
            ),
        ),
        *(
            FigureColumn(
                translate("Captions", "Comes first") if k == 1 else within.format(count=k),
                f"Recall@{k}",
            )
            for k in SHOWN_RECALL
        ),
        FigureColumn(
            translate("Captions", "Middle rank"),
            translate("Captions", "Median rank of the first right one"),
        ),
    )


def found_rows(report: CaptionReport) -> dict[str, Row]:
    """Both directions over all, each with its smaller populations below, by a key."""
    rows: dict[str, Row] = {}
    for direction, found in report.retrieval.items():
        rows[direction] = _whole_row(direction, found)
        # The largest population first, next to the whole.
        for place, one in enumerate(reversed(report.populations.get(direction, ())), start=1):
            rows[f"{direction} {one.size}"] = _population_row(direction, place, one)
    return rows


def direction_title(direction: str) -> str:
    """What is looked for by what."""
    if direction == "image_to_text":
        return QCoreApplication.translate("Captions", "Captions by their image")
    return QCoreApplication.translate("Captions", "Images by their caption")


def _whole_row(direction: str, found: Retrieval) -> Row:
    low, high = found.mrr_interval
    return (
        Cell(
            direction_title(direction),
            f"{direction} 0",
            QCoreApplication.translate("Captions", "all of them"),
        ),
        Cell(number(found.size), found.size),
        Cell(figure(found.mrr), found.mrr, f"{figure(low)}–{figure(high)}"),
        Cell(figure(found.chance_mrr), found.chance_mrr),
        *(
            Cell(percentage(found.recall_at[k], 1), found.recall_at[k])
            if k in found.recall_at
            else Cell(NOTHING, -1.0)
            for k in SHOWN_RECALL
        ),
        Cell(figure(found.median_rank, 0), found.median_rank),
    )


def _population_row(direction: str, place: int, one: Population) -> Row:
    trials = QCoreApplication.translate("Captions", "drawn {count} times").format(count=one.trials)
    chance = sum(1 / rank for rank in range(1, one.size + 1)) / one.size
    shares = (one.recall_at_1, one.recall_at_10)
    return (
        Cell(direction_title(direction), f"{direction} {place}", trials),
        Cell(number(one.size), one.size),
        Cell(figure(one.mrr[0]), one.mrr[0], f"± {figure(one.mrr[1])}"),
        Cell(figure(chance), chance),
        *(Cell(percentage(mean, 1), mean, f"± {percentage(spread, 1)}") for mean, spread in shares),
        Cell(NOTHING, -1.0),
        Cell(NOTHING, -1.0),
    )


def gap_columns() -> tuple[FigureColumn, ...]:
    """The headings of how close captions are to their images."""
    translate = QCoreApplication.translate
    return (
        FigureColumn(translate("Captions", "Captions of"), numeric=False),
        FigureColumn(translate("Captions", "Grouped by"), numeric=False),
        FigureColumn(translate("Captions", "Captions")),
        FigureColumn(
            translate("Captions", "Own image"),
            translate("Captions", "Mean cosine of captions and their own images"),
        ),
        FigureColumn(
            translate("Captions", "Other images"),
            translate("Captions", "Mean cosine of captions and all other images"),
        ),
        FigureColumn(translate("Captions", "Difference"), translate("Captions", "The gap")),
        FigureColumn(
            translate("Captions", "In deviations"),
            translate(
                "Captions",
                "The gap in standard deviations of wrong pairs, which can be compared between "
                "encoders",
            ),
        ),
    )


def gap_rows(report: CaptionReport) -> dict[str, Row]:
    """All, then languages, folders and labels, by a key."""
    translate = QCoreApplication.translate
    rows = {"all": _gap_row(translate("Captions", "all images"), "", report.gap)}
    root = translate("Captions", "the archive's root")
    for code, one in report.gap_by_language.items():
        title = translate("Captions", "unknown language") if code == "?" else title_of_code(code)
        rows[f"language {code}"] = _gap_row(title, colouring_title("language"), one)
    for name, one in report.gap_by_folder.items():
        rows[f"folder {name}"] = _gap_row(name or root, colouring_title("folder"), one)
    for name, one in report.gap_by_label.items():
        rows[f"label {name}"] = _gap_row(name, colouring_title("label"), one)
    return rows


def _gap_row(title: str, kind: str, one: Gap) -> Row:
    return (
        Cell(title, title, tooltip=title, best=not kind),
        Cell(kind, kind),
        # The whole stands before a group that is all of it.
        Cell(number(one.pairs), one.pairs if kind else one.pairs + 0.5),
        Cell(figure(one.true), one.true),
        Cell(figure(one.wrong), one.wrong),
        Cell(figure(one.gap), one.gap),
        Cell(figure(one.separation, 2), one.separation),
    )


def colouring_title(by: Colouring) -> str:
    """What points of the map, or captions, are grouped by."""
    translate = QCoreApplication.translate
    return {
        "folder": translate("Captions", "folder"),
        "language": translate("Captions", "language"),
        "label": translate("Captions", "label"),
    }[by]


def group_title(by: Colouring, value: str) -> str:
    """What a group is called; ``value`` "" is what is in none."""
    translate = QCoreApplication.translate
    if not value:
        return translate("Captions", "others")
    return title_of_code(value) if by == "language" else value


def method_title(method: Method) -> tuple[str, str]:
    """What a way to draw the map is called, and what it shows best."""
    translate = QCoreApplication.translate
    return {
        "t-sne": ("t-SNE", translate("Captions", "Neighbours stay neighbours; islands are apart")),
        "pca": ("PCA", translate("Captions", "The two directions in which vectors differ most")),
        "umap": ("UMAP", translate("Captions", "Neighbours and the larger order")),
    }[method]
