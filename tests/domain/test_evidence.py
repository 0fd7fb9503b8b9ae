"""Evidence by its hash."""

from datetime import date

import pytest
from pydantic import ValidationError

from domain.evidence import Evidence

FACTS = {"name": "验收照片.jpg", "sha256": "0" * 64, "size": 1, "media_type": "image/jpeg"}


def test_evidence_names_a_file_by_its_hash() -> None:
    evidence = Evidence.model_validate(FACTS | {"effective_on": "2010-11-15"})
    assert evidence.sha256 == "0" * 64
    assert evidence.effective_on == date(2010, 11, 15)


def test_evidence_need_not_speak_of_a_day() -> None:
    assert Evidence.model_validate(FACTS).effective_on is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "两\n行"),
        ("sha256", "0" * 63),
        ("sha256", "0" * 65),
        ("sha256", "A" * 64),
        ("sha256", "0" * 64 + "\n"),
        ("sha256", "g" * 64),
        ("size", 0),
        ("size", -1),
        ("media_type", "jpeg"),
        ("media_type", "Image/JPEG"),
        ("media_type", "image/jpeg; q=1"),
        ("media_type", "image/"),
        ("media_type", "x" * 64 + "/y"),
        ("effective_on", "1900-01-01"),
    ],
)
def test_malformed_evidence_is_refused(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        Evidence.model_validate(FACTS | {field: value})
    assert [error["loc"] for error in caught.value.errors()] == [(field,)]
    assert not caught.value.errors()[0]["msg"].isascii()


@pytest.mark.parametrize(
    "media_type",
    ["application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
)
def test_usual_media_types_are_accepted(media_type: str) -> None:
    assert Evidence.model_validate(FACTS | {"media_type": media_type}).media_type == media_type
