"""The labelling team: fourteen invented people, some better than others."""

from __future__ import annotations

from dataclasses import dataclass, replace

from labelcards.demo.people import PersonNames, mailbox
from labelcards.demo.streams import stream
from labelcards.demo.text_file import read
from labelcards.documents.document import Part

__all__ = ["TEAM", "Annotator", "Habit", "Member", "Team", "make_annotators"]


class Habit(Part):
    """How somebody labels: probability of an answer that has nothing to do with the ticket, and seconds for a typical
    one, each from lowest to highest.
    """

    slip: tuple[float, float]
    seconds: tuple[float, float]


class Member(Part):
    """One of the team, before a name is drawn from the locale."""

    region: str
    gender: str
    experience: str
    shift: str
    habit: str
    locale: str


class Team(Part):
    """Everybody who labels, and what their habits are."""

    habits: dict[str, Habit]
    members: tuple[Member, ...]


TEAM = read("team.toml", Team)


@dataclass(frozen=True, slots=True)
class Annotator:
    """One member of the team.

    Attributes:
        annotator_id: the work e-mail address, as the labelling tool exports it.
        name: in the shop's staff list, not meant for anybody else.
        region, gender, experience, shift: stored attributes; ``shift`` has no effect on anything.
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
    names = PersonNames(seed + 1)
    team: list[Annotator] = []
    for member in TEAM.members:
        fake, habit = names.fakers[member.locale], TEAM.habits[member.habit]
        first = {"woman": fake.first_name_female, "man": fake.first_name_male}.get(member.gender, fake.first_name)()
        last = fake.last_name()
        base = 0.75 if member.experience == "senior" else 0.55
        team.append(
            Annotator(
                annotator_id=f"{mailbox(first, last)}@labelling.example.org",
                name=f"{first} {last}",
                **member.model_dump(exclude={"locale", "habit"}),
                slip=float(rng.uniform(*habit.slip)),
                judgement=base + float(rng.uniform(-0.1, 0.15)),
                severity=float(rng.normal(0, 0.16)),
                seconds=float(rng.uniform(*habit.seconds)),
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
