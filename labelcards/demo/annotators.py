"""The labelling team: fourteen invented people, some better than others."""

from __future__ import annotations

from dataclasses import dataclass, replace

from labelcards.demo.people import Names, mailbox
from labelcards.demo.streams import stream

__all__ = ["BLIND_REGION", "Annotator", "make_annotators"]

BLIND_REGION = "North"
"""Annotators of this region do not know the Southern "go home"."""

_ROSTER: tuple[tuple[str, str, str, str, str], ...] = (
    ("North", "woman", "senior", "early", "good"),
    ("North", "man", "senior", "late", "good"),
    ("North", "woman", "junior", "late", "good"),
    ("North", "man", "junior", "early", "fair"),
    ("North", "nonbinary", "junior", "early", "good"),
    ("South", "woman", "senior", "late", "good"),
    ("South", "man", "junior", "early", "good"),
    ("South", "man", "senior", "early", "good"),
    ("East", "woman", "senior", "late", "good"),
    ("East", "man", "junior", "early", "hasty"),
    ("East", "woman", "junior", "early", "good"),
    ("West", "man", "junior", "late", "fair"),
    ("West", "man", "senior", "late", "good"),
    ("West", "woman", "junior", "late", "careless"),
)
_LOCALES = ("en_GB", "en_US", "en_GB", "de_DE", "en_GB", "es_ES", "it_IT", "en_US", "pl_PL", "en_GB", "en_US", "fr_FR",
            "en_GB", "nl_NL")  # fmt: skip
_SLIP = {"good": (0.012, 0.035), "fair": (0.05, 0.07), "careless": (0.45, 0.45), "hasty": (0.52, 0.52)}
_SECONDS = {"good": (34.0, 52.0), "fair": (30.0, 45.0), "careless": (24.0, 28.0), "hasty": (5.5, 6.5)}


@dataclass(frozen=True, slots=True)
class Annotator:
    """One member of the team.

    Attributes:
        annotator_id: the work e-mail address, as the labelling tool exports it.
        name: in the shop's staff list, not meant for anybody else.
        region, gender, experience, shift: stored attributes; ``shift`` has no effect on anything.
        habit: ``good``, ``fair``, ``careless`` or ``hasty``.
        slip: probability of an answer that has nothing to do with the ticket.
        judgement: 0 … 1, how well borderline tickets are told apart.
        severity: how much more urgent than others this person finds everything.
        seconds: typical time for one ticket.
    """

    annotator_id: str
    name: str
    region: str
    gender: str
    experience: str
    shift: str
    habit: str
    slip: float
    judgement: float
    severity: float
    seconds: float

    def retrained(self) -> Annotator:
        """The same person after a talk and a day of training: slower and with fewer slips."""
        return replace(self, slip=0.05, seconds=31.0)


def make_annotators(seed: int) -> tuple[Annotator, ...]:
    """The team of fourteen, in order of their ids."""
    rng = stream(seed, "annotators")
    names = Names(seed + 1)
    team: list[Annotator] = []
    for (region, gender, experience, shift, habit), locale in zip(_ROSTER, _LOCALES, strict=True):
        fake = names.fakers[locale]
        first = {"woman": fake.first_name_female, "man": fake.first_name_male}.get(gender, fake.first_name)()
        last = fake.last_name()
        base = 0.75 if experience == "senior" else 0.55
        team.append(
            Annotator(
                annotator_id=f"{mailbox(first, last)}@labelling.example.org",
                name=f"{first} {last}",
                region=region,
                gender=gender,
                experience=experience,
                shift=shift,
                habit=habit,
                slip=float(rng.uniform(*_SLIP[habit])),
                judgement=base + float(rng.uniform(-0.1, 0.15)),
                severity=float(rng.normal(0, 0.16)),
                seconds=float(rng.uniform(*_SECONDS[habit])),
            )
        )
    return tuple(sorted(_balanced(team), key=lambda person: person.annotator_id))


def _balanced(team: list[Annotator]) -> list[Annotator]:
    """The team with severities whose mean is 0 on either shift, so that the shift has no effect by accident."""
    shifts = {person.shift: [other.severity for other in team if other.shift == person.shift] for person in team}
    return [
        replace(person, severity=person.severity - sum(shifts[person.shift]) / len(shifts[person.shift]))
        for person in team
    ]
