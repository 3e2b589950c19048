"""Which encoder is for what: a short list for people who have no opinion on architectures.

Memory was measured on Linux with two processor cores: the most that encoding 32 images and then 16
phrases takes, loading included. Figures on ImageNet and COCO in the sentences are open_clip's.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from messages.message import Message


@dataclass(frozen=True, slots=True)
class Purpose:
    """What an encoder is suggested for, in sentences, and what it needs.

    ``words_bytes``: what its tokenizer adds to the download.
    """

    title: Message
    about: Message
    memory_bytes: int
    words_bytes: int = 0


PURPOSES: Mapping[str, Purpose] = {
    "ViT-B-32/laion2b_s34b_b79k": Purpose(
        Message("encoder-fast"), Message("encoder-fast-about"), 2_000_000_000
    ),
    "ViT-B-32-SigLIP2-256/webli": Purpose(
        Message("encoder-best"), Message("encoder-best-about"), 3_700_000_000, 34_400_000
    ),
    "xlm-roberta-base-ViT-B-32/laion5b_s13b_b90k": Purpose(
        Message("encoder-languages"), Message("encoder-languages-about"), 3_700_000_000, 9_100_000
    ),
    "built-in": Purpose(
        Message("encoder-least-memory"), Message("encoder-least-memory-about"), 1_100_000_000
    ),
}
"""By the encoder's name, in the order in which they are offered."""

LICENCES: Mapping[str, str] = {
    "laion/CLIP-ViT-B-32-laion2B-s34B-b79K": "MIT",
    "laion/CLIP-ViT-B-32-roberta-base-laion2B-s12B-b32k": "MIT",
    "laion/CLIP-ViT-B-32-xlm-roberta-base-laion5B-s13B-b90k": "MIT",
    "laion/CLIP-ViT-bigG-14-laion2B-39B-b160k": "MIT",
    "timm/ViT-B-16-SigLIP": "Apache-2.0",
    "timm/ViT-B-16-SigLIP-256": "Apache-2.0",
    "timm/ViT-B-16-SigLIP-384": "Apache-2.0",
    "timm/ViT-L-16-SigLIP-256": "Apache-2.0",
    "timm/ViT-B-16-SigLIP2-384": "Apache-2.0",
    "timm/ViT-B-16-SigLIP2-512": "Apache-2.0",
    "timm/ViT-B-32-SigLIP2-256": "Apache-2.0",
    "visheratin/nllb-clip-base-oc": "CC-BY-NC-4.0",
}
"""By repository, as its model card has it. Of the others the program does not know."""

BUILT_IN_LICENCE = "Apache-2.0"
"""Of both towers of the built-in encoder (``resources/builtin_encoder/README.md``)."""
