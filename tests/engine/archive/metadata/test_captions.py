"""Captions in every field and character set that files have them in."""

import io
from pathlib import Path

import pytest
from PIL import Image

from engine.archive.captions import MOST_CAPTIONS, Caption, caption, distinct, stated_language
from engine.archive.metadata.embedded import read_embedded
from engine.archive.metadata.iptc import read_iptc
from engine.archive.metadata.xmp import read_xmp
from tests.engine.archive.metadata.made import app13, data_set, packet

USER_COMMENT, DESCRIPTION, XP_COMMENT = 0x9286, 0x010E, 0x9C9C


def in_languages(name: str, **texts: str) -> str:
    items = "".join(
        f'<rdf:li xml:lang="{language.replace("_", "-")}">{text}</rdf:li>'
        for language, text in texts.items()
    )
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"


def test_xmp_says_a_caption_in_each_of_its_languages() -> None:
    found = read_xmp(
        packet(
            in_languages(
                "dc:description",
                x_default="An eagle",
                nb_NO="En ørn",
                de="Ein\nAdler",
                en="An eagle",
            )
            + in_languages("dc:title", x_default="DSC_1")
        ),
        place="a.xmp",
    )

    assert found.captions == (
        Caption("An eagle", "dc:description (a.xmp)", "en"),
        Caption("En ørn", "dc:description (a.xmp)", "nb-no"),
        Caption("Ein\nAdler", "dc:description (a.xmp)", "de"),
        Caption("DSC_1", "dc:title (a.xmp)"),
    )
    assert found.title == "DSC_1"


def test_a_description_may_be_an_attribute_or_plain() -> None:
    namespace = 'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
    found = read_xmp(
        packet(
            "<dc:description>Plain</dc:description>",
            attributes=f'{namespace} photoshop:Headline="Great eagle seen"',
        )
    )

    assert [(one.text, one.field) for one in found.captions] == [
        ("Great eagle seen", "photoshop:Headline"),
        ("Plain", "dc:description"),
    ]


def test_iptc_has_a_caption_and_a_headline_in_its_character_set() -> None:
    found = read_iptc(
        data_set(1, 90, b"\x1b%G")
        + data_set(2, 105, "Ørn over Vågå".encode())
        + data_set(2, 120, "Linje én\rLinje to".encode())
    )

    assert found.captions == (
        Caption("Ørn over Vågå", "IPTC 2:105"),
        Caption("Linje én\rLinje to", "IPTC 2:120"),
    )


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        (b"ASCII\0\0\0A lorry\0\0", "A lorry"),
        (b"ASCII\0\0\0" + "Smør".encode("cp1252"), "Smør"),
        (b"UNICODE\0" + "Ørn 鷲".encode("utf-16-le"), "Ørn 鷲"),
        (b"UNICODE\0" + "Ørn over".encode("utf-16-be"), "Ørn over"),
        (b"UNICODE\0" + "\ufeffØrn".encode("utf-16-be"), "Ørn"),
        (b"JIS\0\0\0\0\0" + "東京".encode("iso2022_jp"), "東京"),
        (b"\0" * 8 + b"Undeclared", "Undeclared"),
        (b"\0" * 64, None),
        (b"ASCII\0\0\0   ", None),
        (b"\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8abc", None),
        (b"UNI", None),
    ],
)
def test_a_user_comment_is_read_in_the_character_set_it_names(
    tmp_path: Path, stored: bytes, read: str | None
) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[USER_COMMENT] = stored
    Image.new("RGB", (2, 2)).save(tmp_path / "a.jpg", exif=exif)

    found = read_embedded(tmp_path / "a.jpg").text.captions

    assert [(one.text, one.field) for one in found] == (
        [(read, "Exif UserComment")] if read else []
    )


def test_a_description_that_a_camera_wrote_is_none(tmp_path: Path) -> None:
    for number, text in enumerate(("OLYMPUS DIGITAL CAMERA         ", "A street in Oslo")):
        exif = Image.Exif()
        exif[DESCRIPTION] = text
        exif[XP_COMMENT] = "Smør".encode("utf-16-le") + b"\0\0"
        Image.new("RGB", (2, 2)).save(tmp_path / f"{number}.jpg", exif=exif)

    found = [read_embedded(tmp_path / f"{at}.jpg").text.captions for at in (0, 1)]

    assert [[one.text for one in each] for each in found] == [
        ["Smør"],
        ["A street in Oslo", "Smør"],
    ]


def test_one_text_in_many_fields_is_one_caption(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[DESCRIPTION] = "An eagle"
    made = io.BytesIO()
    xmp = packet(in_languages("dc:description", en="An  eagle"))
    Image.new("RGB", (2, 2)).save(made, "JPEG", exif=exif, xmp=xmp)
    jpeg = made.getvalue()
    (tmp_path / "a.jpg").write_bytes(jpeg[:2] + app13(data_set(2, 120, b"An eagle")) + jpeg[2:])

    (found,) = read_embedded(tmp_path / "a.jpg").text.captions

    assert (" ".join(found.text.split()), found.field, found.language) == (
        "An eagle",
        "dc:description",
        "en",
    )


@pytest.mark.parametrize(
    ("code", "kept"),
    [("nb_NO", "nb-no"), ("x-default", ""), ("und", ""), ("", ""), ("<b>", ""), ("e", "")],
)
def test_only_codes_of_languages_are_languages(code: str, kept: str) -> None:
    assert stated_language(code) == kept


def test_thousands_of_captions_are_an_attack() -> None:
    kept, notes = distinct(caption(f"caption {at}", "x") for at in range(10_000))
    assert len(kept) == MOST_CAPTIONS
    assert "9,900 captions were left out" in str(notes[0])
    long = caption("x" * 10**6, "x")
    assert long is not None
    assert len(long.text) == 20_000
    again, (note,) = distinct([long, long])
    assert "980,000 characters were left out" in str(note)
    assert distinct(again)[1] == (), "it is told once"
