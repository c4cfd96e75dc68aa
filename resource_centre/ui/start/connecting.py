"""The connection assistant: where the server is, a test that says what is found, and the way in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from resource_centre.core.errors import BadInput, WrongPassword
from resource_centre.i18n import _
from resource_centre.ui.background import Background, Task
from resource_centre.ui.failures import sentence
from resource_centre.ui.start.entering import Found, State, lay_schema, look
from resource_centre.ui.start.server import ServerForm, blame
from resource_centre.ui.start.ways import Stage
from resource_centre.ui.widgets.boxes import Banner, Scroll, column, row
from resource_centre.ui.widgets.buttons import button, primary

TONES = {State.READY: "ok", State.OLDER: "warn"}


class ConnectPage(Stage):
    """entered(address, password): a person may come in there · owned(address, password, found): the owner is there · left()."""

    entered = Signal(str, str)
    owned = Signal(str, str, object)
    left = Signal()

    def __init__(self, background: Background) -> None:
        super().__init__()
        self.background = background
        self._task: Task | None = None
        self.form, self.banner, self.bar = ServerForm(), Banner(), QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.back = button(_("Back"), self.left.emit)
        self.stop = button(_("Stop"), self._stop)
        self.test = button(_("Test"), partial(self.try_out, False), symbol="server")
        self.go = primary(_("Connect"), partial(self.try_out, True))
        fields = Scroll((0, 0, 8, 0), 0)
        fields.inside.addWidget(self.form)
        fields.inside.addStretch(1)
        inside = column(spacing=10)
        inside.addWidget(fields, 1)
        inside.addWidget(self.bar)
        inside.addWidget(self.banner)
        inside.addLayout(row(self.back, 1, self.stop, self.test, self.go))
        self.setLayout(inside)
        self.main = self.go
        self.setFocusProxy(self.form.hosts)
        self.form.changed.connect(self._forget)
        self._wait(False)

    def show_address(self, url: str, said: str = "", password: str = "") -> None:
        """Fills the fields, and says why that database is not open now."""
        self.form.show_address(url)
        self.form.password.setText(password)
        self.banner.say(said, "warn")
        self.form.password.setFocus()

    def try_out(self, enter: bool) -> None:
        """Looks what is there; with `enter`, and when a person may, goes in."""
        self.form.forgive()
        try:
            url = self.form.address()
        except BadInput as trouble:
            blame(self.form, trouble, self.go)
            return
        password = self.form.password.text()
        self._run(lambda: look(url, password), partial(self._found, url, password, enter))

    def _run(self, work: Callable[[], object], then: Callable[[Found], None]) -> None:
        self._stop()
        self._wait(True)

        def done(value: object) -> None:
            self._wait(False)
            if isinstance(value, Found):
                then(value)

        self._task = self.background.run(lambda _task: work(), done, self._failed, self)

    def _found(self, url: str, password: str, enter: bool, found: Found) -> None:
        ready = found.state is State.READY
        if ready and enter:
            self.form.remember()
            self.entered.emit(url, password)
            return

        def prepare() -> Found:
            lay_schema(url, password)
            return look(url, password)

        act: tuple[str, Callable[[], None]] | tuple[()] = ()
        if found.state in (State.EMPTY, State.OLDER):
            verb = _("Prepare it") if found.state is State.EMPTY else _("Bring it up to date")
            act = (verb, lambda: self._run(prepare, partial(self._found, url, password, False)))
        elif not ready:
            verb = _("Go on") if found.state is State.VACANT else _("Give a login…")
            act = (verb, lambda: self.owned.emit(url, password, found))
        self.banner.say(found.words, TONES.get(found.state, "info"), *act)

    def _failed(self, trouble: BaseException) -> None:
        self._wait(False)
        self.banner.say(sentence(trouble), "danger")
        if isinstance(trouble, WrongPassword):
            self.form.password.setFocus()
            self.form.password.selectAll()

    def _wait(self, waiting: bool) -> None:
        self.bar.setVisible(waiting)
        self.stop.setVisible(waiting)
        for part in (self.test, self.go):
            part.setEnabled(not waiting)
        if waiting:
            self.banner.say("")

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._wait(False)

    def _forget(self) -> None:
        self._stop()
        self.banner.say("")
