"""Opening again what need not be hidden: programs that ask for much at once hide more than is needed."""

from __future__ import annotations

import numpy as np

from .release import Bools, Floats, Ints
from .shifts import FREE, MOST_AT_ONCE, NEAR, Shifts

#: Larger blocks are left as they are: opening a few counts more is not worth the minutes.
MOST_CELLS = 1000
#: Work on one block, in programs solved times cells: bounded by work, not seconds, so that every machine agrees.
WORK = 500_000


def clean(part: Shifts, hidden: Bools, must: Bools, free: Bools, loss: Floats) -> Bools:
    """(n,) `hidden` without what can be opened, the dearest first, in groups that are split where they cannot.

    must  (n,) hidden in any case
    Nothing is opened in blocks of more than MOST_CELLS, or after WORK; then more may be hidden than is needed.
    """
    if part.size > MOST_CELLS:
        return hidden
    proofs = _Proofs(part)
    nobody = np.array([], dtype=np.int64)
    if not proofs.prove(hidden, free, nobody):
        return hidden
    can = np.flatnonzero(hidden & ~must)
    groups = [can[np.argsort(-loss[can], kind="stable")]]
    end = part.solved + WORK // part.size
    while groups and part.solved < end:
        group = groups.pop()
        trial = hidden.copy()
        trial[group] = False
        if proofs.may_hold(trial, free) and proofs.prove(trial, free, group):
            hidden = trial
        elif len(group) > 1:
            groups += [group[len(group) // 2 :], group[: len(group) // 2]]
    return hidden


class _Proofs:
    """k shifts that show the room of hidden counts: (k, n) what each goes through, (k, 2, n) whose need it meets."""

    def __init__(self, part: Shifts) -> None:
        self.part = part
        self.through = np.zeros((0, part.size), dtype=np.bool_)
        self.meets = np.zeros((0, 2, part.size), dtype=np.bool_)
        rows = part.matrix.tocsr()
        self.totals, self.parts = rows.maximum(0), (-rows).maximum(0)

    def may_hold(self, hidden: Bools, free: Bools) -> bool:
        """False where one sum alone shows that it cannot: a hidden count by itself, too little in all, a total of
        which parts are known."""
        unseen, counts = hidden | free, self.part.counts
        zero = hidden & self.part.to_zero
        total_unseen, parts_unseen = self.totals @ unseen, self.parts @ unseen
        alone = (total_unseen + parts_unseen == 1) & ((self.totals + self.parts) @ hidden == 1)
        rest = self.totals @ counts - self.parts @ np.where(unseen, 0.0, counts)
        small = self.parts @ (hidden & self.part.to_zero) > 0
        little = (total_unseen == 0) & small & (rest < self.part.up_to)
        known = (self.totals @ zero > 0) & (self.parts @ np.where(unseen, 0.0, counts) > 0)
        return not (alone | little | known).any()

    def prove(self, hidden: Bools, free: Bools, opened: Ints) -> bool:
        """Whether all hidden counts have room with these open; then the shifts that show it are kept."""
        valid = ~self.through[:, opened].any(axis=1)
        met = (self.part.need == 0) | self.meets[valid].any(axis=0)
        price = np.where(hidden | free, FREE, np.inf)
        shifts: list[Floats] = []
        batch = MOST_AT_ONCE
        while (left := np.flatnonzero(~met & hidden)).size:
            down = left[left < self.part.size]
            asked = np.zeros((2, self.part.size), dtype=np.bool_)
            asked.flat[(down if down.size else left)[:batch]] = True
            shift = self.part.best(asked, price)
            now, count = self.part.met(shift), int(asked.sum())
            answered = int((asked & now).sum())
            if not answered and count == 1:
                return False
            if answered:
                met |= now
                shifts.append(shift)
            batch = count if 2 * answered >= count else max(count // 4, 1)
        self.through = np.vstack([self.through[valid], *((np.abs(shift) > NEAR)[None] for shift in shifts)])
        self.meets = np.concatenate([self.meets[valid], *(self.part.met(shift)[None] for shift in shifts)])
        return True
