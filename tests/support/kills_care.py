"""A load of people who ask, wait, come in, consent and go, on the care side, for `support.kills`."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import requests
from requests.adapters import HTTPAdapter

from marga.ledger.codes import CODES, format_code
from support.kills import PAUSE_SECONDS, Load, session
from support.waiting import until

HOME = "KH-12-R1"
WARDS = {"male": f"{HOME}.1", "female": f"{HOME}.2"}
#: Of one client of the load: three of them want more than the five beds of these two wards.
STAYING_AT_ONCE = 2
#: What a form was taken with. One that was not comes back by 303, or with a page that says why.
TAKEN = (200, 302)
FULL = "There is no safe place free"


@dataclass
class Visits(Load):
    """What people were told, with or without an account: each act by its kind and the key of what it is about, the
    codes of requests, and the code of each client's own record. `full`: offers refused because no place was safe.

    What was cut off is sent again. When it is refused then because it was done already, that is an acknowledgement.
    """

    SIDE = "care"
    ACCOUNTS = ("manager", "physician")

    acts: list[tuple[str, str]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    records: dict[str, str] = field(default_factory=dict)
    full: int = 0

    def client(self, number: int, sessions: Mapping[str, requests.Session]) -> None:
        """One person after another asks and comes, and who came earlier goes."""
        desk, rng, place = Desk(self, sessions["manager"], sessions["physician"]), Random(number), 0
        while not self.over.wait(PAUSE_SECONDS):
            place += 1
            source, home = f"{number}-{place}", f"127.{number + 1}.{place // 250}.{place % 250 + 1}"
            asker = Asker(self, self._stranger(home), source, UUID(int=rng.getrandbits(128), version=4))
            desk.looks_after(asker, "male" if place % 3 else "female", rng)

    def acknowledged(self) -> dict[str, Any]:
        return {"acts": self.acts, "codes": self.codes, "records": self.records}

    def says(self) -> str:
        kinds = Counter(kind for kind, _about in self.acts)
        return (
            ", ".join(f"{count:,d} {kind}" for kind, count in sorted(kinds.items())) + f" ({self.full:,d} times full)"
        )

    def sent(
        self, who: requests.Session, kind: str, path: str, about: str = "", already: str = "", **fields: Any
    ) -> requests.Response | None:  # fmt: skip
        """Send the form of an act. The answer, if it was acknowledged: `already` is what the page says where it was
        done before it was cut off. None where it was refused."""
        answer, before = self.answered(who, "POST", path, data=fields)
        page = "" if answer.status_code in TAKEN else self._refusal(who, answer)
        if page and not (before and already and already in page):
            if kind == "offer.made" and FULL in page:
                self.full += 1
            else:
                self.refused[
                    f"{answer.status_code} {kind}: {' '.join(re.sub('<[^>]+>', ' ', page).split())[:600]}"
                ] += 1
            return None
        if about:
            self.acts.append((kind, about))
        return answer

    def page(self, who: requests.Session, path: str) -> str:
        """What a page says."""
        return self.answered(who, "GET", path)[0].text

    def _refusal(self, who: requests.Session, answer: requests.Response) -> str:
        """What the page says to which a refused form comes back."""
        return self.page(who, answer.headers["Location"]) if answer.status_code == 303 else answer.text

    def _stranger(self, address: str) -> requests.Session:
        """Somebody without an account, at an address of their own: from one, only so many ask within an hour."""
        who = requests.Session()
        who.mount("http://", From(address))
        self.answered(who, "GET", "/ask/")
        made = session(dict(who.cookies))
        made.mount("http://", From(address))
        return made


class From(HTTPAdapter):
    """Connections from one of the addresses of loopback."""

    def __init__(self, address: str) -> None:
        self.from_address = address
        super().__init__()

    def init_poolmanager(self, *args: Any, **named: Any) -> None:
        super().init_poolmanager(*args, **named, source_address=(self.from_address, 0))


@dataclass
class Asker:
    """Somebody who asks for help, called by a word that nobody else is. `once`: the mark of their form."""

    load: Visits
    who: requests.Session
    name: str
    once: UUID

    def asks(self) -> bool:
        """Ask; the page that follows shows the code."""
        taken = self.load.sent(
            self.who, "request.made", "/ask/", route="family", province="KH-12", name=self.name, centre=HOME,
            words="My brother does not sleep for days.", once=str(self.once),
        )  # fmt: skip
        if taken is None:
            return False
        code = re.search(r'id="the-code">([^<]+)<', self.load.page(self.who, "/ask/code/"))
        assert code, "the page shows no code"
        self.load.codes.append(code[1])
        return True

    def revokes(self, client: str) -> None:
        """Take the consent back, with the code of their own record."""
        if self.load.sent(self.who, "own", "/own/", code=self.load.records[client]):
            self.load.sent(self.who, "consent.ended", "/own/revoke/", f"{client}.c1",
                           "This consent has ended already", consent=f"{client}.c1")  # fmt: skip


@dataclass
class Desk:
    """Who works at the centre: a manager, and a second one who witnesses."""

    load: Visits
    manager: requests.Session
    second: requests.Session
    known: set[str] = field(default_factory=set)
    staying: deque[str] = field(default_factory=deque)

    def looks_after(self, asker: Asker, sex: str, rng: Random) -> None:
        """From the request to a stay, or off the list where all is full; every second one takes their consent back."""
        client = self.opens(asker, sex) if asker.asks() else None
        if client is None:
            return
        if self.agrees(client, rng) and rng.random() < 0.5:
            asker.revokes(client)
        placed = self.places(client, WARDS[sex])
        if placed:
            self.staying.append(client)
        if len(self.staying) > (STAYING_AT_ONCE if placed else 0):
            gone = self.staying.popleft()
            self.does("stay.ended", f"{gone}.1", f"/stays/{gone}.1/end/", "This stay is over", why="completed")

    def opens(self, asker: Asker, sex: str) -> str | None:
        """Answer who asked, and write them down. Returns the client's number."""
        number = self.finds(asker.name)
        self.does("request.answered", number, f"/requests/{number}/answer/", text="Come on any morning.", days_from="1",
                  days_to="5")  # fmt: skip
        taken = self.load.sent(
            self.manager, "client.opened", f"/clients/new/?request={number}", "", "This request is a client’s already",
            province="KH-12", name=asker.name, sex=sex, age="30",
        )  # fmt: skip
        if taken is None:
            return None
        at = taken.headers["Location"] if taken.status_code == 302 else self.load.page(
            self.manager, f"/requests/{number}/")  # fmt: skip
        client = re.search(r"/clients/([0-9-]+)/", at)
        assert client, at
        self.load.acts += [("request.made", number), ("client.opened", client[1]), ("request.opened", number)]
        return client[1]

    def finds(self, name: str) -> str:
        """The number of the request of somebody called so. What others of the load ask is looked at once."""
        found: list[str] = []

        def listed() -> bool:
            page = self.load.page(self.manager, "/requests/")
            for number in set(re.findall(r'href="/requests/([0-9-]+)/"', page)) - self.known:
                self.known.add(number)
                if f"<dd>{name}</dd>" in self.load.page(self.manager, f"/requests/{number}/"):
                    found.append(number)
            return bool(found)

        until(f"the request of {name} is listed", listed)
        return found[0]

    def agrees(self, client: str, rng: Random) -> bool:
        """The person is given the code of their own record, and agrees to the notice before a second worker."""
        page = self.load.sent(self.manager, "client.code_given", f"/clients/{client}/code/", client)
        code = re.search(r'class="code[^"]*"[^>]*>([0-9 ]+)<', page.text if page is not None else "")
        if code is None:
            self.load.refused["no code is shown"] += 1
            return False
        self.load.records[client] = code[1]
        key, last = f"{client}.c1", (datetime.now(UTC) + timedelta(days=30)).date()
        given = self.does(
            "consent.given", key, f"/clients/{client}/consent/", "A consent for the notice runs already",
            recipient="case", purpose="case", fields_told="notice", last=last.isoformat(), language="km",
            read_aloud="on", signature="thumb", receipt=format_code(rng.randrange(CODES)),
        )  # fmt: skip
        return given and self.load.sent(self.second, "consent.witnessed", f"/consents/{key}/witness/", key) is not None

    def places(self, client: str, ward: str) -> bool:
        """Put them on the list, keep a place and give it to them; or take them off where none is free."""
        wait = f"{client}.w1"
        self.does("wait.begun", wait, f"/clients/{client}/wait/", "This client waits already", kinds="residential",
                  route="self")  # fmt: skip
        if not self.does("offer.made", f"{wait}.o1", f"/waits/{wait}/offer/{ward}/",
                         "A place is kept for this person already", reason="It is the nearest."):  # fmt: skip
            self.does("wait.dropped", wait, f"/waits/{wait}/drop/", "This wait is over", why="gave_up",
                      note="Goes home.")  # fmt: skip
            return False
        return self.does("stay.begun", f"{client}.1", f"/clients/{client}/stay/", "This client has a place already",
                         ward=ward, basis="voluntary")  # fmt: skip

    def does(self, kind: str, about: str, path: str, already: str = "", **fields: Any) -> bool:
        """An act of the manager's; whether it was acknowledged."""
        return self.load.sent(self.manager, kind, path, about, already, **fields) is not None
