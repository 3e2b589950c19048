"""The sample archive that comes with the program, and where its catalogue is kept."""

from pathlib import Path

from db.places import SUFFIX
from engine.personal_folders import data_dir
from gui.models.new_catalogue import NewCatalogue

SAMPLE_DIR = Path(__file__).resolve().parent.parent.parent / "resources" / "sample_archive"
BUILT_IN = "built-in"


def plan() -> NewCatalogue:
    """The catalogue of the sample archive, in a person's own data folder."""
    return NewCatalogue(
        path=data_dir() / "sample" / f"sample{SUFFIX}",
        archive_dir=SAMPLE_DIR / "images",
        encoder=BUILT_IN,
        scan_options={"keywords_csv": SAMPLE_DIR / "keywords.csv"},
    )
