"""A training as lines: what it would take, and what came of it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cli.output.amounts import duration, size

if TYPE_CHECKING:
    from engine.jobs.training.estimate import Estimate
    from engine.jobs.training.request import TrainSummary


def estimate_lines(found: "Estimate") -> list[str]:
    """Time and memory first."""
    takes = f"{size(found.memory_bytes)} of memory"
    takes += f", {size(found.disk_bytes)} of disk" if found.disk_bytes else ""
    if found.mixes:
        return [
            f"about {duration(found.seconds)}, {takes}",
            f"{found.mixes} mixes with {found.encoder}, measured on those of {found.pairs} "
            f"captions that nothing was trained on; {found.texts} captions to encode first",
        ]
    return [
        f"about {duration(found.seconds)} if it is not ended early, {takes}",
        f"{found.pairs} captions of {found.images} images, {found.train} to train on; the others "
        f"are held out by {'time' if found.split_by == 'time' else 'chance, folder by folder'}",
        f"{found.steps} steps, {duration(found.epoch_s)} an epoch; {found.texts} captions to "
        f"encode first, with {found.encoder}",
    ]


def training_lines(summary: "TrainSummary") -> list[str]:
    """The figures before and after, and where the encoder is."""
    from engine.evaluation.retrieval.report import PAGE_NAME

    figures = summary.card["figures"]
    lines = [str(summary.message)]
    columns = [name for name in ("before", "trained", "after") if name in figures]
    lines.append(f"{'':28}" + "".join(f"{name:>9}" for name in columns))
    for name, path in ROWS.items():
        cells = [_value(figures[column], path) for column in columns]
        if any(cell is not None for cell in cells):
            shown = ("" if cell is None else f"{cell:.3f}" for cell in cells)
            lines.append(f"{name:28}" + "".join(f"{cell:>9}" for cell in shown))
    alpha = summary.card["training"].get("alpha")
    if alpha is not None:
        lines += mix_lines(summary.card["training"].get("curve", ()), alpha)
    report = (summary.folder or summary.run_folder) / PAGE_NAME
    if report.is_file():
        lines.append(f"Gap and map before and after: {report}")
    if summary.folder is not None:
        lines.append(f"Encoder: {summary.folder}")
    if summary.is_better:
        lines.append(f"Take it into use: encode --encoder {summary.name}")
    return lines


def mix_lines(curve: Sequence[Mapping[str, Any]], chosen: float) -> list[str]:
    """What each share of what was trained gives on the captions it is chosen by, and on labels."""
    lines = ["share of what was trained   Recall@1      MRR  labels, zero-shot AUC"]
    for point in curve:
        auc = point.get("old_auc")
        lines.append(
            f"{point['alpha']:>25} {point['recall_at_1']:>10.3f} {point['mrr']:>8.3f}"
            f"  {'' if auc is None else f'{auc:.3f}'}"
            + ("  (taken)" if point["alpha"] == chosen else "")
        )
    return lines


ROWS = {
    "image to text MRR@100": ("image_to_text", "mrr_at_100"),
    "image to text Recall@1": ("image_to_text", "top_1"),
    "text to image MRR@100": ("text_to_image", "mrr_at_100"),
    "text to image Recall@1": ("text_to_image", "top_1"),
    "labels, zero-shot AUC": ("label_auc",),
    "labels, neighbor search F": ("neighbor_search_f",),
}


def _value(figures: Mapping[str, Any], path: tuple[str, ...]) -> float | None:
    found: Any = figures
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return float(found) if isinstance(found, int | float) else None
