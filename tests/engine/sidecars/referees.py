"""What exiftool and exiv2 read of our fields."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

MISSING = [name for name in ("exiftool", "exiv2") if shutil.which(name) is None]
Read = dict[str, tuple[str, ...]]
"""By field ("subject", "hierarchicalSubject", "TagsList"), its texts."""
_EXIFTOOL = {
    "Subject": "subject",
    "HierarchicalSubject": "hierarchicalSubject",
    "TagsList": "TagsList",
}
_EXIV2 = {
    "Xmp.dc.subject": ("subject", "XmpBag"),
    "Xmp.lr.hierarchicalSubject": ("hierarchicalSubject", "XmpBag"),
    "Xmp.digiKam.TagsList": ("TagsList", "XmpSeq"),
}


def by_exiftool(files: Sequence[Path]) -> list[Read]:
    """What exiftool lists of each file; it names no kinds of list."""
    fields = [f"-XMP:{name}" for name in _EXIFTOOL]
    done = subprocess.run(
        ["exiftool", "-j", "-struct", "-m", *fields, *map(str, files)],
        capture_output=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert len(found) == len(files)
    return [
        {
            _EXIFTOOL[name]: tuple(map(str, value if isinstance(value, list) else [value]))
            for name, value in one.items()
            if name in _EXIFTOOL
        }
        for one in found
    ]


def by_exiv2(file: Path) -> Read:
    """What exiv2 lists; also that each list is of the kind that programs expect. Texts hold no
    ", ", which is what it puts between them."""
    done = subprocess.run(
        ["exiv2", "-q", "-PXkyv", str(file)], capture_output=True, check=False, text=True
    )
    assert not done.stderr
    # It ends with 1 where a file holds no XMP that it lists.
    assert done.returncode in (0, 1)
    found: Read = {}
    for line in done.stdout.splitlines():
        name, kind, text = line.split(maxsplit=2) if len(line.split(maxsplit=2)) == 3 else ("",) * 3
        if name in _EXIV2:
            field, expected = _EXIV2[name]
            assert kind == expected, line
            found[field] = tuple(text.split(", "))
    return found
