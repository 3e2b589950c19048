"""A report on disk: report.json, report.html and the plots as PNG and SVG."""

import io
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import InputError
from engine.evaluation.report.document import Plots, Thumbnails, report_page
from engine.evaluation.report.figures import FIGURES, by_f_score
from engine.evaluation.report.records import EvaluationReport, to_json
from engine.evaluation.report.style import DARK, LIGHT, Style, drawn_in
from engine.whole_file import check_names, sync_file, whole_place
from messages.os_reasons import reason_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

JSON_NAME, HTML_NAME = "report.json", "report.html"
PNG_DPI = 150


def write_report(
    report: EvaluationReport, folder: Path, thumbnails: Thumbnails, *, overwrite: bool = False
) -> list[Path]:
    """Write everything into a folder, which is made where it is missing; the files written.

    ``thumbnails``: WebP by image id, of the images of the worst errors. Raises InputError where
    the folder cannot be written to or holds files of these names, which ``overwrite`` replaces.
    """
    suggesters = by_f_score(report)
    makers = {name: _with(maker, suggesters) for name, maker in FIGURES.items()}
    contents, plots = drawn_plots(makers)
    contents[JSON_NAME] = to_json(report).encode()
    contents[HTML_NAME] = report_page(report, plots, thumbnails).encode()
    return write_files(folder, contents, overwrite=overwrite)


def drawn_plots(
    makers: Mapping[str, Callable[[Style], "Figure"]],
) -> tuple[dict[str, bytes], Plots]:
    """File contents by name, PNG and SVG of every plot; and (light, dark) SVG by plot."""
    contents: dict[str, bytes] = {}
    plots: dict[str, tuple[bytes, bytes]] = {}
    for name, make in makers.items():
        light = make(LIGHT)
        plots[name] = image_bytes(light, "svg", LIGHT), image_bytes(make(DARK), "svg", DARK)
        contents[f"{name}.svg"] = plots[name][0]
        contents[f"{name}.png"] = image_bytes(light, "png", LIGHT)
    return contents, plots


def image_bytes(figure: "Figure", kind: str, style: Style) -> bytes:
    """The figure as "png" or "svg"; equal figures give equal bytes."""
    stream = io.BytesIO()
    metadata = {"Date": None} if kind == "svg" else {}
    with drawn_in(style):
        if figure.get_layout_engine() is not None:
            # Laid out once: else every format is, and drawn a second time for it.
            figure.draw_without_rendering()
            figure.set_layout_engine(None)
        figure.savefig(stream, format=kind, dpi=PNG_DPI, metadata=metadata)
    return stream.getvalue()


def write_files(folder: Path, contents: Mapping[str, bytes], *, overwrite: bool) -> list[Path]:
    """Write files by name into a folder, made where it is missing: all of them, or none.

    The last is the last to get its name. Raises InputError where that fails, and before anything is
    written where a name is taken by what is no plain file, or by any file without ``overwrite``.
    """
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError("report-unwritable", folder=folder, reason=reason_of(error)) from error
    paths = [folder / name for name in contents]
    check_names(paths, overwrite=overwrite)
    try:
        with ExitStack() as stack:  # names are given once everything lies beside them
            for path, content in reversed(list(zip(paths, contents.values(), strict=True))):
                place = stack.enter_context(whole_place(path, overwrite=overwrite))
                place.write_bytes(content)
                sync_file(place)
    except InputError:
        if is_new:
            with suppress(OSError):
                folder.rmdir()
        raise
    return paths


def _with(maker: Callable[..., "Figure"], suggesters: object) -> Callable[[Style], "Figure"]:
    return lambda style: maker(suggesters, style)
