"""Whatever is sent to a form: junk that no field asks for, and bodies that are no form at all."""

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from hypothesis import given, settings
from hypothesis import strategies as st

EXAMPLES = 3  # of each form, for each role
#: What no field asks for: nothing, NUL, far too much, numbers and days that are none, other scripts, other programs.
JUNK = (
    "", " ", "\x00", "a\x00b", "x" * 5001, "9" * 400, "-1", "1e309", "NaN", "2026-13-45", "0000-00-00T25:61", "٢٠٢٦-١٣",
    "<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd", "[]", "{}", "null", "%00", "\u202e",
    "000-000-000", "000-000-000.c1", "12345678-1234-5678-1234-567812345678",
)  # fmt: skip
#: Bodies that are no form at all, with what they are said to be.
BODIES = (
    ("application/json", b"[1"), ("application/x-www-form-urlencoded", b"\xff\xfe=%00&%zz&reason=%ff"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\x00\"\r\n"),
    ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 1500)),
)  # fmt: skip


def form_of(browser, path):
    """The form that a page shows; None for a page without one."""
    answer = browser.get(path)
    found = answer.context.get("form") if answer.status_code == 200 and answer.context else None
    return found if isinstance(found, BaseForm) else None


def posts(browser, path, form, beside, junk=JUNK):
    """Send it junk, again and again. `beside`: names that are read beside a form, or from the address."""

    @settings(max_examples=EXAMPLES, derandomize=True, database=None)
    @given(_spoiled(form, beside, junk))
    def sent(typed):
        answer = browser.post(path, typed)
        assert answer.status_code < 500, (path, typed)
        if answer.status_code == 303:
            assert browser.get(answer["Location"]).status_code < 500, (path, typed)

    sent()
    assert browser.post(path, dict.fromkeys([*(form.fields if form else ()), *beside], "\x00")).status_code < 500, path
    for kind, body in BODIES:
        assert browser.generic("POST", path, body, content_type=kind).status_code < 500, (path, kind)


@st.composite
def _spoiled(draw, form, beside, junk):
    """A form of which some fields are missing and some are right, and one that is needed holds what cannot be."""
    fields = form.fields if form is not None else {}
    sent = {name: draw(_values(field, junk)) for name, field in fields.items() if draw(st.booleans())}
    if needed := [name for name, field in fields.items() if field.required]:
        name = draw(st.sampled_from(needed))
        sent[name] = draw(st.sampled_from(junk).filter(lambda value: _refuses(fields[name], value)))
    more = draw(st.dictionaries(st.sampled_from(beside), st.sampled_from(junk), max_size=2))
    return {**more, **sent}


def _values(field, junk):
    """What may be sent in a field: junk, what it offers, many at once."""
    offered = [str(key) for key, _label in getattr(field, "choices", ()) if str(key)]
    one = st.sampled_from([*junk, *offered]) | st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
    return one | st.lists(one, max_size=3)


def _refuses(field, value):
    """Whether a field takes no such value."""
    try:
        field.clean(field.widget.value_from_datadict({"x": [value] if isinstance(value, str) else value}, {}, "x"))
    except (ValidationError, AttributeError):
        return True
    return False
