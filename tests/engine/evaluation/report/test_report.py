"""Reports: to JSON and back, one web page that loads nothing foreign, plots of any size."""

import dataclasses
import importlib.util
import io
import json
import pickle
import re
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image

from engine.errors import InputError
from engine.evaluation.report.comparison import changes, differences, hindrances, write_comparison
from engine.evaluation.report.document import overtaking_sentence, validation_facts
from engine.evaluation.report.figures import FIGURES, by_f_score
from engine.evaluation.report.inline_svg import inline_svg
from engine.evaluation.report.page import Cell, table
from engine.evaluation.report.records import (
    Estimate,
    EvaluationReport,
    ImageCounts,
    LearningPoint,
    Reliability,
    SuggesterFigures,
    ValidationUse,
    from_json,
    read_report,
    to_json,
)
from engine.evaluation.report.style import DARK, LIGHT, line_look
from engine.evaluation.report.writing import image_bytes, write_report


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


invented = load("report_data")
HOSTILE = invented.HOSTILE


@pytest.fixture(scope="module")
def report() -> EvaluationReport:
    found: EvaluationReport = invented.report("neighbor-search", "1-nn")
    return found


@pytest.fixture(scope="module")
def written(report: EvaluationReport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "new" / "folder"
    stream = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(stream, "WEBP")
    write_report(report, folder, {7: stream.getvalue()})
    return folder


class Page(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "srcset", "href")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_report_survives_json_and_pickle(report: EvaluationReport) -> None:
    assert from_json(to_json(report)) == report
    assert pickle.loads(pickle.dumps(report)) == report
    assert report.suggester("1-nn") is report.suggesters[1]
    assert report.suggester("none") is None


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"format": 1}', '{"format": 1, "report": {"made_at": 3}}', "[" * 100_000],
)
def test_other_files_are_no_reports(text: str) -> None:
    with pytest.raises(InputError, match="is not a report"):
        from_json(text)


def of_an_older_program(report: EvaluationReport) -> EvaluationReport:
    """The report without the figures that came later."""
    document = json.loads(to_json(report))
    for one in document["report"]["suggesters"]:
        del one["f_score_at_common"], one["actions"]["keys_by_grid"]
        for average in ("micro", "macro", "weighted"):
            del one["metrics"][average]["average_precision"]
            del one["metrics"][average]["chance_precision"]
        for label in one["labels"]:
            del label["average_precision"], label["prevalence"], label["precision_recall"]
    return from_json(json.dumps(document))


def test_a_report_of_an_older_program_opens_and_compares(
    report: EvaluationReport, tmp_path: Path
) -> None:
    old = of_an_older_program(report)

    assert [one.actions.keys_by_grid for one in old.suggesters] == [None, None]
    assert old.suggesters[0].actions.keys == report.suggesters[0].actions.keys
    write_report(old, tmp_path, {})
    text = Page((tmp_path / "report.html").read_text(encoding="utf-8")).text
    assert "one image at a time" in text
    assert "label by label in a grid" not in text
    for one, other in ((old, report), (report, old)):
        assert (
            "keys by grid before"
            in Page(write_comparison(one, other)["comparison.html"].decode()).text
        )
    assert changes(old, report)[0].keys_by_grid_before is None
    assert changes(old, report)[0].keys_by_grid_after == 2.5


def test_reports_of_other_formats_and_broken_ones_are_refused(
    report: EvaluationReport, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="format 99"):
        from_json('{"format": 99, "report": {}}')
    document = json.loads(to_json(report))
    document["report"]["seeds"] = ["0"]
    with pytest.raises(InputError, match="is not a report"):
        from_json(json.dumps(document))
    with pytest.raises(InputError, match="cannot be read"):
        read_report(tmp_path / "none.json")
    (tmp_path / "bytes.json").write_bytes(b"\xff")
    with pytest.raises(InputError, match="not UTF-8"):
        read_report(tmp_path / "bytes.json")


def test_the_folder_has_everything(written: Path, report: EvaluationReport) -> None:
    names = {path.name for path in written.iterdir()}
    plots = {f"{name}.{kind}" for name in FIGURES for kind in ("png", "svg")}
    assert names == {"report.json", "report.html"} | plots
    assert read_report(written / "report.json") == report


def test_the_page_loads_nothing_and_escapes_everything(written: Path) -> None:
    text = (written / "report.html").read_text(encoding="utf-8")
    page = Page(text)

    assert page.tags.count("script") == 1
    within = {one.removeprefix("#") for one in page.links}
    assert all(one.startswith("#") for one in page.links)
    names = re.findall(r' id="([^"]+)"', text)
    assert within <= set(names), "the shape of every letter is there"
    letters = [one for one in names if re.fullmatch("[gb][0-9a-f]+", one)]
    assert len(letters) == len(set(letters)) > 10, "once, whatever plots use it"
    inside = text.count('url("data:image/webp;base64,') + text.count("url(#")
    assert text.count("url(") == inside > 1
    assert "@import" not in text
    assert page.text.count(HOSTILE) >= 6  # title, heading, note, labels, error
    assert "alert(" not in page.text.split("<script>")[0] or HOSTILE in page.text
    assert re.search(r"script-src 'sha256-[A-Za-z0-9+/=]{44}'", text)


