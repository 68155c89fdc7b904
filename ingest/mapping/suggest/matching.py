"""The field that a head means, and how sure that is."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz, process

from ingest.mapping.suggest.context import KIND_ROLES
from ingest.mapping.suggest.heads import head_of
from ingest.mapping.suggest.words import known_words
from ingest.mapping.values.characters import word
from ingest.mapping.values.shares import is_per_cent

if TYPE_CHECKING:
    from ingest.mapping.suggest.context import Context
    from ingest.mapping.suggest.heads import Head

SURE, LIKELY, GUESS = 0.90, 0.75, 0.50
"""From where a suggestion is sure, likely, or a guess; a guess is always a question.
The design of the import page (13) says the first two; the third is judgement: below it
half of a head is unknown."""

# judgements: how far each way of reading a head is trusted
_DIRECT = 0.97
_COMPOSED = 0.95
_NEIGHBOUR = 0.80
_BY_CONTEXT = 0.90
_UNCLEAR = 0.60
_SPELT_ALIKE = 0.70

_ALIKE = 80
"""Likeness of 100 from which a head is a misspelt word; judgement."""
_TELLING = set("被反未不无非逾拟前后")
"""Characters that make another word of one; no misspelling adds or drops them."""
_OF_PEOPLE = {"gender", "born_on", "personal_id", "country"}
_AS_GUARANTEED = {"borrower": "debtor", "lender": "creditor"}
"""Whom a list of guarantees without loans means."""
_TYPE_FIELDS = {"guarantee": "guarantee_kind", "risk_event": "event_type"}
_ID_FIELDS = {"guarantee": "contract_no", "loan": "id", "risk_event": "case_no"}


class Match(NamedTuple):
    """A target, such as `guarantor.name`; empty where the head is no field."""

    target: str
    confidence: float
    why: str

    @property
    def level(self) -> str:
        """`sure`, `likely` or `guess`; `none` without a target."""
        if not self.target:
            return "none"
        levels = ((SURE, "sure"), (LIKELY, "likely"))
        found = (name for least, name in levels if self.confidence >= least)
        return next(found, "guess")


class Neighbours(NamedTuple):
    """Roles of the party that was named last, and of the last that is no person."""

    last: str | None = None
    firm: str | None = None

    def of(self, field: str) -> str | None:
        """Whose a field is that names no party."""
        return self.last if field in _OF_PEOPLE else self.firm

    def after(self, target: str) -> Neighbours:
        """Those after a column with a target."""
        role, _, field = target.partition(".")
        if field != "name":
            return self
        return Neighbours(role, self.firm if role == "person" else role)


NOBODY = Neighbours()
NOTHING = Match("", 0.0, "no word of it is known")


def match(
    head: Head, context: Context, neighbours: Neighbours = NOBODY, *, alike: bool = True
) -> Match:
    """What a head means in its table.

    Parameters
    ----------
    neighbours
        Roles of the parties that the columns before it name.
    alike
        Whether a head of which no word is known may be a misspelt one.
    """
    if head.stopped:
        return Match("", 0.0, "says what is no field")
    found = _read(_renamed(head, context), context, neighbours)
    if found is None or head.known < GUESS:
        return _spelt_alike(head, context, neighbours) if alike else NOTHING
    if head.known == 1:
        return found
    trust = found.confidence * (1 + head.known) / 2
    return Match(found.target, round(trust, 2), f"{found.why}, but not all of it")


def _renamed(head: Head, context: Context) -> Head:
    """The head with the roles that its table's kind of fact has."""
    names = _AS_GUARANTEED if context.kind == "guarantee" else {}
    if context.loans or not names.keys() & set(head.roles):
        return head
    return replace(head, roles=tuple(names.get(role, role) for role in head.roles))


