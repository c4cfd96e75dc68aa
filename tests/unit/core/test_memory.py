"""What has been imported is not looked through again by the collector of cycles."""

from __future__ import annotations

from tests.house import python

LINES = """
import gc
from resource_centre.core.memory import YOUNG, settle
settle()
print(gc.get_freeze_count() > 1000, gc.get_threshold()[0] == YOUNG)
settle()
"""


def test_what_is_there_at_the_start_stays():
    assert python("-c", LINES).split() == ["True", "True"]
