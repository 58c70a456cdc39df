"""What diff and check said of each situation at commit e807906, before differences were told apart."""

from __future__ import annotations

__all__ = ["BEFORE"]

BEFORE: dict[str, str] = {
    "nothing": "no evidence, no evidence; 10 no evidence; accurate passed, kept passed",
    "answered again": "no evidence, no evidence; 1 better, 9 no evidence; accurate passed, kept passed",
    "trained": "better, better; 9 better, 1 no evidence; accurate passed, kept passed",
    "careless": "worse, worse; 1 better, 1 no evidence, 8 worse; accurate passed, kept failed",
    "few items": "no evidence, no evidence; 1 better, 9 no evidence; accurate passed, kept passed",
    "few of many": "better, better; 7 better, 3 no evidence; accurate passed, kept passed",
    "harder items came": "worse, no evidence; 1 better, 5 no evidence, 4 worse; accurate passed, kept failed",
    "Simpson": "worse, better; 5 better, 1 no evidence, 4 worse; accurate failed, kept failed",
    "easy items left": "worse, no evidence; 1 better, 4 no evidence, 5 worse; accurate passed, kept failed",
    "another pool": "worse, no evidence; 1 better, 3 no evidence, 6 worse; accurate passed, kept failed",
    "half another pool": "better, no evidence; 5 better, 5 no evidence; accurate passed, kept passed",
    "two other annotators": "no evidence, no evidence; 1 better, 9 no evidence; accurate passed, kept passed",
    "hard gold dropped": "no evidence, no evidence; 1 better, 9 no evidence; accurate passed, kept passed",
    "gold flipped": "no evidence, no evidence; 9 no evidence, 1 worse; accurate failed, kept passed",
    "fewer votes": "no evidence, no evidence; 1 better, 8 no evidence, 1 worse; accurate passed, kept passed",
    "disputed answered again": "better, no evidence; 6 better, 3 no evidence, 1 worse; accurate passed, kept passed",
    "disputed answered more": "no evidence, no evidence; 4 better, 5 no evidence, 1 worse; "
    "accurate passed, kept passed",
    "renamed": "no evidence, better; 2 better, 8 no evidence; accurate passed, kept passed",
    "merged": "no evidence, better; 5 better, 5 no evidence; accurate passed, kept passed",
    "merged anew": "better, better; 8 better, 2 no evidence; accurate passed, kept passed",
    "gold texts copied": "no evidence, no evidence; 1 better, 9 no evidence; accurate passed, kept passed",
    "gold answers copied": "better, better; 8 better, 2 no evidence; accurate passed, kept passed",
    "gold known": "better, better; 9 better, 1 no evidence; accurate passed, kept passed",
    "rows doubled": "no evidence, no evidence; 10 no evidence; accurate passed, kept passed",
    "times kept": "no evidence, no evidence; 10 no evidence; accurate passed, kept passed",
    "shifted by a row": "no evidence, worse; 7 no evidence, 3 worse; accurate failed, kept passed",
    "one direction": "worse, no evidence; 4 no evidence, 6 worse; accurate passed, kept failed",
    "zeros lost": "no evidence, no evidence; 8 no evidence, 2 not comparable; accurate passed, kept passed",
    "annotators exchanged": "no evidence, no evidence; 10 no evidence; accurate passed, kept passed",
    "labels exchanged": "no evidence, worse; 7 no evidence, 3 worse; accurate failed, kept passed",
}
"""Verdicts on agreement and accuracy; all headline figures; gates."""
