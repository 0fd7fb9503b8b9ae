"""One notice, to be told by every channel."""

from datetime import UTC, date, datetime
from uuid import UUID

from application.notifications.subscription import Channel, Letter, Notice

NOTICE = Notice(
    delivery_id=UUID("5f0cbe2a-6a1c-5d43-9a55-0a2cbb0c7f01"),
    sequence=12,
    topic="opinion.referred",
    label="交办",
    item_kind="opinion",
    item_label="意见",
    item_id=UUID(int=7),
    item_number="2015-3",
    item_title="关于雨污分流的意见",
    version=3,
    unit="RDB",
    unit_name="县人大常委会办公室",
    occurred_on=date(2015, 3, 25),
    recorded_at=datetime(2015, 3, 25, 1, 2, 3, tzinfo=UTC),
)


def written(channel: Channel) -> Letter:
    """Return the letter as this channel writes it."""
    return Letter(NOTICE.delivery_id, 1, channel.kind, channel.compose(NOTICE))
