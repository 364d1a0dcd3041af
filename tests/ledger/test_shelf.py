"""Files that a ledger or a witness keeps: whole whenever they are there."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from marga.ledger.shelf import write_whole


def test_several_write_one_file_at_the_same_time_and_it_is_whole(tmp_path: Path) -> None:
    texts, start = [f"{number}\n" * 500 for number in range(4)], Barrier(4)

    def write(text: str) -> None:
        start.wait()
        for _ in range(50):
            write_whole(tmp_path / "checkpoint", text)

    with ThreadPoolExecutor(4) as several:
        for done in [several.submit(write, text) for text in texts]:
            done.result()
    assert (tmp_path / "checkpoint").read_text() in texts
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint"]
