"""What another program found, taken on the Duplicates page."""

import json

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from .conftest import Bench


def test_a_result_of_another_program_waits_as_a_cluster(bench: Bench) -> None:
    result = bench.catalogue.folder.parent / "similar.json"
    files = [str(bench.catalogue.archive_dir / name) for name in ("d1.png", "e1.png", "gone.png")]
    group = {"file_len": 5, "file_hash": "ab", "files": files}
    result.write_text(json.dumps({"header": {}, "groups": [group]}))
    asked: list[str] = []
    bench.context.navigator.work_requested.connect(asked.append)

    bench.qtbot.mouseClick(bench.page.import_button, Qt.MouseButton.LeftButton)
    dialog = bench.dialog()
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(result))
    dialog.reject()

    bench.wait(lambda: asked == ["duplicates"])
    assert "1 pair to look at was named." in bench.page.notice.sentence.text()
    assert "gone.png" in bench.page.notice.sentence.text()
    (pair,) = [one for one in bench.catalogue.duplicates.pairs() if one.named_by]
    assert set(pair[:2]) == {bench.ids["d1.png"], bench.ids["e1.png"]}
    assert bench.page.import_button.isEnabled()

    result.write_text("[")
    bench.page.import_result(str(result))
    bench.wait(lambda: "damaged" in bench.page.notice.sentence.text())
    assert bench.page.import_button.isEnabled()
