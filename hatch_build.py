"""Build hook of the wheel: every catalogue (.po) is compiled (.mo) before the files are collected."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))

from tools.compile_catalogues import compile_all


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """Takes the compiled catalogues into the wheel although git ignores them."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compiles every catalogue of the source tree."""
        root = Path(self.root)
        build_data["artifacts"] += [path.relative_to(root).as_posix() for path in compile_all(root)]
