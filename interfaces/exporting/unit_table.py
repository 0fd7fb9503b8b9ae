"""The register of units."""

from domain.unit import UnitKind, UnitLevel
from interfaces.exporting.tables import Names, Table, fact, identity, term, unit


def unit_table(names: Names) -> Table:
    """Return the register of units as it is printed."""
    return Table(
        "单位名册",
        (
            fact("代码", "code", 16),
            fact("名称", "name", 30),
            term("性质", "kind", UnitKind, 20),
            term("层级", "level", UnitLevel),
            unit("上级单位", "parent", names, 30),
            fact("撤并日期", "ended_on"),
            unit("承接单位", "successor", names, 30),
            identity("unit_id"),
        ),
    )