def test_the_page_says_the_figures(written: Path, report: EvaluationReport) -> None:
    text = Page((written / "report.html").read_text(encoding="utf-8")).text
    for one in report.suggesters:
        assert f"{100 * one.metrics.micro.f_score.value:.1f} %" in text
        assert f"{100 * one.metrics.prevalence:.2f} %" in text
    assert "Prevalence" in text
    assert "Ærfugl" in text
    assert "F2" in text
    assert "F2 at one threshold" in text
    assert "61.0 %" in text
    best = by_f_score(report)[0].name
    assert (
        f"For 5 labels with at least 10 images to learn from, {best} takes 2.5 label by label in "
        "a grid, 4.0 one image at a time and 9.0 when everything is typed"
    ) in text
    assert "one key takes a page and one mends a tick" in text
    assert "of typing" in text
    assert "28 %" in text
    assert "44 %" in text


@pytest.mark.parametrize(("style", "count"), [(LIGHT, 0), (LIGHT, 1), (DARK, 9)])
def test_every_plot_is_drawn_for_any_number_of_suggesters(style: object, count: int) -> None:
    some = [invented.suggester(f"suggester {number}", number) for number in range(count)]
    before = dict(mpl.rcParams)
    for name, make in FIGURES.items():
        drawn = image_bytes(make(some, style), "png", style)  # type: ignore[arg-type]
        with Image.open(io.BytesIO(drawn)) as picture:
            pixels = np.asarray(picture.convert("RGB"))
        background = tuple(int(style.background[at : at + 2], 16) for at in (1, 3, 5))  # type: ignore[attr-defined]
        assert tuple(pixels[2, 2]) == background, name
        assert len(np.unique(pixels[..., 0])) > 10, name
    assert dict(mpl.rcParams) == before


def test_a_suggester_that_suggests_nothing_is_drawn_too() -> None:
    one = dataclasses.replace(
        invented.suggester("silent", 1), reliability_shown=Reliability(0, 0.0, ()), labels=()
    )
    for make in FIGURES.values():
        assert image_bytes(make([one]), "svg", LIGHT)


def test_equal_reports_give_equal_plots_and_words_can_be_translated() -> None:
    some = [invented.suggester("a", 1)]
    make = FIGURES["precision-recall"]
    assert image_bytes(make(some), "svg", LIGHT) == image_bytes(make(some), "svg", LIGHT)
    figure = make(some, LIGHT, lambda word: f"({word})")
    assert figure.axes[0].get_title(loc="left") == "(Precision and recall)"
    chance = some[0].metrics.micro.chance_precision
    drawn = {line.get_label(): list(line.get_ydata()) for line in figure.axes[0].lines}
    assert drawn["(chance)"] == [chance, chance]


def test_the_learning_curve_says_where_images_overtake_names() -> None:
    def learner(name: str, goes_by: str, *points: tuple[float, float]) -> SuggesterFigures:
        learning = tuple(LearningPoint(0, x, y, 0.0, 1) for x, y in points)
        one = invented.suggester(name, 0)
        return dataclasses.replace(one, learning=learning, goes_by=goes_by)

    names = learner("names", "names", (0, 0.2), (99, 0.2))
    both = learner("both", "both", (0, 0.2), (99, 0.5))
    by_images = learner("pictures", "images", (9, 0.1), (99, 0.3))

    figure = FIGURES["learning"]((names, both, by_images), LIGHT, str)

    (axes,) = figure.axes
    assert [text.get_text() for text in axes.texts] == ["images overtake names: 31"]
    assert axes.get_xlim()[0] < 0
    assert overtaking_sentence((names, both, by_images)) == (
        "Images overtake names at about 31 labelled images: from there on the best suggester by "
        "images alone, first pictures, is ahead of names."
    )
    slow = learner("pictures", "images", (9, 0.1), (99, 0.15))
    assert overtaking_sentence((names, slow)).startswith("Up to 99 labelled images names stays")
    assert overtaking_sentence((both, slow)) == ""
    assert FIGURES["learning"]((both, slow), DARK, str).axes[0].texts[:] == []


def test_lines_can_be_told_apart() -> None:
    for style in (LIGHT, DARK):
        assert len({str(line_look(number, style)) for number in range(21)}) == 21


