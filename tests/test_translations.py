"""Every sentence is there in every language, and what is compiled is what was written."""

import re
import string

import pytest
from django.conf import settings
from django.template import engines
from django.template.base import Node
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils import translation

from dev import messages
from marga.country import load
from marga.figures import as_json, check, published_reports
from marga.site.writing import writer

CATALOGUES = {
    pytest.param(language, po, folders, id=f"{po.relative_to(messages.SOURCE).parts[0]}-{language}")
    for language in messages.LANGUAGES
    for po, folders in messages.catalogues(language).items()
}
KHMER = re.compile(r"[ក-៹]")

each_catalogue = pytest.mark.parametrize(("language", "po", "folders"), sorted(CATALOGUES, key=lambda one: one.id))


def forms(message):
    """The sentences of a message and their translations, side by side."""
    ids = (message.id,) if isinstance(message.id, str) else message.id
    made = (message.string,) if isinstance(message.string, str) else message.string
    return [(ids[-1], one) for one in made]


def sentences(po, language):
    return [one for one in messages.read(po, language) if one.id]


def gaps(text):
    """What is filled into a sentence, and the tags around it."""
    return sorted({*re.findall(r"(?<!{){\w*}(?!})|%\(\w+\)[sd]|{{|}}|</?\w+[^>]*>", text)})


@each_catalogue
def test_the_catalogue_holds_the_sentences_of_the_source_and_no_other(language, po, folders):
    written = messages.po_bytes(messages.in_step(po, folders, language)).decode()
    assert po.read_text("utf-8") == written, "run dev/messages.py"


@each_catalogue
def test_every_sentence_is_translated(language, po, folders):
    assert sentences(po, language)
    assert [one.id for one in messages.missing(messages.read(po, language))] == []


@each_catalogue
def test_what_is_compiled_is_what_was_written(language, po, folders):
    assert po.with_suffix(".mo").read_bytes() == messages.mo_bytes(messages.read(po, language)), "run dev/messages.py"


@each_catalogue
def test_a_translation_has_the_gaps_and_tags_of_its_sentence(language, po, folders):
    unlike = [text for one in sentences(po, language) for text, made in forms(one) if gaps(text) != gaps(made)]
    assert unlike == []


@each_catalogue
def test_a_translation_can_be_filled(language, po, folders):
    for one in sentences(po, language):
        for text, made in forms(one):
            if "%(" in text:
                names = re.findall(r"%\((\w+)\)", text)
                assert made % dict.fromkeys(names, 7), text
            elif "{" in text:
                names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
                assert made.format(**dict.fromkeys(names, "7")), text


@each_catalogue
def test_a_sentence_ends_as_its_translation_does(language, po, folders):
    """Khmer closes a sentence with its own sign, and writes no Latin full stop, semicolon or colon of its own."""
    for one in sentences(po, language):
        for text, made in forms(one):
            assert text.endswith(".") is made.endswith("។"), made
            assert not re.search(r"[ក-៹][.;:]", made), made


@each_catalogue
def test_words_are_khmer(language, po, folders):
    """What has words besides its gaps has Khmer words; a form of a date has none."""
    for one in sentences(po, language):
        for text, made in forms(one):
            words = re.sub(r"{\w*}|%\(\w+\)[sd]", "", text)
            if re.search(r"[A-Za-z]", words) and not (one.context or "").startswith("date"):
                assert KHMER.search(made), text


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_one_sentence_has_one_translation_since_a_side_reads_all_catalogues_as_one(language):
    seen = {}
    for po in messages.catalogues(language):
        for one in sentences(po, language):
            key = (one.context, str(one.id))
            assert seen.setdefault(key, one.string) == one.string, key


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_side_reads_its_catalogues(language):
    side_and_shared = {str(po.parents[2]) for po in messages.catalogues(language)}
    assert set(settings.LOCALE_PATHS) <= side_and_shared
    assert {path.rsplit("/", 2)[1] for path in settings.LOCALE_PATHS} == {"site", settings.MARGA_SIDE, "figures"}


def templates():
    return sorted(messages.SOURCE.rglob("*.html"))


