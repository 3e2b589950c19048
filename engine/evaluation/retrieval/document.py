"""A report on captions as one web page for people, and as files in a folder."""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.evaluation.report.inline_svg import inline_svg
from engine.evaluation.report.page import Cell, element, listed, page, table
from engine.evaluation.report.style import Style
from engine.evaluation.report.writing import drawn_plots
from engine.evaluation.retrieval.figures import FIGURES
from engine.evaluation.retrieval.gap import Gap
from engine.evaluation.retrieval.measures import Population, Retrieval
from engine.evaluation.retrieval.report import PAGE_NAME, REPORT_NAME, CaptionReport
from messages.stored import from_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Plots = Mapping[str, tuple[bytes, bytes]]
Makers = Mapping[str, Callable[[Style], "Figure"]]


def report_files(report: CaptionReport, maps: Makers) -> dict[str, bytes]:
    """File contents by name: report.json, report.html, and every plot as PNG and SVG. ``maps``:
    plots of the map by name, which come last."""
    makers = {name: _with(maker, report) for name, maker in FIGURES.items()}
    contents, plots = drawn_plots({**makers, **maps})
    document = json.dumps(report.as_json(), ensure_ascii=False, indent=1)
    contents[REPORT_NAME] = f"{document}\n".encode()
    contents[PAGE_NAME] = report_page(report, plots).encode()
    return contents


def report_page(report: CaptionReport, plots: Plots) -> str:
    """The page; ``plots``: (light, dark) SVG by name."""
    verdict = report.verdict
    title = "Captions and their images"
    body = [
        element("h1", title),
        element("p", f"{report.made_at} · encoder {report.encoder}", class_="muted"),
        element("p", _data_sentence(report)),
        element("h2", str(from_text(verdict.headline))),
        listed([str(from_text(text)) for text in verdict.reasons]),
        element("h3", "What to do"),
        listed([str(from_text(text)) for text in verdict.advice]),
        element("h2", "Found"),
        _figures(report.retrieval),
        _populations(report.populations),
        element("h2", "Plots"),
        '<div class="plots">',
        *(inline_svg(light, dark, name) for name, (light, dark) in plots.items()),
        "</div>",
        element("h2", "How close captions are to their images"),
        _gaps("language", {"all": report.gap, **report.gap_by_language}),
        _gaps("folder", report.gap_by_folder),
        _gaps("label", report.gap_by_label),
    ]
    return page(title, body)


def _data_sentence(report: CaptionReport) -> str:
    lengths = report.lengths
    said = (
        f"{report.captions} captions of {report.images} images; a caption has "
        f"{lengths.median_words:g} words in the middle and {lengths.most_words} at most."
    )
    if report.not_encoded:
        said += f" {report.not_encoded} images have no features and are left out."
    if lengths.limit_tokens:
        said += (
            f" The encoder reads {lengths.limit_tokens} tokens: {_percent(lengths.truncated)} of "
            "the captions are longer and are cut."
        )
    alike = {
        "right": "count as right answers",
        "left out": "are left out",
        "wrong": "count as wrong answers",
    }[report.alike]
    if report.trained:
        said += (
            " The encoder was trained on captions, perhaps on these: on others it does less well."
        )
    return f"{said} Captions equal to an image's own, or of a near-duplicate, {alike}."


def _figures(retrieval: Mapping[str, Retrieval]) -> str:
    header = ["direction", "among", "MRR", "MRR by chance", "MRR@100", "mAP", "median rank"]
    ks = list(next(iter(retrieval.values())).recall_at)
    header += [f"R@{k}" for k in ks]
    rows = []
    for direction, one in retrieval.items():
        low, high = one.mrr_interval
        rows.append(
            [
                Cell(direction.replace("_", " ")),
                Cell(str(one.size), one.size),
                Cell(f"{one.mrr:.3f}", one.mrr, f"{low:.3f}–{high:.3f}"),
                Cell(f"{one.chance_mrr:.3f}", one.chance_mrr),
                Cell(f"{one.mrr_at_100:.3f}", one.mrr_at_100),
                Cell(f"{one.map:.3f}", one.map),
                Cell(f"{one.median_rank:g}", one.median_rank),
                *(Cell(_percent(one.recall_at[k]), one.recall_at[k]) for k in ks),
            ]
        )
    return table(header, rows, caption="Over all, with 95 % intervals over images")


def _populations(populations: Mapping[str, Sequence[Population]]) -> str:
    rows = [
        [
            Cell(direction.replace("_", " ")),
            Cell(str(one.size), one.size),
            *(
                Cell(f"{mean:.3f}", mean, f"± {spread:.3f}")
                for mean, spread in (one.mrr, one.recall_at_1, one.recall_at_10)
            ),
        ]
        for direction, several in populations.items()
        for one in several
    ]
    header = ["direction", "among", "MRR", "R@1", "R@10"]
    return (
        table(header, rows, caption="Among fewer, mean and deviation of 10 trials") if rows else ""
    )


def _gaps(kind: str, groups: Mapping[str, Gap]) -> str:
    rows = [
        [
            Cell(name or "/"),
            Cell(str(one.pairs), one.pairs),
            Cell(f"{one.true:.3f}", one.true),
            *(
                (Cell("–"),) * 3
                if math.isnan(one.wrong)
                else (
                    Cell(f"{one.wrong:.3f}", one.wrong),
                    Cell(f"{one.gap:.3f}", one.gap),
                    Cell(f"{one.separation:.2f}", one.separation),
                )
            ),
        ]
        for name, one in groups.items()
    ]
    header = [kind, "captions", "true pairs", "wrong pairs", "gap", "in deviations"]
    return table(header, rows) if rows else ""


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _with(
    maker: Callable[[CaptionReport, Style, Callable[[str], str]], "Figure"], report: CaptionReport
) -> Callable[[Style], "Figure"]:
    return lambda style: maker(report, style, str)
