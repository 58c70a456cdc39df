"""Where labels went between two versions: ribbons from the parent's labels to this version's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from labelcards.cards.charts.svg import FALLBACK, clip, framed
from labelcards.cards.escape import md
from labelcards.cards.figures.number import count

__all__ = ["Stream", "flow"]

WIDTH, MARGIN, NODE, GAP, DRAWN = 680.0, 170.0, 9.0, 16.0, 260.0
THINNEST = 1.5


@dataclass(frozen=True, slots=True)
class Stream:
    """How many items went from one label to another."""

    source: str
    target: str
    size: float


def flow(streams: Sequence[Stream], *, name: str, subject: str) -> Markup:
    """The chart; labels stand in the order they come in ``streams``."""
    olds = list(dict.fromkeys(stream.source for stream in streams))
    news = [label for label in olds if any(stream.target == label for stream in streams)]
    news += [s for s in dict.fromkeys(stream.target for stream in streams) if s not in news]
    scale = DRAWN / sum(stream.size for stream in streams)
    widths = {(s.source, s.target): max(s.size * scale, THINNEST) for s in streams}
    left = _stack(olds, [(s.source, widths[s.source, s.target]) for s in streams])
    right = _stack(news, [(s.target, widths[s.source, s.target]) for s in streams])
    height = max(_end(left), _end(right)) + 2
    ribbons = _ribbons(streams, widths, left, right)
    body = ribbons + _nodes(left, streams, left_side=True) + _nodes(right, streams, left_side=False)
    moved = sum(stream.size for stream in streams if stream.source != stream.target)
    total = sum(stream.size for stream in streams)
    return framed(
        body,
        name=name,
        width=WIDTH,
        height=height,
        title=f"{subject}: labels before and after",
        description=f"{count(moved)} of {count(total)} items changed their label. "
        "Colored ribbons are changed labels, grey ones are unchanged. The table below lists every change.",
    )


def _stack(labels: Sequence[str], parts: Sequence[tuple[str, float]]) -> dict[str, tuple[float, float]]:
    """Label → (top, height) of its node."""
    placed: dict[str, tuple[float, float]] = {}
    top = 2.0
    for label in labels:
        height = sum(size for name, size in parts if name == label)
        placed[label] = (top, height)
        top += max(height, GAP * 0.75) + GAP
    return placed


def _end(placed: dict[str, tuple[float, float]]) -> float:
    return max(top + max(height, GAP) for top, height in placed.values())


def _ribbons(
    streams: Sequence[Stream],
    widths: dict[tuple[str, str], float],
    left: dict[str, tuple[float, float]],
    right: dict[str, tuple[float, float]],
) -> str:
    """Paths, unchanged ones first so that changes lie on top."""
    olds, news = list(left), list(right)
    start = {label: top for label, (top, _) in left.items()}
    end = {label: top for label, (top, _) in right.items()}
    order = sorted(streams, key=lambda s: (olds.index(s.source), news.index(s.target)))
    starts: dict[tuple[str, str], float] = {}
    for stream in order:
        starts[stream.source, stream.target] = start[stream.source]
        start[stream.source] += widths[stream.source, stream.target]
    drawn: list[tuple[bool, str]] = []
    for stream in sorted(streams, key=lambda s: (news.index(s.target), olds.index(s.source))):
        key = (stream.source, stream.target)
        path = _ribbon(starts[key], end[stream.target], widths[key])
        end[stream.target] += widths[key]
        moved = stream.source != stream.target
        tip = md(f"{stream.source} → {stream.target}: {count(stream.size)}")
        paint, opacity = (FALLBACK["second"], "0.75") if moved else (FALLBACK["hairline"], "0.8")
        drawn.append((moved, f'<path d="{path}" fill="{paint}" fill-opacity="{opacity}"><title>{tip}</title></path>'))
    return "".join(path for _, path in sorted(drawn, key=lambda pair: pair[0]))


def _ribbon(y0: float, y1: float, width: float) -> str:
    x0, x1 = MARGIN + NODE, WIDTH - MARGIN - NODE
    middle = (x0 + x1) / 2
    return (
        f"M{x0:g},{y0:.2f}C{middle:g},{y0:.2f} {middle:g},{y1:.2f} {x1:g},{y1:.2f}"
        f"V{y1 + width:.2f}C{middle:g},{y1 + width:.2f} {middle:g},{y0 + width:.2f} {x0:g},{y0 + width:.2f}Z"
    )


def _nodes(placed: dict[str, tuple[float, float]], streams: Sequence[Stream], *, left_side: bool) -> str:
    pieces: list[str] = []
    for label, (top, height) in placed.items():
        total = sum(s.size for s in streams if (s.source if left_side else s.target) == label)
        x = MARGIN if left_side else WIDTH - MARGIN - NODE
        text_x = MARGIN - 10 if left_side else WIDTH - MARGIN + 10
        side = "end" if left_side else "start"
        middle = top + height / 2 + 4
        pieces.append(
            f'<rect x="{x:g}" y="{top:.2f}" width="{NODE:g}" height="{height:.2f}" rx="1.5" '
            f'fill="{FALLBACK["accent"]}"/>'
            f'<text x="{text_x:g}" y="{middle:.2f}" text-anchor="{side}" font-size="13" fill="{FALLBACK["ink"]}">'
            f'{md(clip(label, 16))} <tspan fill="{FALLBACK["quiet"]}">{count(total)}</tspan></text>'
        )
    return "".join(pieces)
