"""``labelcards verify``: whether what is published still holds."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from labelcards.cli.options import FILE, JSON, KNOWN_FOLDER, params_option
from labelcards.cli.output import print_json, print_note, visible
from labelcards.documents.figure_path import written

if TYPE_CHECKING:
    from labelcards.actions.publishing.signing import SignatureCheck
    from labelcards.actions.verifying.verify import VersionVerdict
    from labelcards.documents.sums import SumsReport

__all__ = ["verify"]

MOST = 200
"""How many differing figures or files a person is shown."""


@click.command(
    epilog="""\b
Examples:
  labelcards verify
  labelcards verify datasets/support-tickets 2.0.0
  labelcards verify datasets/support-tickets 2.0.0 --published ~/Downloads/site/support-tickets/2.0.0
  labelcards verify --site ~/Downloads/site
  labelcards verify --site ~/Downloads/site --allowed-signers signers
"""
)
@click.argument("dataset", required=False, type=KNOWN_FOLDER)
@click.argument("version", required=False)
@click.option(
    "--site",
    type=KNOWN_FOLDER,
    help="Check the files of a downloaded version, or of a whole site, against their digests; recompute nothing.",
)
@click.option(
    "--allowed-signers",
    type=FILE,
    help="With --site: somebody in this file (see ssh-keygen) must have signed the digests.",
)
@click.option(
    "--published",
    type=KNOWN_FOLDER,
    help="Check the documents of this folder, e.g. a downloaded version, instead of the version's own.",
)
@click.option(
    "--tolerance",
    type=click.FloatRange(0),
    default=1e-6,
    show_default=True,
    help="How far a recomputed value may be off; the default is one in the last published digit.",
)
@params_option("Parameters that the documents do not name.")
@JSON
def verify(
    *,
    dataset: Path | None,
    version: str | None,
    site: Path | None,
    allowed_signers: Path | None,
    published: Path | None,
    tolerance: float,
    params: Path,
    as_json: bool,
) -> None:
    """Whether published figures follow from the clean tables; exit code 1 when they do not.

    Recomputes every figure of VERSION, or of all versions of DATASET, or of every data set, with the parameters that
    the documents name, and lists those that differ. Checks the data set's log as well.
    """
    if site is not None:
        if dataset is not None or published is not None:
            raise click.UsageError("--site recomputes nothing, so it takes neither DATASET nor --published.")
        holds = _verify_site(site, allowed_signers, as_json=as_json)
    elif allowed_signers is not None:
        raise click.UsageError("--allowed-signers belongs to --site.")
    elif published is not None and version is None:
        raise click.UsageError("--published needs DATASET and VERSION.")
    else:
        holds = _recompute(dataset, version, params, published, tolerance, as_json=as_json)
    raise click.exceptions.Exit(0 if holds else 1)


def _recompute(
    dataset: Path | None,
    version: str | None,
    params: Path,
    published: Path | None,
    tolerance: float,
    *,
    as_json: bool,
) -> bool:
    from labelcards.actions.verifying.verify import verify_log, verify_version
    from labelcards.dataset.version.manifests import list_versions

    folders = [dataset] if dataset else sorted(path.parent for path in Path("datasets").glob("*/dataset.yaml"))
    if not folders:
        raise click.UsageError("There is no data set below datasets/; name one.")
    broken = [problem for folder in folders if (problem := verify_log(folder)) is not None]
    verdicts = []
    for folder in folders:
        for number in [version] if version else list_versions(folder):
            verdict = verify_version(folder, number, params, published=published, tolerance=tolerance)
            verdicts.append(verdict)
            if not as_json:
                _show_verdict(verdict)
    holds = not broken and all(verdict.holds for verdict in verdicts)
    if as_json:
        logs = [{"file": one.file, "row": one.row, "why": one.message} for one in broken]
        print_json({"holds": holds, "versions": verdicts, "broken_logs": logs})
        return holds
    for problem in broken:
        click.echo(visible(str(problem)))
    differing = sum(len(one.differing) for verdict in verdicts for one in verdict.documents)
    checked = sum(one.checked for verdict in verdicts for one in verdict.documents)
    print_note(f"verify: {differing:,} of {checked:,} recomputed figures differ by more than {tolerance:g}")
    return holds


def _show_verdict(verdict: VersionVerdict) -> None:
    click.echo(visible(f"{verdict.dataset} {verdict.version}: {'holds' if verdict.holds else 'does not hold'}"))
    for file in verdict.changed_inputs:
        click.echo(visible(f"  changed input: {file}"))
    for one in verdict.documents:
        extra = f", {one.unchecked:,} need raw data" if one.unchecked else ""
        hidden = f", {one.hidden:,} are left out" if one.hidden else ""
        click.echo(
            visible(
                f"  {one.document}: {one.checked:,} figures recomputed, {len(one.differing):,} differ{extra}{hidden}"
            )
        )
        for found in one.differing[:MOST]:
            part = "" if found.part in ("value", "figure") else f" {found.part}"
            why = f" ({found.why})" if found.why else ""
            numbers = f"published {_number(found.published)}, recomputed {_number(found.recomputed)}{why}"
            click.echo(visible(f"    {written(found.path)}{part}: {numbers}"))
        if len(one.differing) > MOST:
            click.echo(f"    … and {len(one.differing) - MOST:,} more; --json lists all of them")


def _number(value: float | None) -> str:
    return "nothing" if value is None else f"{value:g}"


def _verify_site(site: Path, allowed_signers: Path | None, *, as_json: bool) -> bool:
    from labelcards.actions.publishing.signing import check_signature
    from labelcards.actions.verifying.site import covered_folders
    from labelcards.documents.sums import check_sums

    folders, uncovered = covered_folders(site)
    checked = [
        (check_sums(folder), check_signature(folder, allowed_signers) if allowed_signers else None)
        for folder in folders
    ]
    holds = all(report.holds and (signed is None or not signed.problem) for report, signed in checked)
    if as_json:
        print_json({"holds": holds, "uncovered": uncovered, "folders": [_told(*one) for one in checked]})
        return holds
    for report, signed in checked:
        _show_folder(report, signed)
    if uncovered:
        print_note(f"{uncovered} files belong to no version and have no digests (overview, version lists).")
    return holds


def _told(report: SumsReport, signed: SignatureCheck | None) -> dict[str, Any]:
    """A folder's report, and whether it is signed, if that was asked."""
    told = asdict(report)
    return told if signed is None else told | {"signed_by": signed.by or None, "signature": signed.problem or "holds"}


def _show_folder(report: SumsReport, signed: SignatureCheck | None) -> None:
    verdict = "as published" if report.holds else "not as published"
    click.echo(visible(f"{report.folder}: {report.files:,} files, {verdict}"))
    for kind, names in (("changed", report.changed), ("missing", report.missing), ("extra", report.extra)):
        for name in names[:MOST]:
            click.echo(visible(f"  {kind}: {name}"))
        if len(names) > MOST:
            click.echo(f"  … and {len(names) - MOST:,} more {kind}; --json lists all of them")
    if signed is not None:
        by = f"signed by {signed.by}" if signed.by else "signature"
        click.echo(visible(f"  {by}{f': {signed.problem}' if signed.problem else ''}"))
