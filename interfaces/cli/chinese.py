"""The command line speaks Chinese: help pages, complaints about usage, and how commands end.

Typer has no catalogue of messages, so what it says of its own accord is put into Chinese here.
"""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from interfaces.cli.refusal import EXIT_CODES, ExitCode, Refusal, wrong_usage

HELP_OPTION = "显示本页说明"
FRAME = {
    "ARGUMENTS_PANEL_TITLE": "参数",
    "OPTIONS_PANEL_TITLE": "选项",
    "COMMANDS_PANEL_TITLE": "命令",
    "DEFAULT_STRING": "[缺省:{}]",
    "REQUIRED_LONG_STRING": "[必填]",
}
"""The frame of a help page: names in ``typer.rich_utils`` and what they are to say."""

COMPLAINTS = (
    (r"No such option: (\S+).*", "没有{0}这个选项"),
    (r"No such command '(.*?)'.*", "没有{0}这个命令"),
    (r"Missing \w+ '(.*?)'.*", "缺少{0}"),
    (r"Missing command.*", "没有写明命令"),
    (r"Invalid value for '(.*?)':.*", "{0}的值不符合要求"),
    (r"Got unexpected extra argument\(?s?\)? \((.*)\)", "多出了{0}"),
    (r"Option '(.*?)' requires .*", "{0}后面缺少值"),
    (r"Option '(.*?)' does not take a value.*", "{0}后面不能有值"),
)
"""What Typer says of a command it cannot understand, and the same in Chinese."""

SENTENCE_END = re.compile(r"\.$", re.MULTILINE)
"""The dot linters ask of a docstring; those within, as in ``verify.py``, stay."""


def in_chinese(message: str) -> str:
    """Return one Chinese sentence for a complaint of Typer's."""
    for pattern, sentence in COMPLAINTS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return sentence.format(*found.groups())
    return "命令的写法不对"


class ChineseCommand(TyperCommand):
    """A command whose help page is in Chinese throughout, and all of whose files have a name."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        rest = super().parse_args(ctx, args)
        _require_files(self.params, ctx.params)
        return rest

    def get_usage(self, ctx: Any) -> str:
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        return _explained(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _set_frame()
        super().format_help(ctx, formatter)


class ChineseGroup(TyperGroup):
    """All commands; ends the process with the exit code and, when refused, one sentence."""

    def get_usage(self, ctx: Any) -> str:
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        return _explained(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _set_frame()
        super().format_help(ctx, formatter)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command that ``args`` name and leave the process."""
        del standalone_mode
        try:
            code = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except Refusal as refusal:
            _leave(refusal.sentence, refusal.code)
        except TyperException as complaint:
            sentence = in_chinese(complaint.format_message())
            _leave(f"{sentence};用法见 --help", ExitCode.USAGE)
        sys.exit(code or ExitCode.DONE)


def group_of(commands: Mapping[str, Callable[..., None]], about: str) -> typer.Typer:
    """Return commands that share a word in front of theirs."""
    group = typer.Typer(
        help=about,
        cls=ChineseGroup,
        options_metavar="[选项]",
        subcommand_metavar="命令 [参数]",
    )
    add_commands(group, commands)
    return group


def add_commands(app: typer.Typer, commands: Mapping[str, Callable[..., None]]) -> None:
    """Add commands under their names; each is explained by its docstring."""
    for name, command in commands.items():
        app.command(
            name,
            help=SENTENCE_END.sub("。", command.__doc__ or ""),
            epilog=EXIT_CODES,
            cls=ChineseCommand,
            options_metavar="[选项]",
        )(command)


def _require_files(params: Sequence[Any], values: Mapping[str, Any]) -> None:
    """Refuse a file without a name: written as nothing it would be the folder one works in."""
    for param in params:
        value = values.get(param.name)
        if Path() in (value if isinstance(value, list) else [value]):
            is_option = param.param_type_name == "option"
            named = "/".join(param.opts) if is_option else param.metavar
            raise wrong_usage(f"{named}应写明文件,不能为空,也不能是文件夹")


def _leave(sentence: str, code: ExitCode) -> NoReturn:
    typer.echo(sentence, err=True)
    sys.exit(code)


def _usage(line: str) -> str:
    return line.replace("Usage:", "用法:")


def _explained(option: Any) -> Any:
    option.help = HELP_OPTION
    option.metavar = ""
    return option


def _set_frame() -> None:
    from typer import rich_utils  # noqa: PLC0415  it imports rich, needed for help alone

    for name, text in FRAME.items():
        setattr(rich_utils, name, text)
