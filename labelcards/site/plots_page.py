"""The page around ``dvc plots`` with Vega inside, so that it needs no network.

DVC's own page loads Vega from a content-delivery network. Given as ``--html-template``, this one carries Vega, Vega-Lite
and Vega-Embed as vl-convert bundles them.
"""

from __future__ import annotations

from pathlib import Path

from labelcards.documents.files import write_text

__all__ = ["write_plots_page"]

_VEGALITE = "5.21"
_SNIPPET = "window.vegaEmbed = vegaEmbed;"
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{refresh_tag}
<title>Plots</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; margin: 1.5rem; color: #222; background: #fff; }
table { border-spacing: 15px; }
</style>
<script type="module">
BUNDLE
for (const start of window.plotsToDraw ?? []) start();
</script>
<script>
window.plotsToDraw = [];
window.vegaEmbed = (place, spec) => window.plotsToDraw.push(() => window.vegaEmbed(place, spec, { actions: false }));
</script>
</head>
<body>
{plot_divs}
</body>
</html>
"""


def write_plots_page(path: Path) -> None:
    """Write the page; about 0.9 MB, the same bytes for the same version of vl-convert."""
    import vl_convert  # noqa: PLC0415 - slow

    bundle = vl_convert.javascript_bundle(_SNIPPET, vl_version=_VEGALITE).replace("</script", "<\\/script")
    for placeholder in ("{plot_divs}", "{scripts}", "{refresh_tag}"):  # DVC would fill them in
        bundle = bundle.replace(placeholder, placeholder[:1] + " " + placeholder[1:])
    write_text(path, _PAGE.replace("BUNDLE", bundle))
