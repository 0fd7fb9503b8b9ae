"""Commands about notifications: send them, list them, send some again."""

from typing import Annotated

import typer

from interfaces.cli.options import AsJson

Once = Annotated[bool, typer.Option("--once", metavar="", help="把现在该发的发完就结束,不再等候")]
State = Annotated[
    str | None,
    typer.Option(metavar="状态", help="只列这种状态的:waiting、delivered、dead之一或其中文名称"),
]
Name = Annotated[str | None, typer.Option(metavar="订阅", help="只列这个订阅的")]
Identity = Annotated[
    str | None, typer.Argument(metavar="[标识]", help="通知的标识", show_default=False)
]
AllDead = Annotated[
    str | None, typer.Option(metavar="订阅", help="重发这个订阅所有未能送达的通知")
]


def deliver(once: Once = False) -> None:
    """发送通知,直到停止;serve运行时自己会发送,不必另开."""
    from interfaces.cli import outbox  # noqa: PLC0415  heavy

    outbox.deliver(once=once)


def deliveries(state: State = None, subscription: Name = None, as_json: AsJson = False) -> None:
    """列出通知,连同没有送达的原因."""
    from interfaces.cli import outbox  # noqa: PLC0415  heavy

    outbox.show(state, subscription, as_json=as_json)


def resend(delivery: Identity = None, all_dead: AllDead = None) -> None:
    """重发一件通知,或者一个订阅未能送达的全部通知."""
    from interfaces.cli import outbox  # noqa: PLC0415  heavy

    outbox.resend(delivery, all_dead)
