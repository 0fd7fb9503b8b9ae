"""What every county begins with: the holiday arrangements and the statutory rules."""

from application.commands.calendars import bring_reference_calendars
from application.reference.shipped_profiles import bring_reference_profiles
from application.store import Store


def bring_reference_data(store: Store) -> int:
    """Record what is missing of it; return how many holiday arrangements were.

    What a county has on record already stays as it is, whatever this version of the program knows.
    """
    bring_reference_profiles(store)
    return bring_reference_calendars(store)
