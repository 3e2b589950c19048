"""Features of pictures whose files hold other bytes now: the pictures are the same."""

from collections.abc import Sequence
from pathlib import Path

from engine.features.store import FeatureStore


def carry_over_features(folder: Path, pairs: Sequence[tuple[bytes, bytes]]) -> int:
    """Let new content hashes have the features of old ones, of every encoder; how many rows.

    ``folder`` is the catalogue's features folder, ``pairs`` are (old, new). What a new hash has
    already stays. Raises InputError where features cannot be written.
    """
    carried = 0
    if not pairs or not folder.is_dir():
        return carried
    for of_encoder in sorted(path for path in folder.iterdir() if path.is_dir()):
        store = FeatureStore(folder, of_encoder.name)
        missing = set(store.missing([new for _, new in pairs]))
        # Several files may have held the same bytes, and hold the same again.
        wanted = {new: old for old, new in pairs if new in missing}
        if not wanted:
            continue
        features, found = store.rows(list(wanted.values()))
        hashes = [new for new, there in zip(wanted, found, strict=True) if there]
        if hashes:
            store.append(hashes, features[found])
            carried += len(hashes)
    return carried
