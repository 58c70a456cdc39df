"""CVAT: the XML files "CVAT for images 1.1" and "CVAT for video 1.1", packed or not.

Kept: the tags of an image, and the set of labels of its shapes; of a video, the set of labels of its tracks. The item
is the image's name, or the video's. CVAT's file does not say who drew a shape: several files with the same images are
one annotator each. An image whose every tag and shape a model drew (``source="auto"``) has the source ``model``.

Lost, and counted: positions of shapes, and attributes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from labelcards.documents.yaml_file import shown
from labelcards.exchange.marked_items import NOTHING, MarkedFile, MarkedItem, add_marked, told
from labelcards.exchange.opening import FileOpening
from labelcards.exchange.tool_export import ExportBuilder, ToolExport
from labelcards.exchange.xml_file import read_xml, text_of
from labelcards.labels.kind import Form

__all__ = ["opens", "read"]

TOOL = "CVAT"
_SHAPES = {"box", "polygon", "polyline", "points", "ellipse", "cuboid", "mask", "skeleton"}


def opens(opening: FileOpening) -> bool:
    """Whether a file begins like CVAT's."""
    return opening.root == "annotations" and any(part in opening.text for part in ("<version>", "<meta>", "<image "))


def read(paths: list[Path]) -> ToolExport:
    """The images and videos of one or several files.

    Raises:
        InputError: a file is not XML.
    """
    roots = [(path, read_xml(path, shown(path))) for path in paths]
    images = [image for _, root in roots for image in root.iter("image")]
    tagged = any(child.tag == "tag" for image in images for child in image)
    drawn = any(child.tag in _SHAPES for image in images for child in image)
    builder = ExportBuilder(TOOL)
    files = []
    for path, root in roots:
        builder.offer(
            "tag", [text_of(label, "name") for label in root.iter("label") if text_of(label, "type") == "tag"]
        )
        items = [_image(builder, image, tagged=tagged, drawn=drawn) for image in root.findall("image")]
        tracks = root.findall("track")
        files.append(MarkedFile(path, [*items, *([_video(builder, path, root, tracks)] if tracks else [])]))
    add_marked(builder, files)
    return builder.finish()


def _image(builder: ExportBuilder, image: Element, *, tagged: bool, drawn: bool) -> MarkedItem:
    tags = [child for child in image if child.tag == "tag"]
    shapes = [child for child in image if child.tag in _SHAPES]
    builder.lose("positions of regions", len(shapes))
    builder.lose("attributes", sum(len(child.findall("attribute")) for child in image))
    answers: dict[str, tuple[Form, Sequence[str]]] = {}
    if tagged:
        answers["tag"] = ("choice", _labels(tags))
    if drawn:
        answers["shapes"] = ("set", _labels(shapes))
    by_model = all(child.get("source") == "auto" for child in [*tags, *shapes]) and bool(tags or shapes)
    columns = {name: image.get(name) for name in ("name", "width", "height", "subset") if image.get(name)}
    return MarkedItem(told(image.get("name") or image.get("id")), columns, answers, "model" if by_model else None)


def _video(builder: ExportBuilder, path: Path, root: Element, tracks: list[Element]) -> MarkedItem:
    named = [text_of(place, "name") for what in ("task", "job", "project") for place in root.iter(what)]
    name = next((each for each in named if each), path.stem)
    boxes = [box for track in tracks for box in track if box.tag in _SHAPES and box.get("outside") != "1"]
    builder.lose("positions of regions", len(boxes))
    return MarkedItem(name, {"name": name}, {"tracks": ("set", _labels(tracks))})


def _labels(elements: list[Element]) -> Sequence[str]:
    return [told(element.get("label")) for element in elements] or NOTHING
