"""What a proof found, as records, as a table for engineers, and as JSON for machines."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

NAMED = 0.9  # of all named wrong answers, so many must be told by their own name when they run anew


@dataclass(frozen=True)
class Proof:
    """What was tried on one exercise, and each shortcoming as a sentence. Of the `wrong` answers so
    many are `caught`, caught by the check that is meant to, and `named` by their own misconception."""

    lesson: str
    exercise: str
    points: float
    checks: int
    cases: int
    keras_cases: int
    wrong: int
    caught: int
    caught_by_intended: int
    named: int
    mutants: int
    killed: int
    equivalent: int
    right: int
    accepted: int
    shortcomings: list[str] = field(default_factory=list)

    @property
    def proven(self) -> bool:
        return not self.shortcomings


@dataclass(frozen=True)
class Rate:
    """How often something went wrong, with the exact (Clopper-Pearson) 95 % interval in per cent."""

    words: str
    misses: int
    tries: int
    low: float
    high: float

    @classmethod
    def of(cls, words: str, misses: int, tries: int) -> Rate:
        from scipy.special import betaincinv

        low = betaincinv(misses, tries - misses + 1, 0.025) if misses else 0.0
        high = betaincinv(misses + 1, tries - misses, 0.975) if misses < tries else 1.0
        return cls(words, misses, tries, 100 * float(low), 100 * float(high))

    def __str__(self) -> str:
        return f"{self.words}: {self.misses} of {self.tries} (95 % interval {self.low:.2g} % to {self.high:.2g} %)"


def rates(proofs: Sequence[Proof]) -> list[Rate]:
    wrong = sum(p.wrong for p in proofs)
    tested = sum(p.mutants - p.equivalent for p in proofs)
    right = sum(p.right for p in proofs)
    rows = (
        ("named wrong answers let through", wrong - sum(p.caught for p in proofs), wrong),
        ("let through by the check that is meant for them", wrong - sum(p.caught_by_intended for p in proofs), wrong),
        ("not told by their own name", wrong - sum(p.named for p in proofs), wrong),
        ("mutants let through (equivalent ones left out)", tested - sum(p.killed for p in proofs), tested),
        ("right answers turned away", right - sum(p.accepted for p in proofs), right),
    )
    return [Rate.of(*row) for row in rows if row[2]]


def shortcomings(proofs: Sequence[Proof]) -> Iterator[str]:
    """All that falls short, in an exercise or in all of them together, as sentences."""
    for proof in proofs:
        yield from proof.shortcomings
    named, wrong = sum(p.named for p in proofs), sum(p.wrong for p in proofs)
    if named < NAMED * wrong:
        yield (
            f"{named} of {wrong} wrong answers are told by their own name; a proof wants {NAMED:.0%}: "
            "add cases that tell them apart however they draw"
        )


HEADS = (
    "checks", "cases", "Keras", "wrong caught", "intended", "named", "mutants killed", "equivalent",
    "right kept", "proven",
)  # fmt: skip


def proof_table(proofs: Sequence[Proof]) -> list[str]:
    """The proof as an engineer reads it: a row an exercise, totals with their intervals, shortcomings."""
    rows = [(p.exercise, *_cells(p), "yes" if p.proven else "NO") for p in proofs]
    proven = sum(p.proven for p in proofs)
    rows.append(("all", *_cells(_total(proofs)), f"{proven}/{len(proofs)}"))
    width = max(len(row[0]) for row in rows)
    lines = [
        "  ".join([f"{first:{width}}", *(f"{cell:>{len(head)}}" for cell, head in zip(cells, HEADS, strict=True))])
        for first, *cells in [("exercise", *HEADS), *rows]
    ]
    lines += ["", *map(str, rates(proofs)), f"{proven} of {len(proofs)} exercises proven"]
    return lines + list(shortcomings(proofs))


def _cells(p: Proof) -> tuple[str, ...]:
    numbers = (p.checks, p.cases, p.keras_cases, f"{p.caught}/{p.wrong}", p.caught_by_intended, p.named,
               f"{p.killed}/{p.mutants}", p.equivalent, f"{p.accepted}/{p.right}")  # fmt: skip
    return tuple(map(str, numbers))


def _total(proofs: Sequence[Proof]) -> Proof:
    counts = {
        f.name: sum(getattr(proof, f.name) for proof in proofs)
        for f in dataclasses.fields(Proof)
        if f.type in ("int", "float")
    }
    return Proof(lesson="", exercise="all", **counts)


def proof_document(proofs: Sequence[Proof]) -> dict[str, Any]:
    """All that the table says."""
    return {
        "format_version": 1,
        "exercises": [dataclasses.asdict(proof) | {"proven": proof.proven} for proof in proofs],
        "total": {k: v for k, v in dataclasses.asdict(_total(proofs)).items() if isinstance(v, int | float)},
        "rates": [
            {"what": r.words, "misses": r.misses, "tries": r.tries, "interval_percent": [r.low, r.high]}
            for r in rates(proofs)
        ],
        "shortcomings": list(shortcomings(proofs)),
        "proven": not any(shortcomings(proofs)),
    }
