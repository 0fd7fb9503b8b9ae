"""On what grounds personal data is held, restricted and erased, and how long it must be kept.

The articles are those of the Personal Information Protection Law (个人信息保护法).
"""

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from domain.errors import RuleViolation
from domain.model import BusinessDate, ValueObject


class RecordStatus(StrEnum):
    """What may be done with a person's data."""

    HELD = "held"
    RESTRICTED = "restricted"
    ERASURE_REQUESTED = "erasure_requested"
    ERASURE_APPROVED = "erasure_approved"
    ERASED = "erased"

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    RecordStatus.HELD: "正常处理",
    RecordStatus.RESTRICTED: "限制处理",
    RecordStatus.ERASURE_REQUESTED: "已申请删除",
    RecordStatus.ERASURE_APPROVED: "已批准删除",
    RecordStatus.ERASED: "已删除",
}


class ProcessingBasis(StrEnum):
    """Why the data may be held (article 13); the grounds a state organ can have."""

    CONSENT = "consent"
    STATUTORY_DUTY = "statutory_duty"
    PUBLISHED = "published"
    OTHER_LAW = "other_law"

    @property
    def label(self) -> str:
        """What the law calls it, in Chinese."""
        return _BASIS_LABELS[self]


_BASIS_LABELS = {
    ProcessingBasis.CONSENT: "取得个人的同意",
    ProcessingBasis.STATUTORY_DUTY: "为履行法定职责或者法定义务所必需",
    ProcessingBasis.PUBLISHED: "个人自行公开或者其他已经合法公开",
    ProcessingBasis.OTHER_LAW: "法律、行政法规规定的其他情形",
}


class ErasureGround(StrEnum):
    """Why the data must be erased (article 47, paragraph 1)."""

    PURPOSE_MET = "purpose_met"
    RETENTION_OVER = "retention_over"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    UNLAWFUL_PROCESSING = "unlawful_processing"
    OTHER_LAW = "other_law"

    @property
    def label(self) -> str:
        """What the law calls it, in Chinese."""
        return _ERASURE_LABELS[self]


_ERASURE_LABELS = {
    ErasureGround.PURPOSE_MET: "处理目的已实现、无法实现或者为实现处理目的不再必要",
    ErasureGround.RETENTION_OVER: "停止提供产品或者服务,或者保存期限已届满",
    ErasureGround.CONSENT_WITHDRAWN: "个人撤回同意",
    ErasureGround.UNLAWFUL_PROCESSING: "违反法律、行政法规或者违反约定处理个人信息",
    ErasureGround.OTHER_LAW: "法律、行政法规规定的其他情形",
}


class RefusalGround(StrEnum):
    """Why data is not erased although somebody asked."""

    RETENTION_NOT_OVER = "retention_not_over"
    TECHNICALLY_HARD = "technically_hard"
    UNFOUNDED = "unfounded"

    @property
    def label(self) -> str:
        """What it is called in Chinese."""
        return _REFUSAL_LABELS[self]


_REFUSAL_LABELS = {
    RefusalGround.RETENTION_NOT_OVER: "法律、行政法规规定的保存期限未届满",
    RefusalGround.TECHNICALLY_HARD: "删除个人信息从技术上难以实现",
    RefusalGround.UNFOUNDED: "不具备应当删除的情形",
}

STORAGE_ALONE = (RefusalGround.RETENTION_NOT_OVER, RefusalGround.TECHNICALLY_HARD)
"""The grounds on which all processing but storing and securing stops (article 47, paragraph 2)."""


class RetentionClass(StrEnum):
    """How long the files a person is named in are kept (保管期限)."""

    PERMANENT = "permanent"
    THIRTY_YEARS = "thirty_years"
    TEN_YEARS = "ten_years"
    AS_NEEDED = "as_needed"

    @property
    def label(self) -> str:
        """What archivists call it, in Chinese."""
        return _RETENTION_LABELS[self]


_RETENTION_LABELS = {
    RetentionClass.PERMANENT: "永久",
    RetentionClass.THIRTY_YEARS: "定期30年",
    RetentionClass.TEN_YEARS: "定期10年",
    RetentionClass.AS_NEEDED: "实现处理目的所必需的最短时间",
}


class Retention(ValueObject):
    """How long data is kept; a class the archive's rules set also forbids erasing it earlier."""

    kept_as: RetentionClass
    until: BusinessDate | None
    """The last day; only what is kept permanently has none."""

    @model_validator(mode="after")
    def _date_fits_class(self) -> Self:
        if (self.until is None) is not (self.kept_as is RetentionClass.PERMANENT):
            raise PydanticCustomError(
                "retention_date", "永久保管的不写保管截止日期,其他保管期限应当写明保管截止日期"
            )
        return self

    def binds(self, day: date) -> bool:
        """Return whether the data must still be there on this day."""
        if self.kept_as is RetentionClass.AS_NEEDED:
            return False
        return self.until is None or day <= self.until

    def outlasts(self, other: Self) -> bool:
        """Return whether there is a day on which this binds and the other does not."""
        return self._last_bound > other._last_bound

    @property
    def _last_bound(self) -> date:
        """The last day on which the data must still be there."""
        if self.kept_as is RetentionClass.AS_NEEDED:
            return date.min
        return self.until or date.max

    @property
    def label(self) -> str:
        """How people read it, such as 定期10年(至2035-12-31)."""
        return (
            self.kept_as.label if self.until is None else f"{self.kept_as.label}(至{self.until})"
        )


class RetentionAlreadyOver(RuleViolation):
    """Data is kept until a day that is not past."""

    title = "保管截止日期早于办理日期"


class RetentionUnchanged(RuleViolation):
    """Another retention differs from the one in force."""

    title = "保管期限没有变化"


class NoConsentToWithdraw(RuleViolation):
    """Consent is withdrawn only where the data was held by consent."""

    title = "不是基于同意处理的个人信息"


class RetentionNotOver(RuleViolation):
    """What must be kept by law is not erased before its term is over."""

    title = "法定保存期限未届满"


class RetentionNotBinding(RuleViolation):
    """Erasure is not refused for a term that is over or never bound."""

    title = "没有未届满的法定保存期限"


class DecidedByRequester(RuleViolation):
    """Whoever asks for an erasure does not decide on it."""

    title = "申请人不得审批自己提出的删除申请"


class ErasedByShortener(RuleViolation):
    """Whoever shortened a term does not help to an erasure that the longer term would forbid."""

    title = "缩短保管期限的人不得申请或者批准据此的删除"


class LiftedByDecider(RuleViolation):
    """Whoever asked for an erasure or refused it does not end the storage alone that followed."""

    title = "申请人和审批人不得解除依法形成的限制"
