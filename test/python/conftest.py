"""Puts the repository root on the path, so that `hooks.core` is importable without Frappe."""

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load(name: str) -> dict:
    """One vector file."""
    return json.loads((ROOT / "test" / "vectors" / f"{name}.json").read_text())


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marker = metafunc.definition.get_closest_marker("vectors")
    if marker:
        cases = load(marker.args[0])["cases"]
        metafunc.parametrize(
            "case", cases, ids=[case["name"].encode("ascii", "backslashreplace").decode() for case in cases]
        )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "vectors(name): runs once for every case of test/vectors/<name>.json")
    # hooks/__init__.py is Frappe's hooks file; hooks.core must not need anything else of it.
    sys.path.insert(0, str(ROOT))
