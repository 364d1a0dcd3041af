"""A side whose server answers badly is named with the reason, and the other side is asked all the same."""

import pytest
from django.utils import timezone

from marga.authority.bulletins import fetching, services
from marga.authority.bulletins.models import Cube, CubeSource, Fetch
from support.poor_servers import answering

ANSWERS = {
    "no answer of HTTP": (b"\x00\x01\x02 nonsense\r\n\r\n", "could not be fetched (BadStatusLine)"),
    "nothing at all": (b"", "could not be fetched"),
    "an endless heading": (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000 + b"\r\n\r\n", "be fetched (LineTooLong)"),
    "half": (b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nPAR1", "was cut off: 4 of 900 bytes came"),
    "half a chunk": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\nPAR1", "could not be fetched (IncompleteRead)",
    ),
    "a refusal": (b"HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n", "could not be fetched"),
    "a way to a file": (b"HTTP/1.1 302 Found\r\nLocation: file:///etc/hosts\r\n\r\n", "could not be fetched"),
    "no signature": (b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nPAR1", "has a signature that cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_bad_answer_is_kept_with_its_side_and_reason_and_the_other_side_is_asked(desk, answer):
    content, says = ANSWERS[answer]
    with answering(content) as address:
        CubeSource.objects.filter(side="care").update(address=address)
        by_side = {one.side: one for one in services.collect(by="", now=timezone.now())}
    assert says in by_side["care"].problem["en"]
    assert by_side["care"].problem["en"].startswith("care: ")
    assert "/tmp" not in by_side["care"].problem["en"]
    assert by_side["enforcement"].is_new
    assert [cube.side for cube in Cube.objects.all()] == ["enforcement"]
    assert Fetch.objects.count() == 2


@pytest.mark.parametrize(
    "said", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nPAR1"]
)
def test_a_server_that_never_comes_to_an_end_is_left(desk, monkeypatch, said):
    monkeypatch.setattr(fetching, "LONGEST", 0.2)
    with answering(said, hold=True) as address:
        CubeSource.objects.exclude(side="care").delete()
        CubeSource.objects.update(address=address)
        (one,) = services.collect(by="", now=timezone.now())
    assert "did not come whole within" in one.problem["en"]
