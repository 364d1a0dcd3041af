"""Translations without GNU gettext: collects every sentence of the source, keeps the .po files in step, compiles them.

    .venv/bin/python dev/messages.py

A part of the source has one catalogue a language, `src/marga/PART/locale/LANGUAGE/LC_MESSAGES/django.po`. The same
source gives the same files, whenever and wherever this runs: no dates, no line numbers.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent / "src" / "marga"
LANGUAGES = {"km": "nplurals=1; plural=0;"}  # how many forms a counted word has, as gettext writes it
CORES = "figures"  # knows no Django, as its neighbours: one catalogue, found by settings.LOCALE_PATHS, holds them all
APP = ("*/apps.py", "*/rules/__init__.py")  # a folder with one of these is an app, which has a catalogue of its own
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}  # fmt: skip
#: Modules in which what a figure counts is the docstring of its function, which readers see on pages.
SAID_IN_DOCSTRINGS = ("definitions.py", "derived.py", "waiting.py")
#: Sentences of Django's own forms that a visitor can meet, where its Khmer is missing or says another thing.
BORROWED: tuple[str | tuple[str, str], ...] = (
    (
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
    "Null characters are not allowed.",
    "Select a valid choice. %(value)s is not one of the available choices.",
    "The submitted file is empty.",
)


class Sentences(Catalog):
    """A catalogue whose head says only what programs need."""

    def __init__(self, language: str) -> None:
        super().__init__(locale=language, fuzzy=False, header_comment="")
        self._plural = LANGUAGES[language]

    @property
    def num_plurals(self) -> int:
        return int(self._plural.partition("=")[2].partition(";")[0])

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale)), ("MIME-Version", "1.0"), ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"), ("Plural-Forms", self._plural),
        ]  # fmt: skip


def catalogues(language: str) -> dict[Path, tuple[Path, ...]]:
    """Each catalogue of a language, and the folders whose sentences it holds."""
    apps = sorted({SOURCE / path.relative_to(SOURCE).parts[0] for mark in APP for path in SOURCE.glob(mark)})
    others = [path.parent for path in sorted(SOURCE.glob("*/__init__.py")) if path.parent not in apps]
    parts = {SOURCE / CORES: tuple(others), **{app: (app,) for app in apps}}
    return {part / "locale" / language / "LC_MESSAGES" / "django.po": folders for part, folders in parts.items()}


def extracted(folders: Iterable[Path], language: str) -> Sentences:
    """Every sentence in the Python and the templates of these folders."""
    found = Sentences(language)
    for folder in folders:
        for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.html")]):
            place = path.relative_to(SOURCE.parent).as_posix()
            for line, text, notes, context in _sentences(path):
                found.add(text, locations=[(place, line)], auto_comments=notes, context=context)
        if folder.name == "site":
            for borrowed in BORROWED:
                found.add(borrowed, auto_comments=["A sentence of Django."])
    return found


def _sentences(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    text = path.read_text("utf-8")
    if path.suffix == ".html":  # what Django makes of a template is calls of gettext among filler, at any indentation
        text = "\n".join(line.strip() for line in templatize(text).split("\n"))
    source = io.BytesIO(text.encode())
    yield from extract("python", source, keywords=KEYWORDS, comment_tags=("Translators",), strip_comment_tags=True)
    if path.name in SAID_IN_DOCSTRINGS:
        yield from _docstrings(text)


def _docstrings(text: str) -> Iterator[tuple[int, str, list[str], None]]:
    """What figures count: the docstrings of decorated functions, and of those whose names are in PUBLISHED."""
    tree = ast.parse(text)
    published = {name for node in tree.body if isinstance(node, ast.Assign) and _is_published(node)
                 for name in ast.literal_eval(node.value)}  # fmt: skip
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and (node.decorator_list or node.name in published):
            yield node.lineno, " ".join((ast.get_docstring(node) or "").split()), [], None


def _is_published(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "PUBLISHED" for target in node.targets)


def read(po: Path, language: str) -> Sentences:
    """The catalogue in a file; an empty one where there is no file."""
    kept = Sentences(language)
    if po.is_file():
        with po.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    kept[message.id] = message
    return kept


def in_step(po: Path, folders: Iterable[Path], language: str) -> Sentences:
    """The sentences of the source, each with the translation the file has for exactly it, or none."""
    known, found = read(po, language), extracted(folders, language)
    for message in found:
        old = known.get(message.id, context=message.context) if message.id else None
        message.flags &= set()  # guesses of what the gaps are like; tests/test_translations.py compares them
        if old is not None and old.pluralizable == message.pluralizable:
            message.string, message.user_comments = old.string, old.user_comments
            message.flags |= old.flags & {"fuzzy"}
    return found


def po_bytes(catalogue: Sentences) -> bytes:
    made = io.BytesIO()
    write_po(made, catalogue, width=0, include_lineno=False)
    return made.getvalue().lstrip(b"\n#").lstrip()


def mo_bytes(catalogue: Sentences) -> bytes:
    made = io.BytesIO()
    write_mo(made, catalogue)
    return made.getvalue()


def missing(catalogue: Sentences) -> list[Message]:
    """What has no translation yet, or one that somebody marked as doubtful."""
    return [one for one in catalogue if one.id and (one.fuzzy or not all(_forms(one)))]


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def main(say: Callable[[str], object] = sys.stdout.write) -> int:
    """Bring every catalogue in step and compile it. 1 when something is left to translate."""
    left = 0
    for language in LANGUAGES:
        for po, folders in catalogues(language).items():
            catalogue = in_step(po, folders, language)
            if not len(catalogue):
                continue
            po.parent.mkdir(parents=True, exist_ok=True)
            po.write_bytes(po_bytes(catalogue))
            po.with_suffix(".mo").write_bytes(mo_bytes(catalogue))
            todo = missing(catalogue)
            left += len(todo)
            say(f"{po.relative_to(SOURCE.parent.parent)}: {len(catalogue)} sentences, {len(todo)} to translate\n")
            for message in todo:
                say(f"  {message.id!r}\n")
    return 1 if left else 0


if __name__ == "__main__":
    raise SystemExit(main())
