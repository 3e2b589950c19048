"""The data card of an export: counted in one pass, read by Hugging Face's own code, safe."""

import ast
import hashlib
import json
import re
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from huggingface_hub import DatasetCard
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engine.exchange.card.facts import CardCollector, CardFacts, HowMade
from engine.exchange.card.readme import readme
from engine.exchange.card.texts import markdown_cell, yaml_text
from engine.exchange.card.write import card_folder, write_card
from engine.exchange.content import ExchangedLabel, Statement
from engine.exchange.export_format import Loader
from engine.exchange.finished_pieces import Piece
from engine.exchange.records import ExchangedImage, ExchangedLabelling, ExchangedSuggestion

CRANE, TRUCK = ("animals", "birds", "crane"), ("truck",)
LABELS = [ExchangedLabel(CRANE, "crane", images=3), ExchangedLabel(TRUCK, images=1),
          ExchangedLabel(("unused",))]  # fmt: skip
HOW = HowMade(format="jsonl", format_title="JSON Lines", program_version="1.2")


def labelling(
    levels: tuple[str, ...], source: str = "curator", **more: object
) -> ExchangedLabelling:
    return replace(ExchangedLabelling(levels, source), **more)  # type: ignore[arg-type]


def some_images() -> list[ExchangedImage]:
    return [
        ExchangedImage("a.jpg", (labelling(CRANE, decider="Kari"),), part="train", size_bytes=10),
        ExchangedImage(
            "b.jpg",
            (
                labelling(CRANE, "accepted", probability=0.93, decider="Ola"),
                labelling(TRUCK, "merged"),
            ),
            part="train",
            size_bytes=5,
        ),
        ExchangedImage("c.jpg", (labelling(CRANE, "accepted"),), part="test"),
        ExchangedImage("d.jpg", suggestions=(ExchangedSuggestion(TRUCK, 0.5),), part="test"),
    ]


def collected(images: list[ExchangedImage] | None = None) -> CardFacts:
    collector = CardCollector(LABELS)
    assert list(collector.through(some_images() if images is None else images))
    return collector.facts()


def header_of(text: str) -> dict[str, object]:
    found = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    assert found is not None
    header = yaml.safe_load(found.group(1))
    assert isinstance(header, dict)
    return header


def test_counts_are_those_of_the_images() -> None:
    facts = collected()
    assert (facts.images, facts.labelled_images, facts.labellings, facts.suggestions) == (
        4,
        3,
        4,
        1,
    )
    assert facts.sources == {"curator": 1, "accepted": 2, "merged": 1}
    assert (facts.accepted[9], sum(facts.accepted), facts.accepted_unknown) == (1, 1, 1)
    assert [(one.levels, one.images) for one in facts.labels] == [
        (CRANE, 3), (TRUCK, 1), (("unused",), 0)
    ]  # fmt: skip
    assert facts.labels[0].parts == {"train": 2, "test": 1}
    assert facts.labels_per_image == {0: 1, 1: 2, 2: 1}
    assert facts.together == ((3, 1), (1, 1))
    assert facts.parts == {"train": 2, "test": 2}
    assert (facts.deciders, facts.size_bytes) == (2, 15)


def test_a_table_that_labels_came_from_is_no_person() -> None:
    table = labelling(CRANE, "imported", decider="csv")
    facts = collected([ExchangedImage("a.jpg", (table,))])
    assert facts.deciders == 0
    assert "decided on labels" not in readme(facts, HOW, ())


def test_going_through_again_counts_anew() -> None:
    collector = CardCollector(LABELS)
    for _ in range(2):
        for _ in collector.through(some_images()):
            pass
    assert collector.facts() == collected()


