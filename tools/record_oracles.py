"""Record what Crowd-Kit and irrCAC say about seeded annotations, for the tests in ``tests/oracles``.

Both pin old versions of numpy or pandas and cannot live beside labelcards, so they run in an environment of their own,
which needs nothing of labelcards:

    python -m venv /tmp/oracles
    /tmp/oracles/bin/pip install crowd-kit==1.2.1 irrCAC==0.4.4 'pandas<2.3' 'scikit-learn<1.6'
    /tmp/oracles/bin/python tools/record_oracles.py

The inputs are made up here from seeds. Each file holds the versions, the annotations and the results.
"""

from __future__ import annotations

import json
import platform
import sys
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

RECORDED = Path(__file__).resolve().parents[1] / "tests" / "oracles" / "recorded"
DIGITS = 8
STEPS = 25
DESIGNS = {
    # name: (seed, items, annotators, labels, annotations per item, share that follow the truth)
    "few labels, few annotators": (1, 80, 6, 2, 3, 0.75),
    "four labels, skewed": (2, 120, 9, 4, 4, 0.7),
    "many annotators": (3, 150, 30, 3, 5, 0.65),
}
WEIGHTS = ("identity", "linear", "quadratic", "ordinal")


def crowd(seed: int, N: int, M: int, K: int, per_item: int, follows: float) -> pd.DataFrame:  # noqa: PLR0917
    """Annotations of N items: annotators of different skill, labels of falling frequency, some items with fewer."""
    rng = np.random.default_rng(seed)
    shares = 0.6 ** np.arange(K)
    truth = rng.choice(K, N, p=shares / shares.sum())
    skill = np.clip(rng.normal(follows, 0.15, M), 0.1, 0.98)
    rows = []
    for item in range(N):
        for annotator in sorted(rng.choice(M, int(rng.integers(1, per_item + 1)), replace=False)):
            right = rng.random() < skill[annotator]
            rows.append((item, int(annotator), int(truth[item]) if right else int(rng.integers(0, K))))
    return pd.DataFrame(rows, columns=["task", "worker", "label"])


def consensus(table: pd.DataFrame, N: int, K: int) -> dict[str, Any]:
    """Labels (N,) and posteriors (N, K) of Crowd-Kit's methods, the iterative ones after a fixed number of steps."""
    from crowdkit.aggregation import MACE, DawidSkene, MajorityVote, OneCoinDawidSkene, Wawa  # noqa: PLC0415

    methods = {
        "majority": MajorityVote(),
        "weighted": Wawa(),
        "dawid_skene": DawidSkene(n_iter=STEPS, tol=-np.inf),
        "one_coin": OneCoinDawidSkene(n_iter=STEPS, tol=-np.inf),
        "mace": MACE(n_restarts=1, n_iter=1000, method="em", random_state=0),
    }
    found: dict[str, Any] = {}
    for name, method in methods.items():
        given, labels = _renumbered(table) if name == "mace" else (table, np.arange(K))
        posterior = method.fit_predict_proba(given).rename(columns=dict(enumerate(labels)))
        posterior = posterior.reindex(index=range(N), columns=range(K)).fillna(0.0)
        found[name] = {
            "labels": [int(label) for label in posterior.to_numpy().argmax(axis=1)],
            "posterior": _rounded(posterior.to_numpy()),
        }
    found["weighted"]["quality"] = _rounded(methods["weighted"].fit(table).skills_.sort_index().to_numpy())
    return found


def _renumbered(table: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    """Workers and labels numbered as they first occur, and the old label of each number.

    Crowd-Kit 1.2.1 counts MACE's answers per sorted worker and label but looks them up in order of appearance, which is
    right for such numbers only.
    """
    worker, _ = pd.factorize(table["worker"])
    label, names = pd.factorize(table["label"])
    return table.assign(worker=worker, label=label), np.asarray(names)


def agreement(table: pd.DataFrame, K: int) -> dict[str, Any]:
    """Coefficient, standard error and interval of irrCAC, by weights and coefficient."""
    from irrCAC.raw import CAC  # noqa: PLC0415

    wide = table.pivot_table(index="task", columns="worker", values="label", aggfunc="first")
    found: dict[str, Any] = {}
    for weights in WEIGHTS:
        made = CAC(wide, weights=weights, categories=list(range(K)), digits=DIGITS)
        found[weights] = {}
        for name in ("fleiss", "gwet", "bp", "conger", "krippendorff"):
            est = getattr(made, name)()["est"]
            low, high = (float(bound) for bound in est["confidence_interval"])
            found[weights][name] = {"value": float(est["coefficient_value"]), "low": low, "high": high}
            if est["z"]:
                found[weights][name]["error"] = round(float(est["coefficient_value"] / est["z"]), DIGITS)
    return found


def _rounded(values: np.ndarray) -> list[Any]:
    return [_rounded(row) if row.ndim else round(float(row), DIGITS) for row in np.asarray(values)]


def main() -> None:
    """Write one file per package."""
    warnings.simplefilter("ignore")
    RECORDED.mkdir(exist_ok=True)
    for file, package, run in (("crowd_kit.json", "crowd-kit", consensus), ("irrcac.json", "irrCAC", agreement)):
        designs = {}
        for name, design in DESIGNS.items():
            table, (_, N, M, K, _, _) = crowd(*design), design
            result = run(table, N, K) if run is consensus else run(table, K)
            designs[name] = {"N": N, "M": M, "K": K, "annotations": table.to_numpy().tolist(), "results": result}
        versions = {name: version(name) for name in (package, "numpy", "pandas", "scikit-learn", "scipy")}
        record = {"versions": {"python": platform.python_version(), **versions}, "designs": designs}
        text = json.dumps(record, sort_keys=True, separators=(",", ":"))
        (RECORDED / file).write_text(text.replace('"results"', '\n"results"') + "\n", encoding="utf-8")
        print(f"wrote {file}", file=sys.stderr)


if __name__ == "__main__":
    main()
