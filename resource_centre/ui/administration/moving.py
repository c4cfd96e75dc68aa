"""Moving data: to a server, a centre's data home, a second centre's file in. Everything or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from resource_centre.centres import queries as centres
from resource_centre.core.changes import Topic
from resource_centre.core.errors import BadInput
from resource_centre.db.engine import open_engine
from resource_centre.i18n import N_, _, n_
from resource_centre.ui.administration.transfer import Line, Transfer
from resource_centre.ui.background import Task
from resource_centre.ui.desk import Desk
from resource_centre.ui.start.entering import State, lay_schema, look
from resource_centre.ui.start.owning import as_person
from resource_centre.ui.start.server import ServerForm
from resource_centre.ui.widgets.boxes import row
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.fields import Choice, Pick
from resource_centre.ui.widgets.labels import Elided
from resource_centre.ui.words import number_words


class MoveDialog(Transfer):
    """The file of this computer goes to a server, into an empty database."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        words = _(
            "Everything is copied into an empty database and compared there; this file stays as it is. "
            "It takes the login that owns the database on the server."
        )
        super().__init__(desk, parent, _("Move to a server"), _("Move"), words)
        self.server = ServerForm()
        self.form.put(self.server)
        self.end()

    def confirm(self) -> None:
        self.server.forgive()
        try:
            url = self.server.address()
        except BadInput as trouble:
            self.server.blame(trouble.field, str(trouble))
            return
        password, source = self.server.password.text(), self.desk.app.engine

        def work(task: Task) -> Any:
            from resource_centre.db.copying.whole import copy

            found = look(url, password)
            if found.state is State.EMPTY:
                lay_schema(url, password)
            elif found.state is not State.VACANT:
                raise BadInput(
                    _(
                        "There is data in that database already. Move into an empty one; "
                        "or open that one, and bring this file in there."
                    )
                )
            target = open_engine(url, password)
            try:
                return copy(source, target, tell=lambda table, done, of: task.report(done, of, table))
            finally:
                target.dispose()

        def then(made: Any) -> None:
            words = _("{n} rows were moved; every table was compared and is the same.")
            rows = [Line(name, each.rows, each.digest[:12]) for name, each in made.sums.items() if each.rows]
            self.show_end(
                words.format(n=number_words(made.rows)), rows, _("Open it"),
                lambda: self.desk.another.emit(url, password),
            )  # fmt: skip

        self.run(work, then)


class OwnerFields(ServerForm):
    """The login that owns the open server's database, which alone sees and may write everything."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.show_address(as_person(desk.app.engine.url.render_as_string(), ""))
        self.keep.setChecked(False)
        self.login.setPlaceholderText(_("the login that owns the database"))


class HomeDialog(Transfer):
    """One centre's data goes from the server into a new file."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        words = _(
            "The rows of one centre, and whatever they refer to, are copied into a new file and compared there; "
            "the server stays as it is."
        )
        super().__init__(desk, parent, _("Take a centre’s data home"), _("Take it home"), words)
        self.centre = Pick()
        self.form.add("centre", _("Centre"), self.centre)
        self.path: Path | None = None
        self.place = Elided("", "body2")
        self.form.put(row(self.place, 1, button(_("Where to…"), self._choose, small=True)))
        self.server = OwnerFields(desk)
        self.form.put(self.server)
        self.end()
        here = desk.centre.code
        desk.read(
            self,
            centres.centres,
            lambda rows: self.centre.set_choices([Choice(c.code, c.name, "building-2") for c in rows], here),
        )

    def _choose(self) -> None:
        name = f"{self.centre.value}.db"
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Where to"), name, f"{_('Databases')} (*.db)", options=QFileDialog.Option.DontConfirmOverwrite
        )  # fmt: skip
        if chosen:
            self.put_into(Path(chosen))

    def put_into(self, file: Path) -> None:
        """The new file."""
        self.path = file
        self.place.set_words(str(file))

    def confirm(self) -> None:
        file, code = self.path, self.centre.value
        if file is None:
            raise BadInput(_("Choose where the new file is to lie."))
        if file.exists():
            raise BadInput(_("{file} exists already. Choose a new name.").format(file=file.name))
        self.server.forgive()
        try:
            url = self.server.address()
        except BadInput as trouble:
            self.server.blame(trouble.field, str(trouble))
            return
        password = self.server.password.text()

        def work(task: Task) -> Any:
            from resource_centre.db.copying.whole import copy

            source, target = open_engine(url, password), open_engine(f"sqlite:///{file}")
            try:
                return copy(source, target, code, tell=lambda table, done, of: task.report(done, of, table))
            except BaseException:
                target.dispose()
                for part in (file, *file.parent.glob(f"{file.name}-*")):
                    part.unlink(missing_ok=True)
                raise
            finally:
                source.dispose()
                target.dispose()

        def then(made: Any) -> None:
            words = _("{n} rows are in {file}; every table was compared and is the same.")
            rows = [Line(name, each.rows, each.digest[:12]) for name, each in made.sums.items() if each.rows]
            self.show_end(
                words.format(n=number_words(made.rows), file=file.name), rows, _("Open it"),
                lambda: self.desk.another.emit(f"sqlite:///{file}", ""),
            )  # fmt: skip

        self.run(work, then)


