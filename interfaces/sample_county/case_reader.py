"""Reads the files of the sample county into steps to be carried out one after another."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid5

from pydantic import ValidationError

from application.errors import NotFound
from application.work import Work
from domain.model import NAMESPACE, Act, Aggregate, Role
from domain.opinion import Opinion
from domain.unit import Unit
from interfaces.sample_county.acts import Deed, deed_stated_in
from interfaces.sample_county.case_file import (
    Entries,
    Place,
    SampleFileBroken,
    SampleRefused,
    is_list,
    read_entries,
    require_entries,
    require_given,
    require_known,
    require_list,
)
from interfaces.sample_county.facts import FactReader, read_date, read_term, read_text
from interfaces.sample_county.vocabulary import ROLES

UNITS_FILE = "单位.yaml"
ABOUT = ("案例", "来源", "说明", "人员")


class Step(NamedTuple):
    """One act on one item."""

    place: Place
    act: Act
    deed: Deed
    item: str | None
    """The number of the item; an act that begins one has none yet."""
    facts: Mapping[str, Any]

    def refused(self, detail: str, field: str | None) -> SampleFileBroken:
        """Return the error that says why the step was refused, and because of which fact."""
        wanted = self.deed.wanted.get(field or "")
        return (self.place.of(wanted.key) if wanted else self.place).broken(detail)

    def carry_out(self, work: Work) -> Aggregate:
        """Run the command."""
        if self.item is None:
            return self.deed.command(work, **self.facts)
        found = work.find(self.deed.kind, self.deed.kind.id_of(self.item))
        if found is None:
            raise NotFound(self.deed.kind.LABEL, self.item)
        return self.deed.command(work, found.id, found.version, **self.facts)


class Case(NamedTuple):
    """What a file tells."""

    title: str
    steps: Sequence[Step]


def read_sample(folder: Path, recorded_at: datetime) -> list[Case]:
    """Read the organisation tree, then every case by the name of its file; carry nothing out."""
    paths = sorted(path for path in folder.glob("*.yaml") if path.name != UNITS_FILE)
    if not paths or not (folder / UNITS_FILE).exists():
        raise SampleRefused(f"示例县的文件不全:应当有{UNITS_FILE}和至少一个案例文件")
    tree, codes = _read_units(folder / UNITS_FILE, recorded_at)
    return [tree, *(_read_case(path, codes, recorded_at) for path in paths)]


def _read_units(path: Path, recorded_at: datetime) -> tuple[Case, Collection[Any]]:
    """Read the tree: a list of units, all registered by one person on one day."""
    entries, at = read_entries(path)
    require_known(entries, (*ABOUT, "日期", "经办", "单位"), at)
    shared = {key: require_given(entries, key, at) for key in ("日期", "经办")}
    steps: list[Entries] = []
    codes: list[Any] = []
    for stated in require_list(require_given(entries, "单位", at), at.of("单位")):
        unit = require_entries(stated, at.of("单位"))
        steps.append(Entries(unit, unit.line, **shared, 办理=Unit.Registered.LABEL))
        codes.append(unit.get("代码"))
    return _CaseReader(entries, at, codes, recorded_at).read(steps), codes


def _read_case(path: Path, codes: Collection[Any], recorded_at: datetime) -> Case:
    entries, at = read_entries(path)
    require_known(entries, (*ABOUT, "经过"), at)
    steps = require_list(require_given(entries, "经过", at), at.of("经过"))
    return _CaseReader(entries, at, codes, recorded_at).read(steps)


class _CaseReader:
    """Reads one case, step by step."""

    def __init__(
        self, entries: Entries, at: Place, codes: Collection[Any], recorded_at: datetime
    ) -> None:
        self._at = at
        self._codes = codes
        self._facts = FactReader()
        self._day = date.min
        self._title = read_text(require_given(entries, "案例", at), at.of("案例"))
        self._correlation = uuid5(NAMESPACE, f"sample:{at.file}")
        self._recorded_at = recorded_at
        self._people = require_entries(require_given(entries, "人员", at), at.of("人员"))

    def read(self, steps: Sequence[Any]) -> Case:
        """Read the steps in the order stated, which is the order of their dates."""
        return Case(
            self._title,
            [step for no, each in enumerate(steps, 1) for step in self._read_step(no, each)],
        )

    def _read_step(self, no: int, stated: object) -> Iterator[Step]:
        at = self._at._replace(step=f"第{no}步")
        entries = require_entries(stated, at)
        deed = deed_stated_in(entries, at._replace(line=entries.line))
        at = at._replace(line=entries.line, step=f"第{no}步“{deed.name}”")
        require_known(entries, deed.known_keys, at)
        act = self._act(entries, at)
        facts = {**deed.settled, **self._facts.read_facts(deed.wanted, entries, at)}
        if deed.begins(Opinion):
            self._facts.registered.add(facts["number"])
        for item in _items(deed, entries, at):
            yield Step(at, act, deed, item, facts)

    def _act(self, entries: Entries, at: Place) -> Act:
        day = read_date(require_given(entries, "日期", at), at.of("日期"))
        if day < self._day:
            raise at.of("日期").broken(f"{day}早于上一步的日期{self._day},应当按日期先后填写")
        self._day = day
        name = read_text(require_given(entries, "经办", at), at.of("经办"))
        unit, role = self._person(name, at.of("经办"))
        try:
            return Act(
                actor=name,
                unit=unit,
                role=role,
                occurred_on=day,
                recorded_at=self._recorded_at,
                correlation_id=self._correlation,
                causation_id=self._correlation,
            )
        except ValidationError as error:
            raise at.of("日期或者经办").broken(error.errors()[0]["msg"]) from error

    def _person(self, name: str, at: Place) -> tuple[str, Role]:
        """Return for which unit and in which role somebody named in the case acts."""
        if name not in self._people:
            raise at.broken(f"“人员”中没有“{name}”")
        at = self._at._replace(step=f"“人员”中的“{name}”")
        person = require_entries(self._people[name], at)
        at = at._replace(line=person.line)
        require_known(person, ("单位", "身份"), at)
        unit = read_text(require_given(person, "单位", at), at.of("单位"))
        if unit not in self._codes:
            raise at.of("单位").broken(f"{UNITS_FILE}中没有代码为“{unit}”的单位")
        return unit, read_term(ROLES, require_given(person, "身份", at), at.of("身份"))


def _items(deed: Deed, entries: Entries, at: Place) -> Sequence[str | None]:
    """Return the numbers of the items a step is about; several may share one act's facts."""
    if deed.item_key is None:
        return [None]
    stated, at = require_given(entries, deed.item_key, at), at.of(deed.item_key)
    numbers = stated if is_list(stated) else [stated]
    return [read_text(number, at) for number in numbers]
