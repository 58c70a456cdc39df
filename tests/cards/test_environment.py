"""Templates: strict, sandboxed, overridable."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelcards.cards.context import CardContext
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


@pytest.mark.parametrize(
    "call",
    [
        "card.summary.write(where)",
        "card.summary.read(where)",
        "card.manifest.model_validate_json('{}')",
        "card.manifest.model_dump()",
        "card.version.model_copy()",
        "card.manifest.model_fields['name'].default_factory()",
        "here.address.__func__",
        "here.start.__globals__",
        "'{x.__class__}'.format_map({'x': card})",
        "'{0.__class__}'.format(card)",
        "self._TemplateReference__context",
        "cycler.__init__.__globals__",
        "lipsum.__globals__['os']",
        "range(10000000)",
        "card.files.clear()",
    ],
)
def test_a_document_can_be_looked_at_and_nothing_else(context: CardContext, tmp_path: Path, call: str) -> None:
    """Documents can write and read files and validate text: none of it is open to a template; nothing is written."""
    folder, target = _override(tmp_path, "{{ " + call + " }}"), tmp_path / "written.json"
    with pytest.raises(InputError) as caught:
        render(environment(folder), "pages/mine.md.jinja", card=context, where=target)
    assert caught.value.problems[0].code == "template"
    assert not target.exists()


def test_an_error_names_the_users_file_and_line(tmp_path: Path) -> None:
    """An undefined name in an included part is reported where it stands, not where the page includes it."""
    folder = _override(tmp_path, "line one\n{% include 'parts/mine.md.jinja' %}\n")
    (folder / "parts").mkdir()
    (folder / "parts" / "mine.md.jinja").write_text("fine\n\n{{ nowhere }}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        render(environment(folder), "pages/mine.md.jinja")
    problem = caught.value.problems[0]
    assert (problem.file, problem.row) == (str(folder / "parts" / "mine.md.jinja"), 3)
    assert "'nowhere' is undefined" in problem.message


@pytest.mark.parametrize("text", ["{{ value + 1 }}", "{{ value | round }}", "{{ 1 // 0 }}"])
def test_an_error_of_python_does_not_quote_the_value(tmp_path: Path, text: str) -> None:
    """What an expression runs into is named by kind; the value stays out of the log."""
    with pytest.raises(InputError) as caught:
        render(environment(_override(tmp_path, text)), "pages/mine.md.jinja", value="a secret")
    assert "a secret" not in str(caught.value)
    assert caught.value.problems[0].row == 1
