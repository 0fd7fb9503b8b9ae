"""Work during which Python does not look for unused cycles."""

import gc

import pytest

from application.uncollected import uncollected


@pytest.mark.parametrize("before", [True, False])
def test_collection_rests_meanwhile_and_is_then_as_before(*, before: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if before else gc.disable)()
        with uncollected():
            assert not gc.isenabled()
        assert gc.isenabled() is before
        with pytest.raises(ValueError, match="of the work"), uncollected():
            raise ValueError("of the work")
        assert gc.isenabled() is before
    finally:
        (gc.enable if was else gc.disable)()
