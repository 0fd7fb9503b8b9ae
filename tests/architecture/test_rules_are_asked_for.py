"""A rule that nobody asks for is not added (``docs/adr/0012``)."""

import ast
from collections.abc import Iterator
from pathlib import Path

from domain.opinion_terms import OpinionKind
from domain.profile_rules import ProfileRules
from domain.term import Term, TermUnit

ROOT = Path(__file__).parents[2]
DECLARING = {
    "profile_rules.py": "declares the rules",
    "profile_sentences.py": "says them",
    "profile_consistency.py": "compares them with one another",
}
ONE_DAY = Term(length=1, unit=TermUnit.DAY)
PATHS = {
    f"{section}.{name}" for section, rules in ProfileRules() for name in type(rules).model_fields
}


def deciding() -> Iterator[ast.Module]:
    """Parse the modules that decide or answer by rules: not those that only pass them about."""
    for ring in ("domain", "application"):
        for path in sorted((ROOT / ring).rglob("*.py")):
            if path.name not in DECLARING:
                yield ast.parse(path.read_text(encoding="utf-8"))


def sections_by_parameter(function: ast.FunctionDef) -> dict[str, str]:
    """Return which parameters are one section of the rules: ``rules: ExtensionRules``."""
    types = {type(rules).__name__: section for section, rules in ProfileRules()}
    return {
        each.arg: types[ast.unparse(each.annotation)]
        for each in (*function.args.args, *function.args.kwonlyargs)
        if each.annotation is not None and ast.unparse(each.annotation) in types
    }


def asked_for(tree: ast.AST, sections: dict[str, str]) -> Iterator[str]:
    """Find ``….extension.total``, and ``rules.total`` where ``rules`` is that section."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
            yield f"{node.value.attr}.{node.attr}"
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{sections.get(node.value.id)}.{node.attr}"
        within = sections_by_parameter(node) if isinstance(node, ast.FunctionDef) else sections
        yield from asked_for(node, within)


def told_by_reply_term() -> Iterator[str]:
    """Find the terms that decide within what time an opinion of some kind is answered."""
    for section in ("reply", "report"):
        for name in type(getattr(ProfileRules(), section)).model_fields:
            if f"{section}.{name}" not in NO_TERM:
                rules = ProfileRules.model_validate({section: {name: ONE_DAY}})
                if ONE_DAY in reply_terms(rules):
                    yield f"{section}.{name}"


NO_TERM = {"reply.clarification_pauses"}


def reply_terms(rules: ProfileRules) -> list[Term | None]:
    return [
        rules.reply_term(kind, difficult=hard) for kind in OpinionKind for hard in (False, True)
    ]


def test_every_rule_is_asked_for_where_something_is_decided() -> None:
    found = {path for tree in deciding() for path in asked_for(tree, {})}
    assert "rules.reply_term" in found
    assert PATHS - found - {*told_by_reply_term()} == set()


def test_a_rule_nobody_asks_for_is_found() -> None:
    asking = ast.parse("def f(rules: ExtensionRules, other): return rules.total + other.each")
    assert {*asked_for(asking, {})} & PATHS == {"extension.total"}
    assert {*asked_for(ast.parse("governing.rules.reply.co_unit"), {})} & PATHS == {
        "reply.co_unit"
    }
