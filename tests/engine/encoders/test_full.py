import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from engine.encoders.built_in_parts.generated_images import generated_image, generated_pixels
from engine.encoders.preprocess import prepare
from engine.encoders.registry import find_source, load_encoder
from engine.encoders.sources import is_architecture, tagged_encoders
from engine.errors import InputError

MakeFolder = Callable[..., Path]
TEXTS = ["a cat", "two dogs in the snow", "a very long text " * 30]


def test_a_folder_gives_the_vectors_open_clip_gives(tiny_folder: MakeFolder) -> None:
    import open_clip

    folder = tiny_folder()
    picture = generated_image((90, 60), scene=True, seed=5)
    model, _, transform = open_clip.create_model_and_transforms(f"local-dir:{folder}")
    tokenizer = open_clip.get_tokenizer(f"local-dir:{folder}")
    model.eval()
    with torch.inference_mode():
        inputs = transform(Image.fromarray(picture))[None]
        image = model.encode_image(inputs, normalize=True).numpy()
        texts = model.encode_text(tokenizer(TEXTS), normalize=True).numpy()

    encoder = load_encoder(str(folder), precision="float32")
    ours = encoder.encode_images(prepare(picture, encoder.preprocess)[None])

    assert encoder.feature_size == 16
    assert encoder.has_text_tower
    assert np.sum(ours * image) > 0.9999
    assert np.sum(encoder.encode_texts(TEXTS) * texts, axis=1).min() > 0.9999
    assert encoder.encode_texts([]).shape == (0, 16)


def test_vectors_do_not_depend_on_the_batch_or_on_loading_again(tiny_folder: MakeFolder) -> None:
    folder = tiny_folder()
    pixels = generated_pixels(32, 32)

    together = load_encoder(str(folder), precision="float32").encode_images(pixels)
    again = load_encoder(str(folder), precision="float32")
    alone = np.concatenate([again.encode_images(pixels[i : i + 1]) for i in range(32)])

    assert np.sum(together * alone, axis=1).min() > 0.9999


def test_safetensors_and_pt_hold_the_same_encoder(tmp_path: Path, tiny_folder: MakeFolder) -> None:
    folder = tiny_folder()
    pixels = generated_pixels(2, 32)
    safe = load_encoder(str(folder), precision="float32").encode_images(pixels)
    weights = next(folder.glob("*.safetensors"))
    torch.save({"state_dict": load_file(weights)}, folder / "weights.pt")
    weights.unlink()

    pickled = load_encoder(str(folder / "weights.pt"), precision="float32")

    np.testing.assert_allclose(pickled.encode_images(pixels), safe, atol=1e-6)


def fingerprint(path: Path) -> str:
    return find_source(str(path), path).fingerprint


def test_architecture_weights_and_preprocessing_make_the_fingerprint(
    tiny_folder: MakeFolder,
) -> None:
    folder = tiny_folder()
    config = folder / "open_clip_config.json"
    original = json.loads(config.read_text())
    seen = {fingerprint(folder)}

    original["preprocess_cfg"]["interpolation"] = "bicubic"
    config.write_text(json.dumps(original))
    seen.add(fingerprint(folder))
    original["model_cfg"]["quick_gelu"] = True
    config.write_text(json.dumps(original))
    seen.add(fingerprint(folder))
    weights = next(folder.glob("*.safetensors"))
    tensors = {name: value.clone() for name, value in load_file(weights).items()}
    tensors["visual.proj"][0, 0] += 1
    save_file(tensors, weights)
    seen.add(fingerprint(folder))

    assert len(seen) == 4
    assert fingerprint(folder) in seen


def test_quick_gelu_of_the_configuration_is_used(tiny_folder: MakeFolder) -> None:
    folder = tiny_folder()
    pixels = generated_pixels(4, 32)
    plain = load_encoder(str(folder), precision="float32").encode_images(pixels)
    config = folder / "open_clip_config.json"
    quick = json.loads(config.read_text())
    quick["model_cfg"]["quick_gelu"] = True
    config.write_text(json.dumps(quick))

    features = load_encoder(str(folder), precision="float32").encode_images(pixels)

    assert not np.allclose(features, plain, atol=1e-5)
    assert np.sum(features * plain, axis=1).min() > 0.9