def test_memory_does_not_grow_with_the_images() -> None:
    def many(count: int) -> Iterator[ExchangedImage]:
        for number in range(count):
            yield ExchangedImage(f"{number}.jpg", (labelling(CRANE), labelling(TRUCK)))

    def peak_bytes(count: int) -> int:
        collector = CardCollector(LABELS)
        tracemalloc.start()
        for _ in collector.through(many(count)):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert peak_bytes(20_000) < 2 * peak_bytes(200) + 20_000


def test_the_readme_is_a_dataset_card() -> None:
    how = replace(
        HOW,
        statement=Statement("Birds: a set", "What it is.\n\nAnd more.", "CC-BY-4.0", "Kari",
                            "kari@example.org", made_at="2026-01-02T03:04:05+00:00"),
        language="nb",
        metadata="stripped",
        split_rule="Each label divided 60/20/20, duplicates together.",
        encoder="built-in",
        settings={"Images": "labelled"},
        left_out={"x.jpg": "the file is gone"},
        loaders=(Loader("PyTorch", "open(file)"),),
        part_files="{part}/**",
        file="birds.jsonl",
    )  # fmt: skip
    text = readme(collected(), how, [("card/support.png", "Images of each label")])
    card = DatasetCard(text)
    assert card.data.license == "cc-by-4.0"
    assert card.data.language == ["nb"]
    assert card.data.pretty_name == "Birds: a set"
    assert card.data.task_categories == ["image-classification"]
    assert card.data.size_categories == ["n<1K"]
    header = header_of(text)
    assert header["configs"] == [
        {
            "config_name": "default",
            "data_files": [
                {"split": "train", "path": "train/**"},
                {"split": "test", "path": "test/**"},
            ],
        }
    ]
    for said in ("4 images, 3 of them labelled", "90–100 %", "taken out of the picture",
                 "1 images are not in it",
                 "file = 'birds.jsonl'\nopen(file)", "2 people decided"):  # fmt: skip
        assert said in text, said
    assert "| 1 | animals › birds › crane | crane | 3 | 1 | 2 | 0 | 2 | 1 |" in text


def test_an_unknown_licence_is_named_as_another() -> None:
    how = replace(HOW, statement=Statement(licence="Ask: me\nfirst: true"))
    header = header_of(readme(collected(), how, []))
    assert header["license"] == "other"
    assert header["license_name"] == "Ask: me first: true"


HOSTILE = st.sampled_from(
    ["---", "a: b", '"', "\\", "- x", "|", "]( x", "<script>alert(1)</script>", "![x](http://e)",
     "\n---\nlicense: mit\n", "`", "```\nrm -rf\n```", "# big", "{part}", "$x^2$", "\u2028",
     "\udcff", "\x00\x07\x1b[31m", "\u202eabc", "%YAML", "!!python/object:os.system",
     "*a", "&a", "｜", "🦩"]
) | st.text(max_size=20)  # fmt: skip


@given(HOSTILE, HOSTILE)
def test_no_text_becomes_markup(name: str, title: str) -> None:
    statement = Statement(title, title, title, title, title, f"{title}x")
    how = replace(
        HOW,
        statement=statement,
        language=title,
        settings={name: title},
        file=f"{name}.csv",
        loaders=(Loader(name, "open(file)"),),
    )
    label = ExchangedLabel((name, name), name, images=1)
    collector = CardCollector([label])
    for _ in collector.through([ExchangedImage("a", (labelling(label.levels),))]):
        pass
    text = readme(collector.facts(), how, [])
    usual = readme(collector.facts(), replace(HOW, statement=Statement(*["x"] * 6)), [])
    assert set(header_of(text)) <= {*header_of(usual), "license_name", "language", "pretty_name"}
    text.encode()  # no halves of characters
    body = text.split("\n---\n", 1)[1]
    code = re.search(r"```+python\n(.*?)\n```+\n", body, re.DOTALL)
    assert code is not None
    assert [type(one) for one in ast.parse(code.group(1)).body] == [ast.Assign, ast.Expr]
    body = body.replace(code.group(), "")
    assert not re.search(r"(?<!\\)[<`\[*]", body.replace("`manifest.json`", ""))
    assert sum(line.startswith("#") for line in body.split("\n")) == usual.count("\n#") + 1
    row = re.search(r"^\| 1 \| .* › .*$", body, re.MULTILINE)
    assert row is not None
    assert len(re.findall(r"(?<!\\)\|", row.group())) in (5, 6)


