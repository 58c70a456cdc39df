"""The Jinja environment that turns documents into pages: sandboxed, strict, escaping by default.

Templates are looked up in the user's folder, then in the wheel (``labelcards/_templates``), then in a checkout
(``templates/``). A user's template may extend or replace any of ours and cannot reach Python through them.
"""

from __future__ import annotations

import traceback
from pathlib import Path

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel

from labelcards.cards.escape import anchor, inline, link, md, prose, safe_output
from labelcards.cards.exports.figure_text import figure_text
from labelcards.cards.exports.markdown import code, indented, points
from labelcards.cards.figures.number import count
from labelcards.cards.figures.place import PagePlace
from labelcards.cards.figures.sentence_number import decimals, grouped, hundredfold, percent, significant
from labelcards.documents.figure_path import names_of
from labelcards.errors import InputError, LabelcardsError, Problem, ToolError

__all__ = ["environment", "plain_environment", "render", "render_macro", "template_folder"]

_PACKAGE = Path(__file__).resolve().parents[1]
_SUFFIX = ".jinja"


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, narrowed: a document is there to be looked at, so none of its methods can be called.

    Documents can read and write files, which Jinja's own sandbox would let a template do.
    """

    def is_safe_callable(self, obj: object) -> bool:
        """Whether a template may call ``obj``: macros, filters, methods of texts and lists, Jinja's own helpers."""
        if isinstance(obj, type):
            return obj in DEFAULT_NAMESPACE.values()
        owner = getattr(obj, "__self__", None)
        if isinstance(owner, BaseModel | Path | type):
            return False
        return bool(super().is_safe_callable(obj))


def template_folder() -> Path:
    """The folder of the templates that ship with labelcards.

    Raises:
        ToolError: neither the wheel's nor a checkout's templates are there.
    """
    for folder in (_PACKAGE / "_templates", _PACKAGE.parent / "templates"):
        if (folder / "pages").is_dir():
            return folder
    raise ToolError("The templates of labelcards are missing.", hint="Reinstall labelcards.")


def environment(override: Path | None = None) -> ImmutableSandboxedEnvironment:
    """The environment; templates in ``override`` win over the shipped ones of the same name.

    Raises:
        InputError: ``override`` is not a folder.
    """
    if override is not None and not override.is_dir():
        raise InputError(
            [Problem(str(override), "missing-folder", "The template folder does not exist.", "Create it or omit it.")]
        )
    folders = [folder for folder in (override, template_folder()) if folder is not None]
    jinja = Sandbox(
        loader=ChoiceLoader([FileSystemLoader(str(folder), encoding="utf-8") for folder in folders]),
        autoescape=True,
        finalize=safe_output,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        newline_sequence="\n",
    )
    jinja.filters.update(md=md, inline=inline, prose=prose, link=link, anchor=anchor)
    jinja.filters.update(code=code, figure=figure_text, indented=indented, points=points, whole=count)  # of exports/
    jinja.filters.update(decimals=decimals, grouped=grouped, hundredfold=hundredfold, percent=percent)  # of warnings/
    jinja.filters.update(significant=significant, names=names_of)
    jinja.globals["here"] = PagePlace()
    return jinja


def plain_environment(override: Path | None = None) -> ImmutableSandboxedEnvironment:
    """The same for templates that write plain text; whoever shows it escapes it for the place.

    Raises:
        InputError: ``override`` is not a folder.
    """
    jinja = environment(override)
    jinja.autoescape = False
    jinja.finalize = None
    return jinja


def render(jinja: ImmutableSandboxedEnvironment, name: str, /, **values: object) -> str:
    """The text of one template.

    Args:
        values: what the template sees; ``root``, if given, is also what the macros build their links with.

    Raises:
        InputError: the template is missing, does not parse, or reaches for something it may not; with file and line.
    """
    place = jinja.globals["here"]
    if isinstance(place, PagePlace):
        place.start(str(values.get("root", "")))
    try:
        text = jinja.get_template(name).render(**values)
    except LabelcardsError:
        raise
    except _FAULTS as error:
        raise InputError([_fault(jinja, name, error)]) from error
    return text.rstrip("\n") + "\n"


def render_macro(jinja: ImmutableSandboxedEnvironment, name: str, macro: str, /, **values: object) -> str:
    """What one macro of a template makes of its arguments.

    Raises:
        InputError: the template or the macro is missing, does not parse, or reaches for something it may not.
    """
    try:
        found = getattr(jinja.get_template(name).module, macro, None)
        if found is None:
            raise TemplateError(f"it has no macro {macro}")
        return str(found(**values))
    except _FAULTS as error:
        raise InputError([_fault(jinja, name, error)]) from error


_FAULTS = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a template can run into: Jinja's own errors, and those of an expression that cannot be computed."""


def _fault(jinja: ImmutableSandboxedEnvironment, name: str, error: Exception) -> Problem:
    """Where the template fails, and why.

    Jinja's messages name what the template asked for and are passed on; Python's could quote data and are not.
    """
    place, row = _place(error)
    message = f"The template fails ({type(error).__name__})."
    if isinstance(error, SecurityError):
        message = "The template reaches for something that templates may not use."
    elif isinstance(error, TemplateError) and error.message:
        message = f"The template fails: {error.message.rstrip('.')}."
    remedy = f"Compare it with the shipped one: labelcards templates show {_inside(jinja, place, name)}"
    return Problem(_shown(place, name), "template", message, remedy, row=row)


def _place(error: Exception) -> tuple[Path | None, int | None]:
    """The innermost template file and line of an error; Jinja writes both into the traceback."""
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return Path(error.filename), error.lineno
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(_SUFFIX)]
    return (Path(frames[-1].filename), frames[-1].lineno) if frames else (None, None)


def _inside(jinja: ImmutableSandboxedEnvironment, place: Path | None, name: str) -> str:
    """The name of the template at ``place``, as ``include`` and ``import`` write it."""
    loader = jinja.loader
    folders = [Path(path) for held in getattr(loader, "loaders", ()) for path in held.searchpath]
    inner = next((place.relative_to(folder) for folder in folders if place and place.is_relative_to(folder)), None)
    return inner.as_posix() if inner else name


def _shown(place: Path | None, name: str) -> str:
    """The file as a message names it: a shipped one by its place among the shipped ones."""
    shipped = template_folder()
    if place is None or place.is_relative_to(shipped):
        return f"templates/{place.relative_to(shipped).as_posix() if place else name}"
    return str(place)