def test_a_file_takes_its_configuration_from_beside_it(tiny_folder: MakeFolder) -> None:
    folder = tiny_folder(weights_name="mine.safetensors")
    config = folder / "open_clip_config.json"
    weights = folder / "mine.safetensors"
    as_folder = fingerprint(folder)

    assert fingerprint(weights) == as_folder
    config.rename(folder / "mine.safetensors.json")
    assert fingerprint(weights) == as_folder
    (folder / "mine.safetensors.json").unlink()
    with pytest.raises(InputError, match=r"ARCHITECTURE:FILE, for example ViT-B-32:mine"):
        load_encoder(str(weights))


@pytest.mark.parametrize(
    ("preprocess", "model", "sentence"),
    [
        ({"mean": [0, 0, 0]}, {}, "preparation of images that is not supported"),
        (
            {"mean": [0, 0, 0], "std": [1, 1, 1], "interpolation": "random"},
            {},
            "preparation of images that is not supported",
        ),
        (
            {"mean": [0, 0, 0], "std": [1, 1, 1]},
            {"text_cfg": {"hf_model_name": "roberta-base"}},
            "files of the Hugging Face hub beside",
        ),
        ({}, {"text_cfg": None}, "does not say what is needed"),
        (
            {},
            {"vision_cfg": {"timm_model_name": "hf-hub:somebody/model", "image_size": 32}},
            "Hugging Face hub while loading",
        ),
        ({}, {"vision_cfg": None}, "does not say what is needed"),
    ],
)
def test_configurations_that_will_not_do_are_refused(
    tiny_folder: MakeFolder, preprocess: dict[str, Any], model: dict[str, Any], sentence: str
) -> None:
    folder = tiny_folder(model=model, preprocess=preprocess)

    with pytest.raises(InputError, match=sentence):
        load_encoder(str(folder))


def test_a_folder_without_preprocessing_is_refused(tiny_folder: MakeFolder) -> None:
    folder = tiny_folder()
    config = folder / "open_clip_config.json"
    config.write_text(json.dumps({"model_cfg": json.loads(config.read_text())["model_cfg"]}))

    with pytest.raises(InputError, match=r"model_cfg .* and preprocess_cfg"):
        load_encoder(str(folder))
    config.write_text("not json")
    with pytest.raises(InputError, match="does not say what is needed"):
        load_encoder(str(folder))


def test_a_random_model_is_never_made(tiny_folder: MakeFolder) -> None:
    folder = tiny_folder()
    weights = next(folder.glob("*.safetensors"))
    tensors = {name: value.clone() for name, value in load_file(weights).items()}
    del tensors["visual.proj"]
    save_file(tensors, weights)
    with pytest.raises(InputError, match="are not those of the architecture"):
        load_encoder(str(folder))

    weights.unlink()
    with pytest.raises(InputError, match="holds no weights"):
        load_encoder(str(folder))


def test_weights_of_another_image_size_are_not_stretched(tiny_folder: MakeFolder) -> None:
    vision = {"image_size": 48, "layers": 2, "width": 32, "head_width": 16, "patch_size": 8}

    with pytest.raises(InputError, match="are not those of the architecture"):
        load_encoder(str(tiny_folder(model={"vision_cfg": vision})))


def test_several_weights_files_are_not_chosen_among(tiny_folder: MakeFolder) -> None:
    folder = tiny_folder(weights_name="a.safetensors")
    (folder / "b.safetensors").write_bytes(b"")

    with pytest.raises(InputError, match=r"several weights files \(a.safetensors, b.safetensors\)"):
        load_encoder(str(folder))


