"""The Jinja environment that turns documents into pages: sandboxed, strict, escaping by default.

Templates are looked up in the user's folder, then in the wheel (``labelcards/_templates``), then in a checkout
(``templates/``). A user's template may extend or replace any of ours and cannot reach Python through them.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from labelcards.cards.escape import anchor, inline, link, md, prose, safe_output
from labelcards.cards.exports.figure_text import figure_text
from labelcards.cards.exports.markdown import code, indented, points
from labelcards.cards.number import count
from labelcards.errors import InputError, LabelcardsError, Problem, ToolError

__all__ = ["environment", "render", "template_folder"]

_PACKAGE = Path(__file__).resolve().parents[1]


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
    jinja = ImmutableSandboxedEnvironment(
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
    return jinja


def render(jinja: ImmutableSandboxedEnvironment, name: str, /, **values: object) -> str:
    """The text of one template.

    Raises:
        InputError: the template is missing, does not parse, or reaches for something it may not.
    """
    try:
        text = jinja.get_template(name).render(**values)
    except LabelcardsError:
        raise
    except TemplateError as error:
        row = getattr(error, "lineno", None)
        where = getattr(error, "name", None) or name
        message = f"The template fails ({type(error).__name__})."
        raise InputError(
            [Problem(f"templates/{where}", "template", message, "Compare it with the shipped one.", row=row)]
        ) from error
    return text.rstrip("\n") + "\n"
