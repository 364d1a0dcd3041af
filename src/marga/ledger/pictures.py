"""The text of a receipt from a picture of its QR code. Needs `marga[qr]`, which a witness or a side does without."""

from __future__ import annotations

import io

from marga.country import gettext_noop

from .errors import LedgerError
from .receipts import PREFIX

#: Of a picture: a photograph has some 12 million. A small file can say that it has as many as it likes.
MOST_PIXELS = 50_000_000
FORMS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")


def text_in_picture(data: bytes) -> str:
    """The text of the first receipt in a picture of any common form. Raises LedgerError when there is none."""
    try:
        import zxingcpp
        from PIL import Image
    except ImportError:
        raise LedgerError(gettext_noop("this is no text of a receipt. To read it from a picture, install "
                                       "marga[qr].")) from None  # fmt: skip
    try:
        opened = Image.open(io.BytesIO(data), formats=FORMS)
        picture = opened.convert("L") if opened.width * opened.height <= MOST_PIXELS else None
    except (OSError, ValueError, Image.DecompressionBombError):
        raise LedgerError(gettext_noop("this is neither the text of a receipt nor a picture that can be "
                                       "opened.")) from None  # fmt: skip
    if picture is None:
        raise LedgerError(gettext_noop("the picture has more than {limit} dots; take a smaller one."),
                          limit=MOST_PIXELS)  # fmt: skip
    texts = [str(one.text) for one in zxingcpp.read_barcodes(picture)]
    found = next((text for text in texts if text.startswith(PREFIX)), None)
    if found is None:
        raise LedgerError(gettext_noop("no QR code of a receipt can be made out in this picture. Take it again: "
                                       "straight, near and sharp."))  # fmt: skip
    return found
