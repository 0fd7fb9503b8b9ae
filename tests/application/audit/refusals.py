"""What a refusal must name: the problem, what it is about, and the line it stands in."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from application.audit.refusal import Field, Problem, Refused


@contextmanager
def refused(problem: Problem, field: Field, line: int | None = None) -> Iterator[None]:
    """Expect what is done here to be refused for exactly this."""
    with pytest.raises(Refused) as error:
        yield
    assert (error.value.problem, error.value.field, error.value.line) == (problem, field, line)