def test_a_timm_tower_with_weights_at_half_precision(tiny_folder: MakeFolder) -> None:
    import open_clip

    vision = {"image_size": 160, "timm_model_name": "test_vit", "timm_proj": "linear"}
    folder = tiny_folder(model={"vision_cfg": vision, "custom_text": True})
    config = json.loads((folder / "open_clip_config.json").read_text())["model_cfg"]
    torch.manual_seed(0)
    options = {key: value for key, value in config.items() if key != "custom_text"}
    model = open_clip.CustomTextCLIP(**options).eval()
    halves = {name: value.half() for name, value in model.state_dict().items()}
    save_file(halves, next(folder.glob("*.safetensors")))
    pixels = generated_pixels(2, 160)

    encoder = load_encoder(str(folder), precision="float32")

    inputs = torch.from_numpy(pixels).permute(0, 3, 1, 2) / 255
    mean, std = (torch.tensor(part).view(3, 1, 1) for part in ([0.5, 0.4, 0.3], [0.25, 0.2, 0.3]))
    with torch.inference_mode():
        expected = model.encode_image((inputs - mean) / std, normalize=True).numpy()
    assert np.sum(encoder.encode_images(pixels) * expected, axis=1).min() > 0.9999
    assert encoder.has_text_tower


def test_the_architecture_named_says_how_to_prepare_images(tmp_path: Path) -> None:
    weights = tmp_path / "mine.safetensors"
    save_file({"weight": torch.ones(1)}, weights)

    plain = find_source(f"ViT-B-32:{weights}", tmp_path)
    quick = find_source(f"ViT-B-32-quickgelu:{weights}", tmp_path)
    squashed = find_source(f"ViT-B-16-SigLIP-256:{weights}", tmp_path)

    assert (plain.preprocess.size_px, plain.preprocess.resize) == (224, "shortest")
    assert (squashed.preprocess.size_px, squashed.preprocess.resize) == (256, "squash")
    assert quick.model["quick_gelu"] is True
    assert quick.fingerprint != plain.fingerprint
    # No model of this architecture is listed, so nothing says how it prepares images.
    with pytest.raises(InputError, match="prepare images in different ways"):
        find_source(f"ViT-S-32:{weights}", tmp_path)
    with pytest.raises(InputError, match="are not those of the architecture"):
        load_encoder(f"ViT-B-32:{weights}")


def test_a_relative_path_is_remembered_whole(
    tiny_folder: MakeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tiny_folder()
    monkeypatch.chdir(folder.parent)

    assert load_encoder(folder.name).name == str(folder)
    assert find_source(f"ViT-B-32:{folder.name}/open_clip_model.safetensors", folder).name == (
        f"ViT-B-32:{folder}/open_clip_model.safetensors"
    )


def test_names_that_lead_nowhere(tmp_path: Path) -> None:
    assert not is_architecture("../ViT-B-32")
    for name in ("nonsense", str(tmp_path / "absent.safetensors"), "ViT-B-32:absent.safetensors"):
        with pytest.raises(InputError, match="There is no encoder"):
            load_encoder(name, folder=tmp_path)
    (tmp_path / "picture.png").write_bytes(b"")
    with pytest.raises(InputError, match="not a weights file"):
        load_encoder(str(tmp_path / "picture.png"))
    with pytest.raises(InputError, match=r"is not installed\. Download it first"):
        load_encoder("ViT-B-32/laion2b_s34b_b79k", folder=tmp_path)


def test_the_list_of_full_encoders_is_open_clips() -> None:
    listed = tagged_encoders()
    from open_clip.factory import get_model_config
    from open_clip.pretrained import get_pretrained_cfg, list_pretrained

    theirs = {f"{architecture}/{tag}" for architecture, tag in list_pretrained()}

    assert next(iter(listed)) == "ViT-B-32/laion2b_s34b_b79k"
    assert len(listed) > 100
    assert listed.keys() <= theirs
    for name, one in listed.items():
        pretrained = get_pretrained_cfg(one.architecture, one.tag)
        config = get_model_config(one.architecture)
        model, preprocess = one.config()
        assert preprocess.mean == tuple(pretrained["mean"]), name
        assert preprocess.resize == pretrained["resize_mode"], name
        assert preprocess.size_px == config["vision_cfg"]["image_size"], name
        assert one.repository == pretrained["hf_hub"].rpartition("/")[0], name
        quick_gelu = pretrained.get("quick_gelu", config.get("quick_gelu", False))
        assert model["quick_gelu"] is quick_gelu, name
        assert one.feature_size == config["embed_dim"], name
