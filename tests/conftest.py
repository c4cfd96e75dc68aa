"""For every test: a home of its own, no network, soaks only when asked for, and in CI no silent skip."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from resource_centre.app import prepare
from tests import databases, leaks, required, screen, tls
from tests.db.faults.cluster import Cluster
from tests.db.rights.printed import RIGHTS, lines
from tools import postgres

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(postgres.quick_place() or tempfile.gettempdir()))
os.environ.update(
    NO_AT_BRIDGE="1", QT_ACCESSIBILITY="0", PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring"
)
for name in ("RESOURCE_CENTRE_DB", "RESOURCE_CENTRE_AS", "RESOURCE_CENTRE_PASSWORD"):
    os.environ.pop(name, None)

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
ROOMS_WITH_QT = {"ui", "e2e"}
SLOW_DATABASE = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]

settings.register_profile("here", deadline=None, max_examples=100, suppress_health_check=SLOW_DATABASE)
settings.register_profile(
    "ci", deadline=None, max_examples=40, derandomize=True, database=None, suppress_health_check=SLOW_DATABASE
)
settings.load_profile("ci" if IN_CI else "here")

_homes = count()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also run the soaks, which take minutes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow"):
        return
    soaks = [item for item in items if item.get_closest_marker("slow")]
    if soaks:
        config.hook.pytest_deselected(items=soaks)
        items[:] = [item for item in items if item not in set(soaks)]


def pytest_collection_finish() -> None:
    """What is there from now on to the end is not looked through again by every collection of garbage."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    missing = required.missing({marker.name for marker in item.iter_markers()})
    if missing:
        pytest.skip(f"{' and '.join(missing)} is not here: python3 dev.py test installs it")


# --- in CI, what was skipped or never ran is a failure ---------------------------------------------------

_skipped: list[str] = []
_passed: set[str] = set()
_faults: list[str] = []
_rights: list[Mapping[str, Any]] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "teardown":
        _rights.extend(value for name, value in report.user_properties if name == RIGHTS)  # type: ignore[misc]
    if report.passed and report.when == "call":
        _passed.update(marker for marker in required.REQUIRED if marker in report.keywords)
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not required.foreign(reason.removeprefix("Skipped: ")):
            _skipped.append(f"{report.nodeid}: {reason}")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if not IN_CI or hasattr(session.config, "workerinput") or exitstatus != pytest.ExitCode.OK:
        return
    _faults.extend(f"skipped in CI: {what}" for what in _skipped)
    if _is_whole(session.config):
        _faults.extend(
            f"no test ran that is marked {name}" for name in required.REQUIRED if name not in _passed
        )
    if _faults:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in lines(_rights):
        terminalreporter.write_line(line)
    for fault in _faults:
        terminalreporter.write_line(f"FAILED {fault}", red=True)


def _is_whole(config: pytest.Config) -> bool:
    narrowed = any(config.getoption(name) for name in ("keyword", "markexpr"))
    return not narrowed and config.args_source is pytest.Config.ArgsSource.TESTPATHS


# --- what every test gets -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which every test gets a home."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def home(homes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, local database and backups of this test alone (not made yet)."""
    place = homes / str(next(_homes))
    monkeypatch.setenv("RESOURCE_CENTRE_HOME", str(place))
    return place


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """A connection that would leave this computer is refused."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise PermissionError(f"a test may not reach the network: {address}")
        connect(self, address)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """A screen for real windows: RESOURCE_CENTRE_TEST_DISPLAY, else an Xvfb of this worker's own."""
    given = os.environ.get("RESOURCE_CENTRE_TEST_DISPLAY")
    if given:
        yield given
        return
    with screen.xvfb() as name:
        yield name


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL server of this worker's own."""
    with postgres.temporary_cluster() as address:
        yield postgres.Server(address)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the schema, to be copied."""
    file = tmp_path_factory.mktemp("empty") / "empty.db"
    prepare(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def sample_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample network as it is on `databases.SAMPLE_DAY`, to be copied."""
    file = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("sample") / "sample.db"))
    databases.make_sample(file)
    return file


@pytest.fixture(autouse=True, scope="session")
def one_dialect() -> Iterator[None]:
    """What SQLAlchemy learned and compiled for one test serves the next."""
    with databases.one_dialect():
        yield


@pytest.fixture(scope="session")
def far(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tls.Networked]:
    """A PostgreSQL server in the network, with TLS and passwords, of this worker's own."""
    with tls.networked_server(tmp_path_factory.mktemp("far")) as made:
        yield made


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A second one that a test may stop, start and kill; the schema is in its database "template"."""
    from resource_centre.app import prepare

    made = Cluster.fresh()
    try:
        made.sql("create database template")
        prepare(made.url("template"))
        yield made
    finally:
        made.gone()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.when == "call":
        item.stash[leaks.PASSED] = report.passed


@pytest.fixture(autouse=True)
def nothing_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with Qt fails when it leaves a thread, a running timer, a window or a Qt warning behind."""
    if not ROOMS_WITH_QT & set(request.path.relative_to(request.config.rootpath).parts):
        yield
        return
    request.getfixturevalue("qapp")
    log = request.getfixturevalue("qtlog")
    before = leaks.seen()
    yield
    if request.node.stash.get(leaks.PASSED, False):
        left = [*leaks.left_since(before), *leaks.warnings(log)]
        assert not left, "left behind: " + "; ".join(left)
