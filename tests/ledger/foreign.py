"""A verifier of checkpoints written from the C2SP documents alone, sharing no code with Marga."""

import base64
import hashlib
import struct

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def checked_by_hand(note: str, verifier_key: str) -> tuple[int, bytes, int | None]:
    """Size, root, and a witness's time, after checking the one signature of this key. Raises if there is none."""
    name, hash_, encoded = verifier_key.split("+", 2)
    key = base64.b64decode(encoded)
    assert hash_ == hashlib.sha256(name.encode() + b"\n" + key).hexdigest()[:8]
    text, lines = note.rsplit("\n\n", 1)
    text += "\n"
    for line in lines.splitlines():
        dash, whose, signature = line.split(" ")
        raw = base64.b64decode(signature)
        if dash == "\u2014" and whose == name and raw[:4].hex() == hash_:
            message, at = text.encode(), None
            if key[0] == 4:
                (at,) = struct.unpack(">Q", raw[4:12])
                message = b"cosignature/v1\ntime %d\n" % at + message
            Ed25519PublicKey.from_public_bytes(key[1:]).verify(raw[-64:], message)
            return int(text.split("\n")[1]), base64.b64decode(text.split("\n")[2]), at
    raise AssertionError("no signature of this key")
