"""Whom to trust: logs, witnesses and how many of them must have cosigned (C2SP tlog-policy).

::

    log <vkey> [<url>]
    witness <name> <vkey> [<url>]
    group <name> <k>|any|all <name>...
    quorum <name>|none

Stricter than the specification: the file is UTF-8, names at least one log, and no key of a log
serves as a witness, because a log that witnesses itself proves nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from application.audit.keys import KeyType, VerifierKey
from application.audit.refusal import Field, Problem, Refused
from application.audit.strict import CONTROL, number_of, require_name

LONGEST_POLICY = 64 * 1024
MOST_POLICY_LINES = 1_024
MOST_OF_A_KIND = 32
NONE = "none"


@dataclass(frozen=True)
class Log:
    """A log whose checkpoints are accepted."""

    key: VerifierKey
    url: str | None = None


@dataclass(frozen=True)
class Witness:
    """Someone outside the operator who cosigns."""

    name: str
    key: VerifierKey
    url: str | None = None


@dataclass(frozen=True)
class Group:
    """Members of whom ``least`` must have witnessed; a member may be another group."""

    name: str
    least: int
    members: tuple[str, ...]


class Decision(NamedTuple):
    """Whether the quorum was reached, and why, in both languages."""

    reached: bool
    chinese: str
    english: str


@dataclass(frozen=True)
class Policy:
    """The quorum of witnesses for the checkpoints of these logs."""

    logs: tuple[Log, ...]
    witnesses: tuple[Witness, ...]
    groups: tuple[Group, ...]
    quorum: str

    @property
    def log_keys(self) -> tuple[VerifierKey, ...]:
        """The keys of the logs."""
        return tuple(log.key for log in self.logs)

    @property
    def only_log(self) -> str | None:
        """The name of the log, where it is the only one."""
        names = {key.name for key in self.log_keys}
        return names.pop() if len(names) == 1 else None

    @property
    def witness_keys(self) -> tuple[VerifierKey, ...]:
        """The keys of the witnesses."""
        return tuple(witness.key for witness in self.witnesses)

    def decide(self, cosigners: Collection[VerifierKey]) -> Decision:
        """Tell whether these keys, whose cosignatures were verified, make up the quorum."""
        if self.quorum == NONE:
            return Decision(
                True,
                "策略不要求见证,只有日志自己的签名",
                "the policy asks for no witness: the log vouches for itself",
            )
        present = {each.name: each.key in cosigners for each in self.witnesses}
        for group in self.groups:
            present[group.name] = _count(group, present) >= group.least
        groups = {each.name: each for each in self.groups}
        alone = Group(self.quorum, 1, (self.quorum,))
        return _reason(groups.get(self.quorum, alone), present)


def parse_policy(data: bytes) -> Policy:
    """Read a policy file; the first thing wrong is named with its line."""
    reading = _Reading()
    for number, line in enumerate(_lines(data), start=1):
        words = line.replace("\t", " ").split(" ")
        words = [word for word in words if word]
        if words and not words[0].startswith("#"):
            reading.read(words, number)
    return reading.policy()


class _Reading:
    """A policy while its lines are read; names must be defined before they are used."""

    def __init__(self) -> None:
        self._logs: list[Log] = []
        self._witnesses: list[Witness] = []
        self._groups: list[Group] = []
        self._quorum: str | None = None
        self._names: set[str] = set()
        self._members: set[str] = set()
        self._publics: set[bytes] = set()

    def read(self, words: list[str], line: int) -> None:
        """Take in one line."""
        kind, given = words[0], words[1:]
        if kind == "log" and len(given) in {1, 2}:
            self._log(given[0], _url(given, 1), line)
        elif kind == "witness" and len(given) in {2, 3}:
            self._witness(given[0], given[1], _url(given, 2), line)
        elif kind == "group" and len(given) > 2:  # noqa: PLR2004 - name, number and members
            self._group(given[0], given[1], tuple(given[2:]), line)
        elif kind == "quorum" and len(given) == 1:
            self._take_quorum(given[0], line)
        else:
            raise Refused(Problem.MALFORMED_LINE, Field.POLICY, line)

    def policy(self) -> Policy:
        """Return the policy, if nothing it must have is missing."""
        if self._quorum is None:
            raise Refused(Problem.MISSING_LINE, Field.QUORUM)
        if not self._logs:
            raise Refused(Problem.MISSING_LINE, Field.LOG)
        return Policy(tuple(self._logs), tuple(self._witnesses), tuple(self._groups), self._quorum)

    def _log(self, vkey: str, url: str | None, line: int) -> None:
        _require_room(self._logs, Field.LOG, line)
        self._logs.append(Log(self._key(vkey, KeyType.LOG, line), url))

    def _witness(self, name: str, vkey: str, url: str | None, line: int) -> None:
        _require_room(self._witnesses, Field.WITNESS, line)
        self._define(name, Field.WITNESS, line)
        self._witnesses.append(Witness(name, self._key(vkey, KeyType.WITNESS, line), url))

    def _group(self, name: str, least: str, members: tuple[str, ...], line: int) -> None:
        _require_room(self._groups, Field.GROUP, line)
        for member in members:
            if member not in self._names:
                raise Refused(Problem.UNKNOWN_NAME, Field.GROUP, line)
            if member in self._members:
                raise Refused(Problem.REPEATED_MEMBER, Field.GROUP, line)
            self._members.add(member)
        words = {"any": 1, "all": len(members)}
        threshold = words[least] if least in words else number_of(least, Field.GROUP, line)
        if not 1 <= threshold <= len(members):
            raise Refused(Problem.NUMBER_OUT_OF_RANGE, Field.GROUP, line)
        self._define(name, Field.GROUP, line)
        self._groups.append(Group(name, threshold, members))

    def _take_quorum(self, name: str, line: int) -> None:
        if self._quorum is not None:
            raise Refused(Problem.UNEXPECTED_LINE, Field.QUORUM, line)
        if name not in {*self._names, NONE}:
            raise Refused(Problem.UNKNOWN_NAME, Field.QUORUM, line)
        self._quorum = name

    def _define(self, name: str, field: Field, line: int) -> None:
        require_name(name, field, line)
        if name in {*self._names, NONE}:
            raise Refused(Problem.REPEATED_NAME, field, line)
        self._names.add(name)

    def _key(self, vkey: str, wanted: KeyType, line: int) -> VerifierKey:
        key = VerifierKey.from_vkey(vkey, line)
        if key.type is not wanted:
            raise Refused(Problem.UNSUPPORTED_KEY, Field.KEY, line)
        if key.public in self._publics:
            raise Refused(Problem.REPEATED_KEY, Field.KEY, line)
        self._publics.add(key.public)
        return key


def _lines(data: bytes) -> list[str]:
    if len(data) > LONGEST_POLICY:
        raise Refused(Problem.TOO_LARGE, Field.POLICY)
    lines = data.split(b"\n")
    if len(lines) > MOST_POLICY_LINES:
        raise Refused(Problem.TOO_MANY_LINES, Field.POLICY)
    if lines.pop():
        raise Refused(Problem.NO_FINAL_NEWLINE, Field.POLICY, len(lines) + 1)
    return [_line(line, number) for number, line in enumerate(lines, start=1)]


def _line(data: bytes, number: int) -> str:
    try:
        line = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(Problem.NOT_UTF8, Field.POLICY, number) from None
    if CONTROL.search(line.replace("\t", "")):
        raise Refused(Problem.CONTROL_CHARACTER, Field.POLICY, number)
    return line


def _url(words: list[str], at: int) -> str | None:
    return words[at] if len(words) > at else None


def _require_room(taken: Collection[Log | Witness | Group], field: Field, line: int) -> None:
    if len(taken) >= MOST_OF_A_KIND:
        raise Refused(Problem.TOO_MANY_LINES, field, line)


def _count(group: Group, present: Mapping[str, bool]) -> int:
    return sum(present[member] for member in group.members)


def _reason(group: Group, present: Mapping[str, bool]) -> Decision:
    there = [member for member in group.members if present[member]]
    absent = [member for member in group.members if not present[member]]
    reached = len(there) >= group.least
    verb = "已达到" if reached else "未达到"
    chinese = (
        f"“{group.name}”要求{len(group.members)}个中至少{group.least}个见证,"
        f"实有{len(there)}个({'、'.join(there) or '无'}),{verb}法定数"
    )
    english = (
        f"{group.name} asks for {group.least} of {len(group.members)} witnesses, "
        f"{len(there)} cosigned ({', '.join(there) or 'none'})"
    )
    if not reached:
        chinese += f";缺{'、'.join(absent)}"
        english += f"; missing {', '.join(absent)}"
    return Decision(reached, chinese, english)
