"""Random moves of an attacker who adds to the past: repeats, back-dates, moves, forges, splits."""

import random
from collections.abc import Set
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from records.database import objects
from records.history.past import history_model
from records.ids import new_id
from records.ledger import book
from records.models import Record, TrackedRow
from tests.records.ledger import attacks
from tests.records.ledger.flips import Done
from tests.records.ledger.mutations import run

CHAIN = frozenset({"chain", "late"})


@dataclass(frozen=True)
class Told:
    """A record with an entry about it, and the state of it that the entry names."""

    model: type[Record]
    body: dict[str, Any]
    state: Any


class Appends:
    """Append entries, and states with them, to random records of every kind."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        kept = [model for model in objects.kept_models() if issubclass(model, Record)]
        # What this batch put behind the newest state of each record.
        self.behind: dict[Any, set[str]] = {}
        self.keys = {
            model: sorted(model._base_manager.values_list("pk", flat=True)) for model in kept
        }
        self.kept = [model for model in kept if self.keys[model]]
        # The true ones, read once: what is forged later must not be taken for them.
        self.bodies = {key: attacks.bodies_of(key) for keys in self.keys.values() for key in keys}
        self.sorts = (
            self.repeat,
            self.beside,
            self.forge,
            self.edit_and_name_anew,
            self.skip,
            self.tear,
            self.re_time,
            self.move,
            self.hang,
            self.strip,
        )

    def batch(self, amount: int) -> list[Done]:
        """Make so many moves of random sorts; now and then the sequencer places what waits."""
        done = []
        self.behind.clear()
        for _ in range(amount):
            done.append(self.draw.choice(self.sorts)())
            if self.draw.random() < 0.05:
                book.sequence()
        if self.draw.random() < 0.5:
            book.sequence()
        return done

    def repeat(self) -> Done:
        """Repeat an entry, with another act or to the letter."""
        told = self._told()
        again = attacks.renamed(told.body) if self.draw.random() < 0.5 else dict(told.body)
        entry = attacks.append(again)
        return self._done({"row_twice"}, told.body["rows"][0]["id"], "repeat", entry)

    def beside(self) -> Done:
        """Put a false state beside true ones, and make up for its number by a second naming."""
        told = self._told()
        false = attacks.copy_state(told.state, history_date=self._near(told.state))
        if self.draw.random() < 0.5:
            attacks.append(attacks.renamed(told.body))
        return self._done({"row_extra"}, false.history_id, "a state beside")

    def forge(self) -> Done:
        """Put a false state and an entry that names it somewhere into the past."""
        told = self._told()
        moment = self._near(told.state)
        false = attacks.copy_state(told.state, history_date=moment)
        entry = attacks.append(self._about(told, moment, false))
        return self._done(CHAIN, entry.pk, "forge")

    def edit_and_name_anew(self) -> Done:
        """Change an old state, and let an entry tell it as it is now."""
        told = self._told()
        table = history_model(told.model)._meta.db_table
        run(
            f"UPDATE {table} SET version = version + 7 WHERE history_id = %s",  # noqa: S608
            told.state.history_id,
        )
        told.state.refresh_from_db()
        entry = attacks.append(attacks.renamed(told.body, rows=[attacks.described(told.state)]))
        return self._done({"row_twice"}, told.state.history_id, "edit and name anew", entry)

    def skip(self) -> Done:
        """Go on behind the newest state, but leave versions out."""
        told = self._told(newest=True)
        version = told.state.version + self.draw.randrange(2, 9)
        return self._go_on(told, "skip", CHAIN, version=version)

    def tear(self) -> Done:
        """Go on behind the newest state, from another beginning or to another end."""
        told = self._told(newest=True)
        name = self.draw.choice(("before", "after"))
        codes = CHAIN if name == "before" else {"state"}
        digest = self.draw.randbytes(32).hex()
        return self._go_on(told, f"tear {name}", codes, **{name: digest})

    def re_time(self) -> Done:
        """Go on behind the newest state, dated before or at the very moment of the last act."""
        told = self._told(newest=True)
        step = -timedelta(microseconds=self.draw.choice((0, 1, 10**6, 10**11)))
        return self._go_on(told, "re-time", CHAIN, step=step)

    def move(self) -> Done:
        """Hang a state of one record onto an entry about another one of its kind."""
        told = self._told(newest=True, several=True)
        other = self.draw.choice([key for key in self.keys[told.model] if key != told.state.id])
        own = attacks.past_states(told.model, other)[-1]
        moment = told.state.history_date + timedelta(microseconds=self.draw.randrange(1, 999))
        moved = attacks.copy_state(own, history_date=moment)
        entry = attacks.append(self._about(told, moment, moved))
        return self._done({"owner"}, entry.pk, "move")

    def hang(self) -> Done:
        """Renumber a record, or hang a row onto another one; the next act tells it and fits."""
        told = self._told(newest=True)
        model, key, column, value = self.draw.choice(self._hangings(told))
        table, version = told.model._meta.db_table, told.state.version + 1
        if not run(f"UPDATE {model._meta.db_table} SET {column} = %s WHERE id = %s", value, key):  # noqa: S608
            return self.hang()  # the database has no room for it there
        run(f"UPDATE {table} SET version = %s WHERE id = %s", version, told.state.id)  # noqa: S608
        moment = told.state.history_date + timedelta(milliseconds=1)
        changed = {"history_date": moment, column: value}
        if model is told.model:
            states = [attacks.copy_state(told.state, version=version, **changed)]
        else:
            hung = attacks.past_states(model, key)[-1]
            own = attacks.copy_state(told.state, version=version, history_date=moment)
            states = [own, attacks.copy_state(hung, history_user_id=own.history_user_id, **changed)]
        body = self._about(told, moment, *states) | {"before": told.body["after"]}
        ref = states[0].ref
        attacks.append(body | {"object": {**body["object"], "version": version, "ref": ref}})
        # Who goes on behind this act may fit it: then this one is found.
        self.behind.setdefault(told.state.id, set()).add(str(key))
        return self._done({"owner"}, key, f"hang {column}")

    def strip(self) -> Done:
        """Append an entry that names no state at all, or two."""
        told = self._told()
        rows = told.body["rows"][:1] * self.draw.choice((0, 2))
        entry = attacks.append(attacks.renamed(told.body, rows=rows))
        return self._done({"state"}, entry.pk, "strip")

    def _go_on(
        self,
        told: Told,
        what: str,
        codes: Set[str],
        *,
        step: timedelta = timedelta(milliseconds=1),
        **changed: Any,
    ) -> Done:
        moment = told.state.history_date + step
        version = changed.pop("version", told.state.version + 1)
        state = attacks.copy_state(told.state, history_date=moment, version=version)
        body = self._about(told, moment, state)
        body |= {"before": told.body["after"], **changed}
        entry = attacks.append(body | {"object": {**body["object"], "version": version}})
        if codes != CHAIN:
            return self._done(codes, entry.pk, what)
        # Who goes on behind another false act continues that one, and that one is found.
        named = self.behind.setdefault(told.state.id, set())
        named.add(str(entry.pk))
        return Done(named, CHAIN | {"owner"}, f"{what} {entry.pk}")

    def _told(self, *, newest: bool = False, several: bool = False) -> Told:
        fit = [model for model in self.kept if not several or len(self.keys[model]) > 1]
        model = self.draw.choice(fit)
        key = self.draw.choice(self.keys[model])
        bodies = self.bodies[key]
        body = bodies[-1] if newest else self.draw.choice(bodies)
        table = history_model(model)._meta.db_table
        (named,) = (about["id"] for about in body["rows"] if about["table"] == table)
        return Told(model, body, history_model(model)._base_manager.get(history_id=named))

    def _hangings(self, told: Told) -> list[tuple[type[TrackedRow], Any, str, Any]]:
        """Return what a record can be given that never changes: a reference, a row of another."""
        found: list[tuple[type[TrackedRow], Any, str, Any]]
        found = [(told.model, told.state.id, "ref", f"M-{new_id()}")]
        if link := told.model.reached_by():
            others = told.model._base_manager.exclude(pk=told.state.id).values_list(
                f"{link}_id", flat=True
            )
            found += [(told.model, told.state.id, f"{link}_id", other) for other in others]
        for part in told.model().part_models():
            column = f"{part.belongs_to}_id"
            others = part._base_manager.exclude(**{column: told.state.id})
            found += [
                (part, key, column, told.state.id) for key in others.values_list("pk", flat=True)
            ]
        return found

    def _near(self, state: Any) -> datetime:
        return state.history_date + timedelta(microseconds=self.draw.choice((-10, -1, 1, 10)))

    def _about(self, told: Told, moment: datetime, *states: Any) -> dict[str, Any]:
        text = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return attacks.renamed(
            told.body, at=text, rows=[attacks.described(each) for each in states]
        )

    def _done(self, codes: Set[str], about: Any, what: str, entry: Any = None) -> Done:
        named = {str(about), *([str(entry.pk)] if entry else [])}
        return Done(frozenset(named), frozenset(codes), f"{what} {about} {new_id()}")
