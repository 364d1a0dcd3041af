"""The sentences of a receipt that hold for every case: headings, how to read and check it, what it is not."""

from __future__ import annotations

from dataclasses import dataclass

from marga.country import Country, gettext_noop

from .facts import Facts, of_arrest
from .voices import Said, Voice

NO_PAYMENT = gettext_noop("No payment is due for release.")
#: What anyone types who checks the proof; said as it is in every language.
COMMAND = "marga receipt verify PICTURE --key KEY"


@dataclass(frozen=True, slots=True)
class Words:
    """Each in the languages of the paper. `unverified` says what an asterisk means."""

    title: Said
    belongs: Said
    code: Said
    reading: Said
    picture: Said
    exhibits: Said
    no_exhibits: Said
    property: Said
    no_property: Said
    rights: Said
    not_reviewed: Said
    unverified: Said
    no_payment: Said
    checking: Said
    keys: Said
    complaining: Said
    list: Said
    list_means: Said
    list_pictures: Said
    status: Said
    status_means: Said
    never: Said


@dataclass(frozen=True, slots=True)
class Way:
    """A way to check the receipt. `command`: what to type, where it is a program."""

    title: Said
    says: Said
    command: str = ""


def words(voice: Voice, facts: Facts) -> Words:
    """The sentences of a receipt of an arrest or of no arrest, witnessed or not yet."""
    word, status = voice.word, _witnessed if facts.witnessed else _signed
    return Words(
        code=word(gettext_noop("Code of this receipt")),
        reading=word(gettext_noop("To read it out: say the four digits of group 1, let them be repeated, then go on to "
                                  "group 2, up to group 10. The last digit of each group shows a slip.")),
        picture=word(gettext_noop("This picture holds the whole proof. Keep it flat and clean.")),
        exhibits=word(gettext_noop("Exhibits, and where their second weight falls")),
        no_exhibits=word(gettext_noop("No exhibit was written down when this was given.")),
        property=word(gettext_noop("Property taken from you")),
        no_property=word(gettext_noop("No property was written down when this was given.")),
        rights=word(gettext_noop("Your rights")),
        not_reviewed=word(gettext_noop("Translation not yet reviewed. The English text is under it.")),
        unverified=word(gettext_noop("* Not verified yet: nobody has compared it with the law, or asked there.")),
        no_payment=word(NO_PAYMENT),
        checking=word(gettext_noop("Three ways to check this receipt")),
        complaining=word(gettext_noop("Where to complain, also without your name")),
        keys=word(gettext_noop("Key that signed this. Compare it with the key that is made public elsewhere; then you "
                               "need not trust whoever gave you the paper.")),
        list=word(gettext_noop("The list of this receipt")),
        list_means=word(gettext_noop("This list belongs to the receipt with the code above. The picture on the receipt "
                                     "holds the mark of this list: who changes a line, changes the mark. Keep both "
                                     "together.")),
        list_pictures=word(gettext_noop("These pictures hold the whole list, for the same check.")),
        **(_arrest if of_arrest(facts) else _no_arrest)(voice),
        **status(voice),
        never=word(gettext_noop("This code never signs anyone in. Whoever asks you for it cannot read your record "
                                "with it.")),
    )  # fmt: skip


def _arrest(voice: Voice) -> dict[str, Said]:
    return {
        "title": voice.word(gettext_noop("Receipt of arrest")),
        "belongs": voice.word(gettext_noop("This paper belongs to you. Keep it: it proves what was written down about "
                                           "your arrest, and when. Your name is not on it.")),
    }  # fmt: skip


def _no_arrest(voice: Voice) -> dict[str, Said]:
    """A paper that said of a witness that they were arrested would be held against them."""
    return {
        "title": voice.word(gettext_noop("Receipt of what was written down")),
        "belongs": voice.word(gettext_noop("This paper belongs to you. Keep it: it proves what was written down about "
                                           "you, and when. It does not say that you were arrested. Your name is not on "
                                           "it.")),
    }  # fmt: skip


def _witnessed(voice: Voice) -> dict[str, Said]:
    return {
        "status": voice.word(gettext_noop("Signed and witnessed")),
        "status_means": voice.word(gettext_noop("Somebody outside the police has seen the entry: it cannot be changed "
                                                "without that being noticed.")),
    }  # fmt: skip


def _signed(voice: Voice) -> dict[str, Said]:
    return {
        "status": voice.word(gettext_noop("Signed by the police, not yet witnessed")),
        "status_means": voice.word(gettext_noop("Check it again in a few days: by then somebody outside the police "
                                                "should have seen the entry.")),
    }  # fmt: skip


def ways(voice: Voice, facts: Facts) -> tuple[Way, ...]:
    """How to check the receipt: alone, with a program, by telephone."""
    word = voice.word
    return (
        Way(word(gettext_noop("On the public page")),
            word(gettext_noop("Open {address} and type the 40 digits. You need no account and give no name."),
                 address=facts.check_at)),
        Way(word(gettext_noop("With a program")),
            word(gettext_noop("Anyone you trust can check the picture with the program Marga. It asks nobody, the "
                              "police neither.")), COMMAND),
        Way(word(gettext_noop("By telephone")),
            word(gettext_noop("Read out the ten groups to a place where you can complain. They can check them for "
                              "you."))),
    )  # fmt: skip


def only_in(voice: Voice, language: str, country: Country) -> Said:
    """That the paper is not in the person's language; nothing where it is."""
    if language in voice.languages:
        return ()
    listed = country.enforcement.custody.languages[language].label
    return voice.word(gettext_noop("There is no text in {language} yet. Ask for an interpreter."), language=listed)
