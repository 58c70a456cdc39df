"""What people's tools do to a clean table of annotations; none of it changes what the annotators said."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import normalize

import krippendorff
import numpy as np
import pandas as pd

VOCABULARIES: tuple[tuple[str, ...], ...] = (
    ("neg", "pos", "neutral"),
    ("0", "1"),
    ("1", "2", "3", "4", "5"),
    ("0", "1", "2", "3"),
    ("yes", "no"),
    ("true", "false"),
    ("A", "B", "C", "D"),
    ("very good", "quite bad", "so so"),
    ("café", "naïve", "plain"),
    ("billing", "delivery", "other", "refund"),
)
HEADERS = (
    ("item_id", "annotator_id", "label"),
    ("ticket", "who", "topic"),
    ("id", "rater", "rating"),
    ("review_id", "coder", "sentiment"),
    ("HITId", "WorkerId", "Answer.label"),
    ("unit", "annotator", "answer"),
    ("doc_id", "user", "category"),
    ("uid", "labeler", "verdict"),
    ("Task ID", "Email Address", "Class"),
)
PEOPLE = (
    ("ann", "bob", "cleo", "dan", "eve"),
    ("1", "2", "3", "4", "5"),
    ("a@x.org", "b@x.org", "c@x.org", "d@x.org", "e@x.org"),
)
MISSING = ("NA", "nan", "None", "null", "N/A", "-", ".", "*", "<NA>", "?", "#N/A", "NaN")
WORDS = [
    "the",
    "late",
    "box",
    "was",
    "never",
    "here",
    "again",
    "and",
    "nobody",
    "came",
    "to",
    "buy",
    "why",
    "would",
    "it",
    "last",
]


@dataclass
class Draft:
    """A table on its way to a file.

    Attributes:
        frame: text cells, None where empty.
        item, annotator, label: their columns in long layout.
        index: whether a column of row numbers without a name stands first.
        header: whether the first row names the columns.
        done: the transformations so far.
    """

    frame: pd.DataFrame
    item: str
    annotator: str
    label: str
    index: bool = False
    header: bool = True
    done: list[str] = field(default_factory=list)

    @property
    def long(self) -> bool:
        """Whether there is still one row per annotation."""
        return {self.item, self.annotator, self.label} <= set(self.frame.columns)


def draw_table(rng: np.random.Generator) -> tuple[Draft, float]:
    """A clean long table and its nominal alpha (NaN where it is undefined)."""
    N, M = int(rng.integers(5, 40)), int(rng.integers(2, 6))
    labels = VOCABULARIES[rng.integers(len(VOCABULARIES))]
    people = PEOPLE[rng.integers(len(PEOPLE))][:M]
    start = int(rng.choice([0, 1, 1000]))
    ids = [[str(start + n), f"doc_{n}", f"{n:03d}x"][rng.integers(3) if n == 0 else 0] for n in range(N)]
    style = int(rng.integers(3))
    ids = [(str(start + n), f"doc_{n}", f"x{n:03d}")[style] for n in range(N)]
    truth = rng.integers(len(labels), size=N)
    accuracy = rng.uniform(0.4, 0.95)
    gaps = rng.choice([0.0, 0.0, 0.1, 0.3])
    rows = []
    matrix = np.full((M, N), np.nan)
    for n in range(N):
        for m in range(M):
            if rng.random() < gaps:
                rows.append((ids[n], people[m], None))
                continue
            code = truth[n] if rng.random() < accuracy else rng.integers(len(labels))
            matrix[m, n] = code
            rows.append((ids[n], people[m], labels[code]))
    header = HEADERS[rng.integers(len(HEADERS))]
    return Draft(pd.DataFrame(rows, columns=list(header)).astype(object), *header), alpha_of(matrix)


def alpha_of(matrix: np.ndarray) -> float:
    """Nominal alpha of annotators × items; NaN where it is undefined."""
    pairable = matrix[:, (~np.isnan(matrix)).sum(axis=0) > 1]
    values = pairable[~np.isnan(pairable)]
    if len(np.unique(values)) < 2:
        return float("nan")
    return float(krippendorff.alpha(reliability_data=matrix, level_of_measurement="nominal"))


Change = Callable[[Draft, np.random.Generator], None]


def wide(draft: Draft, rng: np.random.Generator) -> None:
    """One column per annotator."""
    if draft.long:
        prefix = str(rng.choice(["", "label_", "coder "]))
        table = draft.frame.pivot_table(
            index=draft.item, columns=draft.annotator, values=draft.label, aggfunc="first", sort=False, dropna=False
        )
        table.columns = [f"{prefix}{name}" for name in table.columns]
        draft.frame = table.reset_index().astype(object).where(lambda frame: frame.notna(), None)


def _countable(draft: Draft) -> bool:
    """Whether counting the rows counts annotations, and nothing else is in the table."""
    clean = not {"exact_repeats", "missing_token"} & set(draft.done)
    return clean and draft.long and set(draft.frame.columns) == {draft.item, draft.annotator, draft.label}


def counts(draft: Draft, rng: np.random.Generator) -> None:
    """One column per label with the number of its annotators."""
    if _countable(draft):
        filled = draft.frame.dropna()
        table = pd.crosstab(filled[draft.item], filled[draft.label])
        table.columns = list(map(str, table.columns))
        draft.frame = table.reset_index().astype(str).astype(object)


def count_list(draft: Draft, rng: np.random.Generator) -> None:
    """One row per item and label, with a count."""
    if _countable(draft):
        filled = draft.frame.dropna()
        table = filled.groupby([draft.item, draft.label], sort=False).size().rename("count").reset_index()
        draft.frame = table.astype(str).astype(object)


def one_hot(draft: Draft, rng: np.random.Generator) -> None:
    """One column per label, 1 where it was chosen."""
    if draft.long and not any("missing" in name for name in draft.done):
        filled = draft.frame.dropna(subset=[draft.label])
        marks = pd.get_dummies(filled[draft.label]).astype(int).astype(str)
        draft.frame = pd.concat([filled.drop(columns=draft.label), marks], axis=1).reset_index(drop=True).astype(object)


def _cells(draft: Draft, change: Callable[[str], str], rng: np.random.Generator, share: float) -> None:
    """Change a share of the answers."""
    columns = (
        [draft.label] if draft.long else [c for c in draft.frame.columns if c not in (draft.item, draft.annotator)]
    )
    for column in columns:
        hit = rng.random(len(draft.frame)) < share
        draft.frame[column] = [
            change(value) if isinstance(value, str) and here else value
            for value, here in zip(draft.frame[column], hit, strict=True)
        ]


def _answers_only(draft: Draft) -> bool:
    return draft.long or (
        all(name in ("wide", "shuffle_rows", "shuffle_columns") or "text" not in name for name in draft.done)
        and "wide" in draft.done
        and not {"text_column", "comment_column", "country", "seconds", "timestamp"} & set(draft.done)
    )


def floats(draft: Draft, rng: np.random.Generator) -> None:
    """``1`` becomes ``1.0``, as pandas does beside a gap."""
    if _answers_only(draft):
        _cells(draft, lambda value: f"{value}.0" if value.isdigit() else value, rng, float(rng.choice([0.3, 1.0])))


def spaces(draft: Draft, rng: np.random.Generator) -> None:
    """Blanks, some of them typographic, around answers."""
    if _answers_only(draft):
        around = str(rng.choice([" ", "\u00a0", "\u2009", "\t "]))
        _cells(draft, lambda value: f"{around}{value} ", rng, 0.4)


def decomposed(draft: Draft, rng: np.random.Generator) -> None:
    """Unicode NFD, as macOS writes."""
    if _answers_only(draft):
        _cells(draft, lambda value: normalize("NFD", value), rng, 0.5)


def truth_case(draft: Draft, rng: np.random.Generator) -> None:
    """``TRUE`` of a spreadsheet beside ``true``."""
    if _answers_only(draft):
        _cells(draft, lambda value: value.upper() if value in ("true", "false") else value, rng, 0.5)


def lists(draft: Draft, rng: np.random.Generator) -> None:
    """Each answer as a list of one."""
    if _answers_only(draft) and not {"spaces", "floats"} & set(draft.done):
        _cells(draft, lambda value: json.dumps([value], ensure_ascii=False), rng, 1.0)


def missing_token(draft: Draft, rng: np.random.Generator) -> None:
    """A word for "no answer"."""
    if _answers_only(draft):
        token = str(rng.choice(MISSING))
        columns = [draft.label] if draft.long else [c for c in draft.frame.columns if c != draft.item]
        for column in columns:
            draft.frame[column] = [token if value is None else value for value in draft.frame[column]]


def missing_rows(draft: Draft, rng: np.random.Generator) -> None:
    """Rows without an answer are left out."""
    if draft.long:
        draft.frame = draft.frame[draft.frame[draft.label].notna()].reset_index(drop=True)


def text_column(draft: Draft, rng: np.random.Generator) -> None:
    """The text of each item."""
    table = {
        item: f"{' '.join(rng.choice(WORDS, 9))} {place}" for place, item in enumerate(draft.frame[draft.item].unique())
    }
    draft.frame.insert(1, "text", [table[item] for item in draft.frame[draft.item]])


def comment_column(draft: Draft, rng: np.random.Generator) -> None:
    """A remark here and there."""
    draft.frame["comment"] = [
        str(rng.choice(["see rule 3", "unsure about this"])) if rng.random() < 0.2 else None
        for _ in range(len(draft.frame))
    ]


def country(draft: Draft, rng: np.random.Generator) -> None:
    """An attribute of items."""
    table = {item: str(rng.choice(["DE", "FR", "IT"])) for item in draft.frame[draft.item].unique()}
    draft.frame["country"] = [table[item] for item in draft.frame[draft.item]]


def seconds(draft: Draft, rng: np.random.Generator) -> None:
    """How long each annotation took."""
    if draft.long:
        draft.frame["seconds"] = [f"{value:.1f}" for value in rng.gamma(2, 12, len(draft.frame))]


def timestamp(draft: Draft, rng: np.random.Generator) -> None:
    """When each annotation was made."""
    if draft.long:
        draft.frame["timestamp"] = [f"2026-03-{1 + n % 28:02d}T10:{n % 60:02d}:00Z" for n in range(len(draft.frame))]


def header_case(draft: Draft, rng: np.random.Generator) -> None:
    """Names of columns in capitals."""
    renamed = {name: name.upper() for name in (draft.item, draft.annotator, draft.label) if name in draft.frame}
    draft.frame = draft.frame.rename(columns=renamed)
    draft.item, draft.annotator, draft.label = (
        name.upper() if name in renamed else name for name in (draft.item, draft.annotator, draft.label)
    )


def shuffle_rows(draft: Draft, rng: np.random.Generator) -> None:
    """Another order of rows."""
    draft.frame = draft.frame.iloc[rng.permutation(len(draft.frame))].reset_index(drop=True)


def shuffle_columns(draft: Draft, rng: np.random.Generator) -> None:
    """Another order of columns."""
    draft.frame = draft.frame[list(rng.permutation(list(draft.frame.columns)))]


def pandas_index(draft: Draft, rng: np.random.Generator) -> None:
    """``to_csv`` without ``index=False``."""
    draft.index = True


def exact_repeats(draft: Draft, rng: np.random.Generator) -> None:
    """Some rows stand there twice."""
    if draft.long:
        again = draft.frame.iloc[rng.integers(len(draft.frame), size=3)]
        draft.frame = pd.concat([draft.frame, again], ignore_index=True)


def batch(draft: Draft, rng: np.random.Generator) -> None:
    """Which batch a row belongs to."""
    draft.frame["batch"] = "b1"


def gold(draft: Draft, rng: np.random.Generator) -> None:
    """The right answer of each item, where one is known."""
    if draft.long:
        labels = [value for value in draft.frame[draft.label].unique() if isinstance(value, str)]
        table = {item: str(rng.choice(labels)) if labels else None for item in draft.frame[draft.item].unique()}
        draft.frame["gold"] = [table[item] for item in draft.frame[draft.item]]


CHANGES: tuple[Change, ...] = (
    *(wide, counts, count_list, one_hot, floats, spaces, decomposed, truth_case, lists, missing_token, missing_rows),
    *(text_column, comment_column, country, seconds, timestamp, header_case, shuffle_rows, shuffle_columns),
    *(pandas_index, exact_repeats, batch, gold),
)


def write(draft: Draft, folder: Path, rng: np.random.Generator) -> Path:
    """The table as a file of any of the formats that tools write."""
    frame = draft.frame
    how = str(
        rng.choice(
            ["comma", "comma", "semicolon", "tab", "bom", "crlf", "quoted", "jsonl", "json", "parquet", "blank-lines"]
        )
    )
    draft.done.append(how)
    if how in ("jsonl", "json"):
        records = [
            {key: value for key, value in row.items() if isinstance(value, str)} for row in frame.to_dict("records")
        ]
        path = folder / f"table.{how}"
        lines = [json.dumps(record, ensure_ascii=False) for record in records]
        path.write_text("\n".join(lines) if how == "jsonl" else f"[{','.join(lines)}]", encoding="utf-8")
        return path
    if how == "parquet":
        path = folder / "table.parquet"
        frame.to_parquet(path, index=False)
        return path
    options: dict[str, dict[str, object]] = {
        "semicolon": {"sep": ";"},
        "tab": {"sep": "\t"},
        "bom": {"encoding": "utf-8-sig"},
        "crlf": {"lineterminator": "\r\n"},
        "quoted": {"quoting": 1},
    }
    buffer = io.StringIO()
    chosen = dict(options.get(how, {}))
    encoding = str(chosen.pop("encoding", "utf-8"))
    frame.to_csv(buffer, index=draft.index, **chosen)  # type: ignore[call-overload]
    text = buffer.getvalue()
    if how == "blank-lines":
        text = text.rstrip("\n") + "\n\n\n"
    path = folder / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


def pack(path: Path) -> Path:
    """The file compressed."""
    packed = path.with_name(f"{path.name}.gz")
    packed.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    return packed
