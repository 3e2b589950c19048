"""Weights written to do harm: refused with a sentence, and no program hidden in them runs."""

import json
import pickle
import struct
import zipfile
from pathlib import Path

import torch
from safetensors.torch import save_file

from tests.torture import acts
from tests.torture.base import Torture
from tests.torture.program import commands, in_child


class Payload:
    """What hostile weights would run."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.marker,)


def safetensors(header: object, body: bytes = b"", length: int | None = None) -> bytes:
    """A file of that format with any header and any length said of it."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + body


def write_all(folder: Path) -> None:
    """One file for each attack; each would leave ``marker``."""
    marker = folder / "marker"
    ones = {"a": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}}

    def tensor(**changed: object) -> bytes:
        return safetensors({"a": {**ones["a"], **changed}}, bytes(16))

    raw = {
        "huge header": safetensors(ones, bytes(16), length=2**62),
        "header longer": safetensors(ones, bytes(16), length=10_000),
        "no JSON": safetensors(b"{{{{", bytes(16)),
        "deep JSON": safetensors(b'{"a":' * 100_000, bytes(16)),
        "huge shape": tensor(shape=[2**40, 2**40]),
        "negative": tensor(data_offsets=[-16, 0]),
        "outside": tensor(data_offsets=[0, 2**40]),
        "odd kind": tensor(dtype="F7"),
        "empty": b"",
    }
    for name, content in raw.items():
        (folder / f"{name}.safetensors").write_bytes(content)
    good = folder / "small.safetensors"
    save_file({"a": torch.ones(400)}, good)
    (folder / "cut.safetensors").write_bytes(good.read_bytes()[:-100])
    for protocol in range(2, 6):
        with (folder / f"pickle {protocol}.pt").open("wb") as stream:
            pickle.dump(Payload(marker), stream, protocol=protocol)
    torch.save({"weight": torch.ones(2), "payload": Payload(marker)}, folder / "zipped.pt")
    plain = {"_use_new_zipfile_serialization": False}
    torch.save({"payload": Payload(marker)}, folder / "older.pth", **plain)
    torch.save([1, 2, 3], folder / "numbers.bin")
    (folder / "system.pt").write_bytes(f"cos\nsystem\n(S'touch {marker}'\ntR.".encode())
    # A pickle that calls itself by the other format's name.
    (folder / "named.safetensors").write_bytes((folder / "pickle 2.pt").read_bytes())
    with zipfile.ZipFile(folder / "bomb.pt", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.pkl", bytes(200_000_000))


def refused(torture: Torture) -> None:
    """Give each of them to the command that encodes."""
    folder = torture.folder / "weights"
    folder.mkdir()
    in_child(torture, write_all, folder)
    in_child(torture, acts.scanned, torture.folder / "before")
    catalogue = acts.catalogue_in(torture.folder / "before")
    endings: dict[str, int] = {}
    for path in sorted(folder.iterdir()):
        torture.tally.tries += 1
        ended = in_child(torture, read, path)
        endings[ended.how] = endings.get(ended.how, 0) + 1
        if (folder / "marker").exists():
            torture.tally.loss(f"{path.name}: the program inside has run")
            (folder / "marker").unlink()
    # The whole way, for one of each format: the rest is refused in the same place.
    for name in ("zipped.pt", "huge header.safetensors"):
        torture.tally.tries += 1
        if commands(torture, "encode", catalogue, "--encoder", folder / name).how == "done":
            torture.tally.loss(f"{name} was taken for an encoder")
        if (folder / "marker").exists():
            torture.tally.loss(f"{name}: the program inside has run")
    torture.tally.figures.append(f"{endings}")


def read(path: Path) -> int:
    """In a child: how many tensors a file of weights holds."""
    from engine.encoders.files import read_weights

    return len(read_weights(path))