class BringDialog(Transfer):
    """A second centre's file comes into the open database."""

    third = N_("Known already")

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        words = _(
            "Every row of the file gets a new number here; what is known here already is matched and not doubled: "
            "people by their login or e-mail. If something clashes, it is listed and nothing is written."
        )
        super().__init__(desk, parent, _("Bring a second centre’s file in"), _("Bring it in"), words)
        self.path: Path | None = None
        self.place = Elided("", "body2")
        self.form.put(row(self.place, 1, button(_("File…"), self._choose, small=True)))
        self.server = OwnerFields(desk) if desk.app.file is None else None
        if self.server is not None:
            self.form.put(self.server)
        self.end()

    def _choose(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("A second centre’s file"), "", f"{_('Databases')} (*.db *.sqlite)"
        )
        if chosen:
            self.take(Path(chosen))

    def take(self, file: Path) -> None:
        """The file that is brought in."""
        self.path = file
        self.place.set_words(str(file))

    def confirm(self) -> None:
        if self.path is None:
            raise BadInput(_("Choose the file that is to be brought in."))
        url, password = "", ""
        if self.server is not None:
            self.server.forgive()
            try:
                url, password = self.server.address(), self.server.password.text()
            except BadInput as trouble:
                self.server.blame(trouble.field, str(trouble))
                return
        file, own = self.path, self.desk.app.engine

        def work(task: Task) -> Any:
            from resource_centre.db.copying.merge import merge

            source = open_engine(f"sqlite:///{file}")
            target = open_engine(url, password) if url else own
            try:
                return merge(source, target, tell=lambda table, done, of: task.report(done, of, table))
            finally:
                source.dispose()
                if target is not own:
                    target.dispose()

        self.run(work, self._merged)

    def _merged(self, made: Any) -> None:
        if made.clashes:
            words = _("Nothing was written. Settle this first: {what}")
            self.banner.say(words.format(what=" ".join(made.clashes)), "danger")
            return
        added, known = sum(made.added.values()), sum(made.matched.values())
        words = _("{added} rows were added; {known} were known already.").format(
            added=number_words(added), known=number_words(known)
        )
        people = made.matched.get("person", 0)
        met = n_("{n} person was here already.", "{n} people were here already.", people).format(n=people)
        rows = [
            Line(name, made.added.get(name, 0), number_words(made.matched.get(name, 0)))
            for name in sorted({*made.added, *made.matched})
        ]
        self.desk.hub.tell(Topic)
        self.show_end(f"{words} {met if people else ''}".strip(), rows, _("Close"), lambda: None)
