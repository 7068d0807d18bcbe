"""What every test may use: the rule base, read once a process, and the switch that rewrites the expected plans."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from rehab.knowledge.load import load_rule_base
from rehab.model.rule_base import RuleBase

settings.register_profile(
    "rehab", deadline=None, derandomize=True, database=None, suppress_health_check=(HealthCheck.too_slow,)
)
settings.load_profile("rehab")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes the expected documents again."""
    parser.addoption("--update-golden", action="store_true", help="write the expected documents again; read the diff")


@pytest.fixture(scope="session")
def base() -> RuleBase:
    """The rule base as it ships."""
    return load_rule_base()


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether the expected documents are to be written again."""
    return bool(request.config.getoption("--update-golden"))