@given(st.text(st.characters()))
def test_yaml_gives_the_text_back(text: str) -> None:
    found = yaml.safe_load(f"a: {yaml_text(text)}")["a"]
    assert isinstance(found, str)
    if text.isprintable() and text.split() == [text]:
        assert found == text or "\ufffd" in found


def test_cells_stay_cells() -> None:
    assert markdown_cell("a|b\n*c*") == "a\\|b \\*c\\*"


def test_a_card_in_a_folder_lists_itself(tmp_path: Path) -> None:
    (tmp_path / "data.jsonl").write_text("x")

    def files() -> Iterator[Piece]:
        for path in sorted(tmp_path.rglob("*")):
            if path.is_file():
                data = path.read_bytes()
                name = path.relative_to(tmp_path).as_posix()
                yield Piece(name, len(data), hashlib.sha256(data).hexdigest())

    how = replace(HOW, left_out={"\udcff.jpg": "gone"})
    write_card(tmp_path, collected(), how, files(), inside=True)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    named = {one["name"]: one for one in manifest["files"]}
    there = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(named) == len(there) - 1
    assert {"README.md", "card/support.png", "card/split.png", "card/labels_together.png",
            "card/labels_per_image.png", "data.jsonl"} == set(named)  # fmt: skip
    for name, one in named.items():
        data = (tmp_path / name).read_bytes()
        assert (one["size"], one["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert manifest["images"] == 4
    assert manifest["labels"][0] == {
        "path": list(CRANE), "images": 3, "english": "crane",
        "sources": {"curator": 1, "accepted": 2}, "parts": {"train": 2, "test": 1},
    }  # fmt: skip
    assert manifest["left_out"] == [{"file": "\udcff.jpg", "why": "gone"}]
    readme_text = (tmp_path / "README.md").read_text()
    for path in re.findall(r"!\[[^]]*\]\(([^)]*)\)", readme_text):
        with Image.open(tmp_path / path) as image:
            assert image.format == "PNG"
            assert min(image.size) > 200


def test_a_card_beside_a_file(tmp_path: Path) -> None:
    folder = card_folder(tmp_path / "birds.csv")
    assert folder.name == "birds.csv.about"
    folder.mkdir()
    how = replace(HOW, file="birds.csv")
    write_card(folder, collected([ExchangedImage("a.jpg")]), how,
               [Piece("birds.csv", 3, "a" * 64)], inside=False)  # fmt: skip
    manifest = json.loads((folder / "manifest.json").read_text())
    assert [one["name"] for one in manifest["files"]] == ["birds.csv", "birds.csv.about/README.md"]


@pytest.mark.parametrize(
    "names",
    [["日本の鳥", "鶴 (つる)", "Αετός"], ["$x^2$ costs 5$", "\\frac{1}{2}", "%"],
     ["n" * 300, "🦩", ""], ["\udcff", "a\nb", "عربى"]],
)  # fmt: skip
def test_plots_take_any_names(names: list[str], tmp_path: Path) -> None:
    labels = [ExchangedLabel((name,), images=9 - at) for at, name in enumerate(names)]
    collector = CardCollector(labels)
    images = [
        ExchangedImage(
            f"{at}.jpg", tuple(labelling((name,)) for name in names[: at + 1]), part=part
        )
        for at, part in enumerate(("train", "validation", "test"))
    ]
    for _ in collector.through(images):
        pass
    write_card(tmp_path, collector.facts(), HOW, [], inside=True)
    assert len(list((tmp_path / "card").iterdir())) == 4
