"""The entry of an event: the bytes every leaf of the log is made of."""

from uuid import UUID

from application.audit.entry import entry_of


def test_an_entry_is_the_line_of_the_event_with_its_state_verbatim() -> None:
    name = UUID("6f1c2d3e-0000-4000-8000-00000000000a")
    assert entry_of(7, "opinion.closed", name, 3, '{"理由": "已办结"}'.encode()) == (
        b'{"sequence":7,"topic":"opinion.closed",'
        b'"aggregate_id":"6f1c2d3e-0000-4000-8000-00000000000a","version":3,'
        b'"state":{"\xe7\x90\x86\xe7\x94\xb1": "\xe5\xb7\xb2\xe5\x8a\x9e\xe7\xbb\x93"}}'
    )
