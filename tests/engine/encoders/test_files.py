import pickle
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from engine.encoders.files import read_weights, sha256_of
from engine.errors import InputError


class Payload:
    """What a hostile weights file would run."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.marker,)


def test_a_program_hidden_in_weights_never_runs(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    plain, zipped = tmp_path / "plain.pt", tmp_path / "zipped.pt"
    with plain.open("wb") as stream:
        pickle.dump(Payload(marker), stream, protocol=2)
    torch.save({"weight": torch.ones(2), "payload": Payload(marker)}, zipped)

    for path in (plain, zipped):
        with pytest.raises(InputError, match=r"holds more than numbers .* Ask for it as"):
            read_weights(path)
        assert not marker.exists()


@pytest.mark.parametrize("suffix", [".pt", ".pth", ".bin"])
def test_plain_tensors_are_read(tmp_path: Path, suffix: str) -> None:
    tensors = {"a": torch.arange(4.0), "b": torch.ones(2, 2)}
    bare, nested = tmp_path / f"bare{suffix}", tmp_path / f"nested{suffix}"
    torch.save(tensors, bare)
    torch.save({"epoch": 3, "state_dict": tensors}, nested)

    for path in (bare, nested):
        read = read_weights(path)
        assert read.keys() == tensors.keys()
        assert torch.equal(read["a"], tensors["a"])


def test_safetensors_are_read_and_damage_is_said(tmp_path: Path) -> None:
    path = tmp_path / "weights.safetensors"
    save_file({"a": torch.arange(400.0)}, path)
    assert torch.equal(read_weights(path)["a"], torch.arange(400.0))

    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(InputError, match="damaged or incomplete"):
        read_weights(path)


def test_what_is_not_weights_is_said(tmp_path: Path) -> None:
    numbers, text = tmp_path / "numbers.pt", tmp_path / "text.pt"
    torch.save([1, 2, 3], numbers)
    text.write_text("not weights")

    with pytest.raises(InputError, match="does not hold named tensors only"):
        read_weights(numbers)
    with pytest.raises(InputError, match=r"text\.pt"):
        read_weights(text)
    with pytest.raises(InputError, match="No such file"):
        sha256_of(tmp_path / "absent.pt")
