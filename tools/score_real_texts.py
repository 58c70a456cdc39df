"""How much of what people marked in real texts the built-in detector finds: police narratives and Spanish news.

    python tools/score_real_texts.py ../shared/data

Prints, per label, how many spans people marked, the share that a finding of any type touches, and the share whose
letters and digits are all covered. The labels are those of the projects that made the data, and mean what these
projects wanted: "Person" are often roles, "Age" whole phrases.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path

from labelcards.privacy.detect.detector import Detector, open_detector
from labelcards.privacy.detect.finding import EntityFinding
from labelcards.privacy.detect.spanscore import covered_entities

Texts = dict[str, list[EntityFinding]]

LEOKA = ("Date", "Age", "Department", "Person")


def main() -> None:
    """Print one line per label."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="with leoka_label_studio and brat_iaa in it")
    folder = parser.parse_args().folder
    detector = open_detector()
    _print("police narratives, spans of the ground truth", leoka(folder / "leoka_label_studio"), detector)
    _print("Spanish news, spans of one annotator", brat(folder / "brat_iaa" / "example-project" / "Lisa"), detector)


def leoka(folder: Path) -> Texts:
    """Text → the spans of the annotation that is marked as ground truth."""
    texts: Texts = {}
    for path in sorted(folder.glob("*.json")):
        for task in json.loads(path.read_text(encoding="utf-8")):
            text = task["data"]["text"]
            truth = next(each for each in task["annotations"] if each["ground_truth"])
            values = [result["value"] for result in truth["result"] if result["type"] == "labels"]
            spans = [EntityFinding(each["start"], each["end"], each["labels"][0], 1.0) for each in values]
            texts[text] = [span for span in spans if span.entity_type in LEOKA]
    return texts


def brat(folder: Path) -> Texts:
    """Text → the spans of the standoff file beside it."""
    texts: Texts = {}
    for path in sorted(folder.glob("*.txt")):
        spans = []
        for line in path.with_suffix(".ann").read_text(encoding="utf-8").splitlines():
            if line.startswith("T"):
                label, start, end = line.split("\t")[1].split()[:3]
                spans.append(EntityFinding(int(start), int(end), label, 1.0))
        texts[path.read_text(encoding="utf-8")] = spans
    return texts


def _print(title: str, texts: Texts, detector: Detector) -> None:
    marked: defaultdict[str, int] = defaultdict(int)
    touched: defaultdict[str, int] = defaultdict(int)
    covered: defaultdict[str, int] = defaultdict(int)
    for (text, spans), detected in zip(texts.items(), detector.find(list(texts)), strict=True):
        for span in spans:
            marked[span.entity_type] += 1
            over = [one for one in detected.findings if one.start < span.end and span.start < one.end]
            touched[span.entity_type] += bool(over)
            covered[span.entity_type] += covered_entities(text, [span], over).hit
    sys.stdout.write(f"{title}: {len(texts)} texts\n")
    for label, count in sorted(marked.items()):
        sys.stdout.write(
            f"  {label:12} {count:5}  touched {touched[label] / count:.3f}  covered {covered[label] / count:.3f}\n"
        )


if __name__ == "__main__":
    main()
