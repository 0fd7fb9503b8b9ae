"""Which scale of warnings applies to an item: that of the rules which govern it."""

from application.commands.rule_profiles import governing, rules_of
from application.work import Work
from domain.opinion import Opinion
from domain.profile_rules import ProfileRules
from domain.urged_item import DatedItem, UrgedItem
from domain.warning_scale import WarningScale


def scale_of(work: Work, item: DatedItem) -> WarningScale:
    """Return the scale by which an item is warned about."""
    return _rules_for(work, item).warning.scale


def _rules_for(work: Work, item: DatedItem) -> ProfileRules:
    """Return the rules the item began under; without any, those in force where it belongs.

    It belongs to the congress that raised it, or raised the first opinion it answers; work nobody
    raised goes by the rules over the unit in the lead.
    """
    if item.profile is not None:
        return rules_of(work, item.profile)
    owner = _raised_by(work, item) or next(iter(UrgedItem.of(item).units), None)
    if owner is None:
        return ProfileRules()
    return governing(work, owner, work.act.occurred_on).rules


def _raised_by(work: Work, item: DatedItem) -> str | None:
    if isinstance(item, Opinion):
        return item.source.issuer
    first = next(iter(item.opinion_ids), None)
    opinion = first and work.glimpse(Opinion, first)
    return opinion.source.issuer if opinion else None
