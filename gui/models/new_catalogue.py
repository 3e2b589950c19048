"""What somebody asked for when making a catalogue."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class NewCatalogue:
    """What the assistant asked for; ``scan_options`` are those of ``scan_archive``."""

    path: Path
    archive_dir: Path
    encoder: str
    scan_options: dict[str, object] = field(default_factory=dict)