def _read(head: Head, context: Context, neighbours: Neighbours) -> Match | None:
    if len(head.roles) > 1 and "person" not in head.roles:
        return None
    if head.facts:
        return _fact(head, context)
    if head.party:
        return _party(head, context, neighbours)
    if head.kinds == ("ownership",) and is_per_cent(head.text):
        return Match("ownership.share", _COMPOSED, "names the fact, in per cent")
    return _generic(head) if head.generic else _named(head, context)


def _named(head: Head, context: Context) -> Match | None:
    """A head that says who, and nothing else."""
    if head.roles:
        return Match(f"{head.roles[0]}.name", _DIRECT, "names the party")
    if not head.weak or head.kinds or context.weak_role is None:
        return None
    trust = _BY_CONTEXT if context.clear else _UNCLEAR
    return Match(f"{context.weak_role}.name", trust, "names the table's party")


def _party(head: Head, context: Context, neighbours: Neighbours) -> Match | None:
    field = head.party[0]
    several = len(head.party) > 1 and set(head.party) != {"name", field}
    field = next((name for name in head.party if name != "name"), field)
    if head.roles:
        role, trust, why = head.roles[0], _COMPOSED, "names party and field"
    elif head.weak and context.weak_role:
        role, why = context.weak_role, "field of the table's party"
        trust = _COMPOSED if context.clear else _UNCLEAR
    elif field != "name" and (beside := neighbours.of(field)):
        role, why = beside, "field of the party before it"
        trust = _BY_CONTEXT if beside == context.role else _NEIGHBOUR
    elif context.role:
        role, why = context.role, "field of the table's party"
        trust = _BY_CONTEXT if context.clear else _UNCLEAR
    else:
        return None
    if several:
        trust, why = _SPELT_ALIKE, "names two fields"
    return Match(f"{role}.{field}", trust, why)


def _fact(head: Head, context: Context) -> Match | None:
    options = set(head.facts[0].items())
    for fact in head.facts[1:]:
        options &= set(fact.items())
    alone = len(options) == 1
    roles = set(head.roles)
    options = {
        (kind, field)
        for kind, field in options
        if context.holds(kind) and (not roles or roles <= set(KIND_ROLES.get(kind, ())))
    }
    if set(head.party) - {"name"}:
        return None
    named = {item for item in options if item[0] in head.kinds}
    if len(named) == 1 or (alone and options):
        kind, field = next(iter(named or options))
        return Match(f"{kind}.{field}", _DIRECT, "names the field")
    if head.kinds and not named:
        return None
    by_kind = dict(options)
    for kind in context.kinds:
        if kind in by_kind:
            first = kind == context.kind and context.clear
            trust = _BY_CONTEXT if first else _UNCLEAR
            return Match(f"{kind}.{by_kind[kind]}", trust, "field of the table's facts")
    return None


def _generic(head: Head) -> Match | None:
    """编号 and 类型 mean something beside a party or a kind of fact only."""
    number = "id" in head.generic
    if head.roles:
        field = "id" if number else "party_type"
        return Match(f"{head.roles[0]}.{field}", _COMPOSED, "names party and field")
    fields = _ID_FIELDS if number else _TYPE_FIELDS
    for kind in head.kinds:
        if kind in fields:
            return Match(f"{kind}.{fields[kind]}", _COMPOSED, "names fact and field")
    return None


def _spelt_alike(head: Head, context: Context, neighbours: Neighbours) -> Match:
    text = word(head.text)
    found = process.extractOne(text, _phrases(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    if found is None or (set(text) ^ set(found[0])) & _TELLING:
        return NOTHING
    read = _read(head_of(_phrases()[found[2]]), context, neighbours)
    if read is None:
        return NOTHING
    trust = round(min(read.confidence, _SPELT_ALIKE), 2)
    return Match(read.target, trust, f"is written nearly as {found[0]}")


@cache
def _phrases() -> dict[str, str]:
    """Words that a head may be a misspelling of, as they are compared."""
    known = known_words()
    tables = (known.roles, known.party, known.facts)
    words = [
        text for table in tables for line in table.values() for text in line.split()
    ]
    return {text: word(text) for text in words if len(word(text)) > 2}
