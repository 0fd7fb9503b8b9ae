"""Notifications over HTTP: which went out, which did not arrive, and sending one again."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from application.notifications.deliveries import (
    DeliveryFilter,
    DeliveryState,
    delivery,
    page_of_deliveries,
)
from application.notifications.resending import resend
from domain.text import Code
from interfaces.http.acting import ActorDep, SystemDep
from interfaces.http.asking import AskingDep, Listed, Read
from interfaces.http.problems import problems
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(prefix="/deliveries", tags=["通知"], dependencies=WELL_FORMED)


class DeliveryRow(BaseModel):
    """One letter and how far it has come."""

    id: UUID = Field(description="通知的标识,重发时不变")
    subscription: str = Field(description="订阅的名称", examples=["jyj"])
    sequence: int = Field(description="所依据的日志序号", examples=[1200])
    topic: str = Field(description="事件类型", examples=["opinion.referred"])
    channel: str = Field(description="渠道", examples=["webhook"])
    destination: str = Field(description="发往何处", examples=["https://example.org/hooks"])
    created_at: datetime = Field(description="写成时刻(UTC)")
    attempts: int = Field(description="已经发送几次", examples=[1])
    next_attempt_at: datetime | None = Field(description="下次发送的时刻;不再发送则为空")
    state: DeliveryState = Field(description="状态", examples=["delivered"])
    state_label: str = Field(description="状态名称", examples=["已送达"])
    last_error: str | None = Field(description="上次没有成功的原因", examples=[None])
    delivered_at: datetime | None = Field(description="送达时刻(UTC)")
    resent_by: str | None = Field(description="由谁重发", examples=[None])


class Delivery(DeliveryRow):
    """One letter with what is sent."""

    payload: str = Field(description="所发送的全部内容,逐字")


@router.get("", responses=problems())
def list_deliveries(
    asking: AskingDep,
    system: SystemDep,
    state: Annotated[DeliveryState | None, Query(description="状态")] = None,
    subscription: Annotated[Code | None, Query(description="订阅的名称")] = None,
    topic: Annotated[str | None, Query(description="事件类型", max_length=100)] = None,
) -> Listed[DeliveryRow]:
    """通知;列出截至该日写成的,状态为现在的状态;时钟走快时写成的一并列出."""
    if topic is not None:
        system.store.topics.require_known(topic)
    wanted = DeliveryFilter(state, subscription, topic)
    read: Read = partial(page_of_deliveries, wanted=wanted, now=system.clock())
    return asking.answer(read, row_of, sort="-sequence")


@router.get("/{delivery_id}", responses=problems(404))
def read_delivery(delivery_id: UUID, system: SystemDep) -> Delivery:
    """读取一件通知."""
    with system.database.reading() as connection:
        row = delivery(connection, delivery_id)
    return Delivery(**row_of(row).model_dump(), payload=row["payload"].decode())


@router.post("/{delivery_id}/resends", responses=problems(404, 409))
def resend_delivery(delivery_id: UUID, system: SystemDep, actor: ActorDep) -> Delivery:
    """重发一件已送达或者未能送达的通知;标识和内容不变."""
    by = actor.act(None, system).actor
    resend(system.database, delivery_id, by, system.clock())
    return read_delivery(delivery_id, system)


def row_of(row: Mapping[str, Any]) -> DeliveryRow:
    """Present a letter."""
    stated = {name: row[name] for name in DeliveryRow.model_fields if name != "state_label"}
    return DeliveryRow(**stated, state_label=DeliveryState(row["state"]).label)
