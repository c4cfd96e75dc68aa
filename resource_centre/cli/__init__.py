"""The command line: a thin face on services and queries. Its names, JSON and exit codes are a contract."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from resource_centre import __version__
from resource_centre.cli.database import db
from resource_centre.cli.exchange import export, import_, schedule
from resource_centre.cli.frame import Choice, Drawing, print_refusal
from resource_centre.cli.people import centre, person
from resource_centre.cli.sample import demo, tour
from resource_centre.cli.summary import summary
from resource_centre.cli.time import book, bookings, cancel, free, resource
from resource_centre.core.errors import DatabaseAway, Refused, Trouble, WrongPassword
from resource_centre.i18n import LANGUAGES, _, language_of_system, set_language

PASSWORD = "RESOURCE_CENTRE_PASSWORD"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--db", "url", metavar="URL", help="sqlite:///FILE or postgresql://USER@HOST/DB (or RESOURCE_CENTRE_DB)."
)
@click.option("--as", "login", metavar="LOGIN", help="Who acts, on SQLite (or RESOURCE_CENTRE_AS).")
@click.option(
    "--lang",
    type=click.Choice(sorted(LANGUAGES)),
    help="Language of the answers; that of the computer otherwise.",
)
@click.version_option(__version__)
@click.pass_context
def main(context: click.Context, url: str | None, login: str | None, lang: str | None) -> None:
    """Labs, equipment, consultations, events, ambassadors and the monthly summary of STEM resource centres."""
    set_language(lang or os.environ.get("RESOURCE_CENTRE_LANG") or language_of_system())
    context.obj = Choice(url, login or os.environ.get("RESOURCE_CENTRE_AS"), window=context.obj)


for command in (
    db,
    person,
    centre,
    resource,
    book,
    cancel,
    free,
    bookings,
    schedule,
    summary,
    import_,
    export,
    demo,
    tour,
):
    main.add_command(command)


def _answer(arguments: Sequence[str], window: Drawing | None) -> object:
    """Runs it; asks a person at a terminal for the password that a server wants, before anything was done."""

    def run() -> object:
        return main.main(list(arguments), prog_name="resource-centre", standalone_mode=False, obj=window)

    try:
        return run()
    except WrongPassword as trouble:
        if PASSWORD in os.environ or not sys.stdin.isatty():
            raise
        click.echo(str(trouble), err=True)
        os.environ[PASSWORD] = click.prompt(_("Password"), hide_input=True, err=True)
        return run()


def run_command(arguments: Sequence[str], window: Drawing | None = None) -> int:
    """Runs one command line; answers its exit code. Every trouble is one clear line, never a traceback."""
    try:
        answer = _answer(arguments, window)
        sys.stdout.flush()
        return answer if isinstance(answer, int) else 0
    except click.ClickException as problem:
        problem.show()
        return 2
    except click.Abort:
        click.echo(_("Stopped; nothing further was changed."), err=True)
        return 1
    except Refused as refusal:
        print_refusal(refusal)
        return refusal.exit_code
    except Trouble as trouble:
        words = str(trouble)
        if isinstance(trouble, DatabaseAway) and trouble.doubt:
            words += " " + _("Whether it was written is not known: look before you do it again.")
        click.echo(words, err=True)
        return trouble.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as trouble:
        click.echo(
            _("{file}: {why}.").format(file=trouble.filename or _("File"), why=trouble.strerror or trouble),
            err=True,
        )
        return 5
    except KeyboardInterrupt:
        click.echo(_("Stopped; nothing further was changed."), err=True)
        return 1
    except Exception as problem:  # a bug of ours must not throw a traceback at a person
        click.echo(
            _("This should not have happened: {what}. Nothing was written.").format(
                what=f"{type(problem).__name__}: {problem}"
            ),
            err=True,
        )
        if os.environ.get("RESOURCE_CENTRE_DEBUG"):
            raise
        return 1
