"""The consonants of a Khmer word as coarse Latin letters: enough to hold a name against its Latin spelling.

Coarse on purpose: names are romanised in many ways (aspiration, doubled letters, vowels), so what differs between them
is left out. A key finds what may be the same name; it never says that it is.
"""

from __future__ import annotations

_CLASSES = {
    "k": "កខគឃ", "q": "ង", "c": "ចឆជឈ", "n": "ញណន", "t": "ដឋឌឍតថទធ", "p": "បផពភ", "m": "ម", "y": "យ",
    "r": "រឫឬ", "l": "លឡឭឮ", "v": "វ", "s": "សឝឞ", "h": "ហ", "x": "អឣឤឥឦឧឨឩឪឫឬឭឮឯឰឱឲឳ",
}  # fmt: skip
_LETTERS = {khmer: latin for latin, letters in reversed(_CLASSES.items()) for khmer in letters}
#: Two letters that stand for one sound of other languages.
_PAIRS = (("ហ្វ", "ផ"), ("ហ្គ", "ក"), ("ហ្ន", "ន"), ("ហ្ម", "ម"), ("ហ្ល", "ល"))


def is_khmer(text: str) -> bool:
    """Whether any letter is of the Khmer script."""
    return not text.isascii() and any("ក" <= letter <= "៓" for letter in text)


def consonants(word: str) -> str:
    """The consonants of one Khmer word as classes of Latin letters, "q" for ng; a vowel at the start is "x"."""
    for pair, one in _PAIRS:
        word = word.replace(pair, one)
    return "".join(_LETTERS.get(letter, "") for letter in word)
