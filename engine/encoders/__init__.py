"""Encoders: from images and texts to vectors."""

import os

# huggingface_hub reads these when it is imported, which open_clip and timm do as well
# (https://github.com/huggingface/huggingface_hub/issues/3990). Nothing is reported to anybody.
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("DO_NOT_TRACK", "1")
