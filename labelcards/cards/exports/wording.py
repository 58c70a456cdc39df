"""The templates of exports: Markdown for a README, plain sentences for metadata."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from labelcards.cards.environment import environment
from labelcards.cards.exports.markdown import code, markdown, one_line, paragraphs, printable
from labelcards.errors import InputError, Problem

__all__ = ["blocks", "markdown_environment", "text_environment"]


def _as_text(value: object) -> Markup:
    """What a macro made keeps its lines; all else is one line."""
    text = str(value) if hasattr(value, "__html__") else one_line(printable(value))
    return Markup(text)  # noqa: S704 - goes into JSON as text, not into HTML


def _environment(
    override: Path | None,
    finalize: Callable[[object], Markup],
    prose: Callable[[str], Markup],
    span: Callable[[object], Markup],
) -> ImmutableSandboxedEnvironment:
    """The environment of the pages with another escape; macros return what was escaped, so nothing is escaped twice."""
    jinja = environment(override)
    jinja.finalize = finalize
    jinja.filters.update(prose=prose, code=span)
    return jinja


def markdown_environment(override: Path | None) -> ImmutableSandboxedEnvironment:
    """For README files."""
    return _environment(override, markdown, paragraphs, code)


def text_environment(override: Path | None) -> ImmutableSandboxedEnvironment:
    """For sentences in JSON, which is escaped when it is written."""
    return _environment(override, _as_text, _as_text, _as_text)


def blocks(jinja: ImmutableSandboxedEnvironment, name: str, /, **values: object) -> dict[str, tuple[str, ...]]:
    """Block of the template → its lines that are not blank.

    Raises:
        InputError: the template is missing, does not parse, or reaches for something it may not.
    """
    try:
        template = jinja.get_template(name)
        return {
            block: tuple(
                line for line in map(one_line, "".join(render(template.new_context(values))).split("\n")) if line
            )
            for block, render in template.blocks.items()
        }
    except TemplateError as error:
        message = f"The template fails ({type(error).__name__})."
        remedy = "Compare it with the shipped one."
        row = getattr(error, "lineno", None)
        raise InputError([Problem(f"templates/{name}", "template", message, remedy, row=row)]) from error
