"""The text of a receipt from a picture of its QR code. Needs `marga[qr]`, which a witness or a side does without."""

from __future__ import annotations

import io
import shlex
import sys
from collections.abc import Sequence

from marga.country import gettext_noop

from .enclosures import PREFIX as ENCLOSURE
from .errors import LedgerError
from .receipts import PREFIX

#: What `marga[qr]` is made of, for the Python that runs this. By their own names: whoever verifies a receipt may have
#: Marga from anywhere.
INSTALL = shlex.join([sys.executable, "-m", "pip", "install", "zxing-cpp", "pillow"])
NONE = gettext_noop("no QR code of a receipt can be made out in this picture. Take it again: straight, near and sharp.")

#: Of a picture: a photograph has some 12 million. A small file can say that it has as many as it likes.
MOST_PIXELS = 50_000_000
FORMS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")


def text_in_picture(data: bytes) -> str:
    """The text of the first receipt in a picture of any common form. Raises LedgerError when there is none."""
    found = next((text for text in _texts(data) if text.startswith(PREFIX)), None)
    if found is None:
        raise LedgerError(NONE)
    return found


def texts_in_picture(data: bytes) -> Sequence[str]:
    """The texts of all receipts, and of all pieces of their lists, in a picture; none where only lines are on the page.
    Raises LedgerError for what is no picture, and where none can be read."""
    return [text for text in _texts(data) if text.startswith((PREFIX, ENCLOSURE))]


def _texts(data: bytes) -> Sequence[str]:
    """Whatever QR codes in a picture say."""
    try:
        import zxingcpp
        from PIL import Image
    except ImportError:
        raise LedgerError(
            gettext_noop("this is no text of a receipt. To read pictures type: {command}. Or scan the QR code with a "
                         "telephone, and give the text that it reads: that needs nothing more."), command=INSTALL
        ) from None  # fmt: skip
    try:
        opened = Image.open(io.BytesIO(data), formats=FORMS)
        picture = opened.convert("L") if opened.width * opened.height <= MOST_PIXELS else None
    except (OSError, ValueError, Image.DecompressionBombError):
        raise LedgerError(gettext_noop("this is neither the text of a receipt nor a picture that can be "
                                       "opened.")) from None  # fmt: skip
    if picture is None:
        raise LedgerError(gettext_noop("the picture has more than {limit} dots; take a smaller one."),
                          limit=MOST_PIXELS)  # fmt: skip
    return [str(one.text) for one in zxingcpp.read_barcodes(picture)]