def nodes_of(path):
    """Every node of a template, those inside other nodes too."""
    return engines["django"].from_string(path.read_text("utf-8")).template.nodelist.get_nodes_by_type(Node)


def spoken(node):
    """The sentence that a node of a template looks up, as it looks it up: (context, text)."""
    if isinstance(node, TranslateNode):
        text, context = node.filter_expression.var.literal, node.message_context
        return context and context.resolve({}), text.replace("%", "%%")
    text, _ = node.render_token_list(node.singular)
    context = node.message_context
    return context and context.resolve({}), text.strip() if not node.trimmed else " ".join(text.split())


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_what_django_looks_up_for_a_template_is_in_its_catalogue(path):
    part = messages.SOURCE / path.relative_to(messages.SOURCE).parts[0]
    known = {
        (one.context, one.id if isinstance(one.id, str) else one.id[0])
        for one in sentences(part / "locale" / "km" / "LC_MESSAGES" / "django.po", "km")
    }
    wanted = {spoken(node) for node in nodes_of(path) if isinstance(node, TranslateNode | BlockTranslateNode)}
    assert wanted - known == set()


def test_every_finding_of_the_published_reports_can_be_read_in_khmer():
    country = load("kh")
    checked = check(published_reports(country), country)
    with translation.override("km"):
        said = [finding["message"] for finding in as_json(checked, writer())["findings"]]
    assert said
    for message in said:
        assert KHMER.search(message), message
        assert "{" not in message
        assert message.endswith("។")


def test_the_parts_that_do_not_fit_read_in_khmer_as_a_sentence():
    country = load("kh")
    checked = check(published_reports(country), country)
    with translation.override("km"):
        said = [finding["message"] for finding in as_json(checked, writer())["findings"]]
    assert "ជួញដូរ 3,399 និង ប្រើប្រាស់ 1,896 បូកបាន 5,295 មិនមែន 5,200 ដែលបានបោះពុម្ពជាចំនួនសរុបទេ (លើស 95)។" in said


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A small source to translate."""
    monkeypatch.setattr(messages, "SOURCE", tmp_path / "src" / "marga")
    part = tmp_path / "src" / "marga" / "part"
    part.mkdir(parents=True)
    (part / "words.py").write_text('from django.utils.translation import gettext as _\nprint(_("Kept" " here."))\n')
    return part


def test_a_new_sentence_is_asked_for_a_kept_one_stays_and_one_that_is_gone_goes(source):
    po = source / "django.po"
    po.write_text('msgid "Kept here."\nmsgstr "នៅទីនេះ។"\n\nmsgid "Gone."\nmsgstr "បាត់។"\n', "utf-8")
    (source / "page.html").write_text(
        "{% load i18n %}\n  {% translate 'A new one' as one %}{% if x %}\n {% blocktranslate trimmed count n=n %}\n"
        "    {{ n }} page\n  {% plural %}{{ n }} pages, 5 %{% endblocktranslate %}{% endif %}"
        '{% translate "May" context "month" %}{{ y|default:_("none") }}'
    )
    made = messages.in_step(po, [source], "km")
    assert {(one.context, one.id) for one in made if one.id} == {
        (None, "Kept here."), (None, "A new one"), (None, ("%(n)s page", "%(n)s pages, 5 %%")), ("month", "May"),
        (None, "none"),
    }  # fmt: skip
    assert made["Kept here."].string == "នៅទីនេះ។"
    assert len(messages.missing(made)) == 4


def test_a_doubtful_translation_counts_as_missing(source):
    po = source / "django.po"
    po.write_text('#, fuzzy\nmsgid "Kept here."\nmsgstr "នៅទីនេះ។"\n', "utf-8")
    assert [one.id for one in messages.missing(messages.in_step(po, [source], "km"))] == ["Kept here."]


def test_the_files_do_not_change_when_nothing_did(source):
    po = source / "django.po"
    for _ in range(2):
        made = messages.in_step(po, [source], "km")
        files = messages.po_bytes(made), messages.mo_bytes(made)
        po.write_bytes(files[0])
    assert messages.po_bytes(messages.in_step(po, [source], "km")) == files[0]
    assert str(source.parent.parent).encode() not in files[0]
    assert b"Date" not in files[0] + files[1]
