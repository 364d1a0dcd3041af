"""Static files under names that change with their content, compressed once at the start."""

from typing import Any

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

#: Of 11: a first start takes a second instead of five, for files some 5 % larger. What is small, as all that every page
#: needs is, takes no time at its best.
QUICK, BEST, SMALL = 9, 11, 60_000


class QuickCompressor(Compressor):  # type: ignore[misc]
    """WhiteNoise's compressor at a quality that suits a start on a small machine."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        """The file, compressed."""
        return bytes(brotli.compress(data, quality=BEST if len(data) <= SMALL else QUICK))


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Collects each file under a name with its hash, beside its compressed forms."""

    def create_compressor(self, **options: Any) -> Compressor:
        """What compresses the collected files."""
        return QuickCompressor(**options)
