"""What became of known files, on every order of events that keeps content recognisable."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from engine.archive.compare import Placement, compare, place
from engine.archive.walk import FoundFile


@dataclass(frozen=True)
class Image:
    image_id: int
    path_bytes: bytes
    content_hash: bytes
    size_bytes: int = 10
    modified_ns: int = 1
    status: str = "ok"


def run(known: list[Image], on_disk: dict[str, tuple[bytes, int]]) -> Placement:
    """``on_disk``: path to (content hash, modified_ns); every file has 10 bytes."""
    files = [FoundFile(path, 10, modified_ns) for path, (_, modified_ns) in on_disk.items()]
    comparison = compare(files, known)
    hashes = {file.path: on_disk[file.path][0] for file in comparison.to_hash()}
    return place(comparison, hashes)


def found(placement: Placement) -> dict[str, int]:
    return {file.path: image_id for file, image_id in placement.found}


def to_read(placement: Placement) -> list[str]:
    return [file.path for file in placement.to_read]


def test_unchanged_files_are_not_looked_at() -> None:
    known = [Image(1, b"a", b"A")]
    comparison = compare([FoundFile("a", 10, 1)], known)
    assert [image_id for _, image_id in comparison.unchanged] == [1]
    assert (comparison.open_files, comparison.open_images) == ([], [])


def test_a_renamed_folder_loses_nothing() -> None:
    known = [Image(1, b"old/a", b"A"), Image(2, b"old/b", b"B")]
    placement = run(known, {"new/a": (b"A", 1), "new/b": (b"B", 1)})
    assert found(placement) == {"new/a": 1, "new/b": 2}
    assert (to_read(placement), placement.gone) == ([], [])


def test_copies_of_one_content_keep_their_names_and_folders() -> None:
    known = [Image(1, b"old/a", b"X"), Image(2, b"old/b", b"X"), Image(3, b"kept/c", b"X")]
    placement = run(known, {"new/b": (b"X", 1), "new/a": (b"X", 1), "kept/z": (b"X", 1)})
    assert found(placement) == {"new/a": 1, "new/b": 2, "kept/z": 3}


def test_a_new_copy_of_a_kept_file_is_a_new_image() -> None:
    placement = run([Image(1, b"a", b"X")], {"a": (b"X", 1), "b": (b"X", 1)})
    assert (found(placement), to_read(placement)) == ({}, ["b"])


def test_files_renamed_in_a_chain_keep_their_labels() -> None:
    """a to b, b to c: by path alone, b would keep b's labels and show a's picture."""
    known = [Image(1, b"a", b"A", modified_ns=1), Image(2, b"b", b"B", modified_ns=2)]
    placement = run(known, {"b": (b"A", 1), "c": (b"B", 2)})
    assert found(placement) == {"b": 1, "c": 2}
    assert (to_read(placement), placement.gone, placement.displaced) == ([], [], [])


def test_a_file_moved_over_another_makes_that_one_missing() -> None:
    known = [Image(1, b"a", b"A", modified_ns=1), Image(2, b"b", b"B", modified_ns=2)]
    placement = run(known, {"b": (b"A", 1)})
    assert found(placement) == {"b": 1}
    assert placement.gone == [2]
    assert [image.image_id for image in placement.displaced] == [2]


def test_touched_changed_and_deleted() -> None:
    known = [Image(1, b"touched", b"T"), Image(2, b"changed", b"C"), Image(3, b"deleted", b"D")]
    placement = run(known, {"touched": (b"T", 9), "changed": (b"new", 9)})
    assert found(placement) == {"touched": 1}
    assert to_read(placement) == ["changed"]
    assert (placement.gone, placement.displaced) == ([3], [])


def test_missing_images_come_back_where_they_were_or_elsewhere() -> None:
    known = [Image(1, b"a", b"A", status="missing"), Image(2, b"b", b"B", status="missing")]
    placement = run(known, {"a": (b"A", 1), "other/b": (b"B", 1)})
    assert found(placement) == {"a": 1, "other/b": 2}


def test_a_moved_file_is_the_image_that_was_there_rather_than_one_long_missing() -> None:
    long_missing = Image(1, b"old/a", b"X", status="missing")
    there = Image(2, b"x/a", b"X")
    placement = run([long_missing, there], {"y/a": (b"X", 1)})
    assert found(placement) == {"y/a": 2}
    assert found(run([long_missing, there], {"y/other": (b"X", 1)})) == {"y/other": 2}
    # With two files both are found.
    both = run([long_missing, there], {"x/b": (b"X", 1), "z/a": (b"X", 1)})
    assert sorted(found(both).values()) == [1, 2]
    # One that comes back to its own path is itself.
    assert found(run([long_missing, there], {"old/a": (b"X", 1)})) == {"old/a": 1}


def test_unreadable_files_are_tried_again_and_moved_ones_followed() -> None:
    known = [
        Image(1, b"a", b"A", status="unreadable"),
        Image(2, b"b", b"", status="unreadable"),
        Image(3, b"c", b"C", status="unreadable"),
    ]
    placement = run(known, {"a": (b"A", 1), "b": (b"?", 1), "d": (b"C", 1)})
    assert found(placement) == {"d": 3}
    assert sorted(to_read(placement)) == ["a", "b"]
    assert placement.gone == []


paths = st.sampled_from(["a", "b", "c", "d/a", "d/b"])
contents = st.sampled_from([b"A", b"B", b"C"])


@given(
    st.dictionaries(paths, contents, max_size=5),
    st.dictionaries(paths, contents, max_size=5),
    st.data(),
)
def test_nothing_is_lost_or_taken_twice(
    before: dict[str, bytes], after: dict[str, bytes], data: st.DataObject
) -> None:
    known = [
        Image(
            number,
            path.encode(),
            content,
            status=data.draw(st.sampled_from(["ok", "missing", "unreadable"])),
        )
        for number, (path, content) in enumerate(before.items())
    ]
    # A file whose content is another has another time too.
    disk = {
        path: (content, 1 if before.get(path) == content else 2) for path, content in after.items()
    }
    files = [FoundFile(path, 10, modified_ns) for path, (_, modified_ns) in disk.items()]
    comparison = compare(files, known)
    placement = place(comparison, {file.path: disk[file.path][0] for file in comparison.to_hash()})
    unchanged = {file.path: image_id for file, image_id in comparison.unchanged}
    at = found(placement)
    # Every file is accounted for exactly once.
    assert sorted([*unchanged, *at, *to_read(placement)]) == sorted(after)
    # Every image is somewhere: kept, found, given new content at its path, or gone.
    by_id = {image.image_id: image for image in known}
    kept = [*unchanged.values(), *at.values()]
    assert len(kept) == len(set(kept))
    rewritten = [
        image.image_id
        for image in known
        if image.image_id not in kept and image.path_bytes.decode() in to_read(placement)
    ]
    assert sorted([*kept, *rewritten, *placement.gone]) == sorted(by_id)
    # An image is only ever found where its content is.
    assert all(by_id[image_id].content_hash == disk[path][0] for path, image_id in at.items())
    # No content that is still on disk is given up while a file of it is read as something new.
    unplaced = {after[path] for path in to_read(placement) if before.get(path) != after[path]}
    lost = {by_id[image_id].content_hash for image_id in placement.gone}
    assert not unplaced & lost
    taken = {path.encode() for path in at}
    assert {image.path_bytes for image in placement.displaced} == {
        by_id[image_id].path_bytes for image_id in placement.gone
    } & taken


def test_settled_files_are_left_alone_while_size_and_time_are_as_known() -> None:
    known = [
        Image(1, b"a", b"A", status="unreadable"),
        Image(2, b"b", b"B", status="unreadable"),
        Image(3, b"c", b"C", status="unreadable"),
    ]
    files = [FoundFile("a", 10, 1), FoundFile("b", 10, 1), FoundFile("c", 10, 99)]

    comparison = compare(files, known, {1, 3})

    assert [image_id for _, image_id in comparison.unchanged] == [1]
    assert [file.path for file in comparison.open_files] == ["b", "c"]
