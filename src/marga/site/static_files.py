"""Static files under names that change with their content, compressed once at the start."""

from typing import Any

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

QUALITY = 9  # of 11: a first start takes a second instead of five, for files some 5 % larger


class QuickCompressor(Compressor):  # type: ignore[misc]
    """WhiteNoise's compressor at a quality that suits a start on a small machine."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        """The file, compressed."""
        return bytes(brotli.compress(data, quality=QUALITY))


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Collects each file under a name with its hash, beside its compressed forms."""

    def create_compressor(self, **options: Any) -> Compressor:
        """What compresses the collected files."""
        return QuickCompressor(**options)
