"""Answers ``zhuoluo profiles``."""

from collections.abc import Iterator
from enum import StrEnum

import typer

from application.export_rows import Row
from application.projections.rule_profiles import every_profile, governing_at
from application.reference.shipped_profiles import bring_reference_profiles
from domain.profile_rules import ProfileRules
from domain.profile_sentences import RuleSentence, sentences_of
from domain.rule_profile import RuleProfile
from interfaces.bootstrap import System
from interfaces.cli.asking import Asking, word
from interfaces.cli.opening import open_county
from interfaces.cli.refusal import wrong_usage
from interfaces.cli.tables import show_json, show_rows
from interfaces.documents.cells import Cell, yes_or_no

LIST_HEADERS = ("机关", "施行版次", "名称", "施行日期", "失效日期", "公布文号", "草案")
RULE_HEADERS = ("环节", "事项", "规则", "出处", "不同于法定规则")
LISTED = (
    "congress",
    "version",
    "title",
    "in_force_from",
    "in_force_until",
    "basis_document",
    "draft_title",
)


class What(StrEnum):
    """What may be asked for."""

    LIST = "list"
    SHOW = "show"
    BRING = "bring"


def answer(
    what: str, congress: str | None, as_of: str | None, known_at: str | None, *, as_json: bool
) -> None:
    """List the profiles, show the rules that govern a congress, or bring the statutory ones."""
    asked = word("操作", what, What)
    if (asked is What.SHOW) is (congress is None):
        raise wrong_usage("show后面应写明一个机关的单位代码;list和bring后面不写")
    with open_county() as system:
        if asked is What.BRING:
            bring_reference_profiles(system.store)
            typer.echo("法定规则已在库中")
        elif congress is None:
            _list(system, Asking(system, as_of, known_at), as_json=as_json)
        else:
            _show(system, Asking(system, as_of, known_at), congress, as_json=as_json)


def _list(system: System, asking: Asking, *, as_json: bool) -> None:
    with system.database.reading() as connection:
        rows = every_profile(connection, asking.moment)
    if as_json:
        show_json(asking.facts(), "items", ({name: row[name] for name in LISTED} for row in rows))
    else:
        show_rows(LIST_HEADERS, map(_cells, rows), "规则方案", asking.moment)


def _cells(row: Row) -> list[Cell]:
    return [row[name] for name in LISTED]


def _show(system: System, asking: Asking, congress: str, *, as_json: bool) -> None:
    with system.database.reading() as connection:
        ref = governing_at(connection, asking.moment, congress)
    label = "法定规则(库中没有方案)"
    said = sentences_of(ProfileRules())
    if ref is not None:
        profile = system.store.read(RuleProfile, RuleProfile.id_of(ref.congress))
        version = profile.version_of(ref)
        label, said = ref.label, sentences_of(version.rules, version.basis)
    if as_json:
        facts = {"congress": congress, "ref": label, **asking.facts()}
        show_json(facts, "rules", (each._asdict() for each in said))
    else:
        title = f"“{congress}”适用的规则:{label}"
        show_rows(RULE_HEADERS, _rule_cells(said), title, asking.moment)


def _rule_cells(said: list[RuleSentence]) -> Iterator[list[Cell]]:
    for each in said:
        yield [each.group, each.label, each.sentence, each.source, yes_or_no(each.local)]