def test_the_best_suggester_comes_first(report: EvaluationReport) -> None:
    scores = [one.metrics.micro.f_score.value for one in by_f_score(report)]
    assert scores == sorted(scores, reverse=True)


def test_two_reports_side_by_side(report: EvaluationReport) -> None:
    later: EvaluationReport = invented.report(
        "1-nn", "simple-net", made_at="2026-06-01T12:00:00+00:00"
    )
    later = dataclasses.replace(later, encoder="ViT-B-32", beta=1.0)

    found = {one.name: one for one in changes(report, later)}

    assert set(found) == {"neighbor-search", "1-nn", "simple-net"}
    assert found["simple-net"].f_score_before is None
    assert found["neighbor-search"].f_score_after is None
    was, now = report.suggester("1-nn"), later.suggester("1-nn")
    assert was is not None
    assert now is not None
    assert found["1-nn"].f_score_before == was.metrics.micro.f_score.value
    assert found["1-nn"].f_score_after == now.metrics.micro.f_score.value
    changed = {one.label: (one.before, one.after) for one in found["1-nn"].labels}
    for before, after in zip(was.labels, now.labels, strict=True):
        expected = (before.f_score, after.f_score) if before.f_score != after.f_score else None
        assert changed.get(before.label) == expected
    assert differences(report, later) == [
        "The encoder changed from built-in to ViT-B-32.",
        "Beta of the F score changed from 2 to 1.",
    ]
    contents = write_comparison(report, later)
    assert Page(contents["comparison.html"].decode()).tags.count("script") == 1
    document = json.loads(contents["comparison.json"])
    assert [one["name"] for one in document["suggesters"]] == list(found)
    assert document["comparable"] is False
    assert document["hindrances"] == ["F2 and F1 are different measures."]
    text = Page(contents["comparison.html"].decode()).text
    assert "F2 before" in text
    assert "F1 after" in text
    assert "So no differences are shown" in text


def test_differences_are_shown_of_what_is_alike_alone(report: EvaluationReport) -> None:
    other = dataclasses.replace(report, data=dataclasses.replace(report.data, test=7))
    fewer = dataclasses.replace(
        report,
        suggesters=tuple(
            dataclasses.replace(one, labels=one.labels[1:]) for one in report.suggesters
        ),
    )

    assert hindrances(report, report) == []
    assert hindrances(report, other) == [
        "The images are not split alike, so that others were measured on."
    ]
    (said,) = hindrances(report, fewer)
    assert said.startswith("The labels are not the same: ")
    assert said.endswith(" only before, none only after.")


def test_the_same_report_twice_has_no_changes(report: EvaluationReport) -> None:
    assert differences(report, report) == []
    assert all(one.labels == () for one in changes(report, report))


def test_a_picture_is_in_the_page_once_and_shown_by_every_mistake(written: Path) -> None:
    text = (written / "report.html").read_text(encoding="utf-8")

    assert text.count("data:image/webp") == 1
    assert text.count('class="thumb p7"') > 1


def test_the_page_prints_across_the_sheet_with_all_columns(written: Path) -> None:
    text = (written / "report.html").read_text(encoding="utf-8")

    assert "@page { size: A4 landscape" in text
    assert re.search(r"@media print \{.*\.scroll \{ overflow: visible; \}", text, re.S)
    # Heads repeat on every sheet, which browsers leave buttons out of; averages are not folded.
    assert 'createElement("button")' not in text
    assert text.count('<details class="printed">') == 1


def test_a_plot_is_in_the_page_once_for_both_looks(report: EvaluationReport) -> None:
    make = FIGURES["f-scores"]
    light, dark = (image_bytes(make(report.suggesters, one), "svg", one) for one in (LIGHT, DARK))

    drawn = inline_svg(light, dark, "F <b>score</b>")

    assert len(drawn) < len(light) + len(dark) / 4
    assert drawn.count("<svg") == 1
    assert 'aria-label="F &lt;b&gt;score&lt;/b&gt;"' in drawn
    assert f"--{LIGHT.text[1:]}:{LIGHT.text};" in drawn
    assert f"--{LIGHT.text[1:]}:{DARK.text};" in drawn.partition("prefers-color-scheme: dark")[2]
    named = {f"--{one}" for one in re.findall(r"var\(--([0-9a-f]{6})\)", drawn)}
    assert named == set(re.findall(r"(--[0-9a-f]{6}):", drawn))


def test_a_plot_in_the_page_says_no_coordinate_finer_than_anybody_sees() -> None:
    def drawing(path: str, text: str) -> bytes:
        return (
            '<?xml version="1.0"?>\n<svg width="9pt">'
            f'<path d="{path}" style="fill: #ffffff"/>'
            f'<g transform="translate({text}) scale(0.075 -0.075)"/></svg>'
        ).encode()

    fine = drawing("M 55.0000 146.1449\nL -0.01 0.96 z", "79.174496 450.247116")

    drawn = inline_svg(fine, fine, "a")

    assert 'd="M 55 146.1 L -0 1 z"' in drawn
    assert 'transform="translate(79.2 450.2) scale(0.075 -0.075)"' in drawn


