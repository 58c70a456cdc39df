"""Templates: strict, sandboxed, overridable."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelcards.cards.environment import environment, render, template_folder
from labelcards.errors import InputError


def _override(tmp_path: Path, text: str) -> Path:
    (tmp_path / "pages").mkdir(exist_ok=True)
    (tmp_path / "pages" / "mine.md.jinja").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_users_template_wins(tmp_path: Path) -> None:
    """A template of the same name in the user's folder replaces the shipped one."""
    folder = _override(tmp_path, "x")
    (folder / "pages" / "index.md.jinja").write_text("mine", encoding="utf-8")
    assert render(environment(folder), "pages/index.md.jinja") == "mine\n"


def test_values_are_escaped_without_a_filter(tmp_path: Path) -> None:
    """Printing a value is safe by default, for HTML and for Markdown."""
    folder = _override(tmp_path, "{{ value }}")
    assert render(environment(folder), "pages/mine.md.jinja", value="*<b>*") == "&#42;&#60;b&#62;&#42;\n"


@pytest.mark.parametrize(
    "text",
    [
        "{{ value.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ value.append(1) }}",
        "{{ missing }}",
        "{{ value.missing }}",
        "{% if %}",
        "{% include 'pages/nowhere.jinja' %}",
        "{% include '../../../../etc/passwd' %}",
    ],
)
def test_a_template_cannot_reach_python_or_print_nothing(tmp_path: Path, text: str) -> None:
    """Private attributes, changing values, undefined names, bad syntax and foreign files are errors with a remedy."""
    with pytest.raises(InputError) as caught:
        render(environment(_override(tmp_path, text)), "pages/mine.md.jinja", value=[1])
    assert caught.value.problems[0].code == "template"


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    """A template folder that does not exist is a mistake, not an empty override."""
    with pytest.raises(InputError):
        environment(tmp_path / "nowhere")


def test_every_shipped_template_parses() -> None:
    """No template has a syntax error, used or not."""
    jinja = environment()
    for path in sorted(template_folder().rglob("*.jinja")):
        jinja.get_template(path.relative_to(template_folder()).as_posix())


def test_templates_do_no_arithmetic() -> None:
    """Templates print what the context computed: no -, *, /, % or power (+ joins lists)."""
    for path in sorted(template_folder().rglob("*.jinja")):
        for node in environment().parse(path.read_text(encoding="utf-8")).iter_child_nodes():
            for kind in _arithmetic():
                assert not list(node.find_all(kind)), path.name


def _arithmetic() -> tuple[type, ...]:
    from jinja2 import nodes

    return nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow
