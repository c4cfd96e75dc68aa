"""Commands that show the program: the sample network and the tour."""

from __future__ import annotations

from pathlib import Path

import click

from resource_centre.cli.frame import Choice, drawing
from resource_centre.i18n import _


@click.command()
@click.option(
    "--scale", default=1, type=click.IntRange(1, 1000), help="So many times as much (for benchmarks)."
)
@click.option("--seed", default=1, type=int, help="Another seed, another sample.")
@click.pass_obj
def demo(choice: Choice, scale: int, seed: int) -> None:
    """Fill an empty database with the sample network: three centres, thirteen months."""
    from resource_centre.app import App
    from resource_centre.core.context import SYSTEM
    from resource_centre.demo.network import fill

    app = App.open(choice.database)
    try:
        counts = app.write(lambda unit: fill(unit, scale, seed), SYSTEM).value
    finally:
        app.close()
    click.echo(_("The sample network is ready: {counts}.").format(counts=counts))


@click.command()
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR")
@click.option("--lang", default="en")
@click.option("--theme", default="light", type=click.Choice(["light", "dark"]))
@click.option("--size", default="1440x900", help="WIDTHxHEIGHT")
@click.pass_obj
def tour(choice: Choice, out: Path, lang: str, theme: str, size: str) -> None:
    """Draw every page for every role into PNG files, without a screen."""
    for file in drawing(choice).tour(choice.url, out, lang, theme, size):
        click.echo(str(file))
