"""Reads the rule profiles that ship with the system, and brings the statutory one into a store.

The local ones are examples: starting points of a draft, never recorded by themselves.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

from application.commands import rule_profiles
from application.errors import UnknownFact
from application.store import Store
from application.system_acts import act_of_the_system
from application.work import Work
from domain.model import ValueObject
from domain.profile_rules import ProfileRules
from domain.rule_profile import STATUTORY, Basis, RuleProfile
from domain.text import Title

FOLDER = Path(__file__).parent / "rule_profiles"
STATUTORY_FILE = "法定"

SUPERVISION_LAW_IN_FORCE = date(2007, 1, 1)
STATUTORY_DOCUMENT = "主席令第五十三号"
"""By which the Supervision Law of 2006 was promulgated."""


class ShippedProfile(ValueObject):
    """What a file states."""

    title: Title
    basis: Basis
    rules: ProfileRules


@cache
def statutory_profile() -> ShippedProfile:
    """Return the statutory default."""
    return _read(FOLDER / f"{STATUTORY_FILE}.yaml")


@cache
def example_profiles() -> Mapping[str, ShippedProfile]:
    """Return the local examples by their names."""
    paths = sorted(path for path in FOLDER.glob("*.yaml") if path.stem != STATUTORY_FILE)
    return MappingProxyType({path.stem: _read(path) for path in paths})


def example_named(name: str) -> ShippedProfile:
    """Return a local example, or refuse a name there is none of."""
    found = example_profiles().get(name)
    if found is None:
        offered = "、".join(example_profiles())
        raise UnknownFact(f"没有名为“{name}”的示例方案,可选:{offered}", "example")
    return found


def bring_reference_profiles(store: Store) -> None:
    """Record and publish the statutory default where it is missing."""
    act = act_of_the_system(SUPERVISION_LAW_IN_FORCE, store.clock())
    store.run(act, bring_statutory_profile)


def bring_statutory_profile(work: Work) -> RuleProfile:
    """Record and publish the statutory default where it is missing."""
    there = work.find(RuleProfile, RuleProfile.id_of(STATUTORY))
    if there is not None:
        return there
    shipped = statutory_profile()
    profile = rule_profiles.begin(
        work,
        congress=STATUTORY,
        title=shipped.title,
        rules=shipped.rules,
        basis=shipped.basis,
    )
    profile.publish(STATUTORY_DOCUMENT, SUPERVISION_LAW_IN_FORCE, None, work.act)
    return profile


def _read(path: Path) -> ShippedProfile:
    return ShippedProfile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