def test_cells_are_sorted_as_they_are_shown_where_that_can_be() -> None:
    shown = [[Cell("b"), Cell("12.5 %", 0.125)], [Cell("a", small="x"), Cell("–", -1.0)]]
    changes = [[Cell("c"), Cell("−1.2", -0.012)], [Cell("d"), Cell("+1.0", 0.01)]]

    assert re.findall('data-value=.([^"]*)', table(["name", "F"], shown)) == ["b", "a", "-1.0"]
    found = re.findall('data-value=.([^"]*)', table(["name", "F"], changes))
    assert found == ["-0.012", "0.01"]


def test_average_figures_are_printed_though_they_are_folded(written: Path) -> None:
    text = (written / "report.html").read_text(encoding="utf-8")

    assert re.search(r'addEventListener\("beforeprint"', text)
    printed = text.partition('<details class="printed">')[2].partition("</details>")[0]
    assert "Macro averages" in printed


def test_a_label_without_test_images_has_dashes(report: EvaluationReport, tmp_path: Path) -> None:
    best = report.suggesters[0]
    bare = dataclasses.replace(
        best.labels[0],
        label="nowhere",
        support=0,
        roc_auc=None,
        average_precision=None,
        precision_recall=None,
    )
    one = dataclasses.replace(best, labels=(bare,))

    write_report(dataclasses.replace(report, suggesters=(one,)), tmp_path / "r", {})

    text = (tmp_path / "r" / "report.html").read_text(encoding="utf-8")
    row = text[text.index(">nowhere<") :].partition("</tr>")[0]
    assert row.count("–") == 6


def test_a_difference_is_measured_on_common_images_and_drawn_together(
    report: EvaluationReport,
) -> None:
    def counted(right: int) -> EvaluationReport:
        counts = tuple(
            ImageCounts(f"{number}.jpg", right if number % 2 else 3, number % 2, 4 - right)
            for number in range(40)
        )
        one = dataclasses.replace(report.suggesters[0], counts=counts)
        return dataclasses.replace(report, suggesters=(one,))

    old, new = counted(1), counted(3)

    (same,) = changes(old, old)
    (better,) = changes(old, new)
    (none,) = changes(report, report)[:1]

    assert same.f_score_change == Estimate(0.0, 0.0, 0.0), "what is the same varies together"
    change = better.f_score_change
    assert change is not None
    assert 0 < change.low < change.value < change.high
    assert better.common_images == 40
    assert none.f_score_change is None
    other = dataclasses.replace(new, beta=1.0)
    assert changes(old, other)[0].f_score_change is None
    by_file = dataclasses.replace(new, data=dataclasses.replace(new.data, split_file="split.csv"))
    assert hindrances(old, by_file) == [], "the file is the split that the older one wrote"
    text = Page(write_comparison(old, new)["comparison.html"].decode()).text
    assert "from 40 test images that both reports measured" in text


@pytest.mark.parametrize(
    ("learned_from", "searched_alone", "said"),
    [
        (True, False, "images together, each scored by others"),
        (False, True, "the training images alone; its hyperparameters were searched on the valid"),
    ],
)
def test_what_the_validation_images_were_for_is_told(
    report: EvaluationReport, learned_from: bool, searched_alone: bool, said: str
) -> None:
    use = ValidationUse(learned_from, searched_alone)
    one = dataclasses.replace(report.suggesters[0], trials=3, validation=use)

    (fact,) = validation_facts(one)

    assert said in fact
    assert validation_facts(report.suggesters[0]) == []


def test_every_average_has_its_interval(written: Path, report: EvaluationReport) -> None:
    text = (written / "report.html").read_text(encoding="utf-8")

    micro = by_f_score(report)[0].metrics.micro
    for one in (micro.f_score, micro.recall, micro.precision, micro.specificity, micro.accuracy):
        assert f"<small>{100 * one.low:.1f}–{100 * one.high:.1f}</small>" in text
    assert f"<small>{micro.roc_auc.low:.3f}–{micro.roc_auc.high:.3f}</small>" in text
    area = micro.average_precision
    assert area is not None
    assert f"{area.value:.3f} <small>{area.low:.3f}–{area.high:.3f}</small>" in text
    assert f"<td>{micro.chance_precision:.3f}</td>" in text
    curves = sum(
        label.precision_recall is not None for one in report.suggesters for label in one.labels
    )
    assert text.count('<svg class="curve"') == curves > 0
