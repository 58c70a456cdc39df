"""The detection engine a data set asks for: the built-in one, or the built-in one and a model the user has."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from labelcards.errors import ToolError

__all__ = ["BUILTIN", "EngineSpec", "open_nlp_engine"]

BUILTIN = "builtin"
_FAMILIES = ("spacy", "stanza", "transformers")
_TOKENIZER = "en_core_web_sm"
_INSTALL = {
    BUILTIN: "Install labelcards again",
    "spacy": "Run `python -m spacy download {model}`",
    "stanza": "Run `python -c \"import stanza; stanza.download('{model}')\"`",
    "transformers": "Run `hf download {model}`",
}
"""How a missing model is installed, once, by the user."""


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """``builtin``, ``spacy:NAME``, ``stanza:LANGUAGE`` or ``transformers:NAME`` (``transformers:SPACY+NAME`` to name
    the spaCy model that splits the words).
    """

    family: str
    model: str = ""

    @classmethod
    def parse(cls, text: str) -> EngineSpec:
        """Read the setting.

        Raises:
            ToolError: no such engine.
        """
        family, _, model = text.partition(":")
        if (family == BUILTIN and not model) or (family in _FAMILIES and model):
            return cls(family, model)
        raise ToolError(
            "The anonymization engine is not one of builtin, spacy:NAME, stanza:LANGUAGE, transformers:NAME.",
            hint="Set anonymize.engine in params.yaml to one of them.",
        )

    def __str__(self) -> str:
        """The setting as it is written."""
        return f"{self.family}:{self.model}" if self.model else self.family

    def versions(self) -> dict[str, str]:
        """Package → version of everything that decides what is found."""
        packages = ["presidio-analyzer", "phonenumbers", "tldextract", "spacy"]
        packages += {"stanza": ["stanza"], "transformers": ["transformers", "torch"]}.get(self.family, [])
        if self.family == "spacy" and not Path(self.model).exists():
            packages.append(self.model)
        return {package: found for package in packages if (found := _version(package))}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def open_nlp_engine(spec: EngineSpec) -> Any:
    """A loaded Presidio NLP engine.

    Raises:
        ToolError: the model or its package is missing; the hint is the command that installs it. Nothing is downloaded.
    """
    makers = {BUILTIN: _blank, "spacy": _spacy, "stanza": _stanza, "transformers": _transformers}
    engine = makers[spec.family](spec.model)
    try:
        engine.load()
    except (OSError, ImportError, ValueError) as error:
        model = spec.model.rpartition("+")[2]
        raise ToolError(
            f"The model of engine {spec} cannot be loaded ({type(error).__name__}).",
            hint=f"{_INSTALL[spec.family].format(model=model)}, or set anonymize.engine to builtin.",
        ) from None
    return engine


def _blank(model: str) -> Any:
    del model
    from labelcards.privacy.detect.blank import BlankNlpEngine  # noqa: PLC0415 - imported when needed: slow or optional

    return BlankNlpEngine()


def _require_spacy_model(name: str) -> None:
    import spacy  # noqa: PLC0415 - imported when needed: slow or optional

    if not (spacy.util.is_package(name) or Path(name).exists()):
        raise ToolError(f"The spaCy model {name} is not installed.", hint=f"Run `python -m spacy download {name}`.")


def _require_package(package: str, command: str) -> None:
    if importlib.util.find_spec(package) is None:
        raise ToolError(f"The Python package {package} is not installed.", hint=f"Run `{command}`.")


def _spacy(model: str) -> Any:
    _require_spacy_model(model)
    from presidio_analyzer.nlp_engine import SpacyNlpEngine  # noqa: PLC0415 - imported when needed: slow or optional

    return SpacyNlpEngine(models=[{"lang_code": "en", "model_name": model}])


def _stanza(model: str) -> Any:
    _require_package("stanza", f"pip install stanza && python -c \"import stanza; stanza.download('{model}')\"")
    from presidio_analyzer.nlp_engine import StanzaNlpEngine  # noqa: PLC0415 - imported when needed: slow or optional

    return StanzaNlpEngine(models=[{"lang_code": "en", "model_name": model}], download_if_missing=False)


def _transformers(model: str) -> Any:
    command = "pip install 'presidio-analyzer[transformers]'"
    _require_package("transformers", command)
    _require_package("torch", command)
    tokenizer, _, name = model.rpartition("+")
    _require_spacy_model(tokenizer or _TOKENIZER)
    from presidio_analyzer.nlp_engine import TransformersNlpEngine  # noqa: PLC0415 - imported when needed: slow or optional

    names = {"spacy": tokenizer or _TOKENIZER, "transformers": name}
    return TransformersNlpEngine(models=[{"lang_code": "en", "model_name": names}])
