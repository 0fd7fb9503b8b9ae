"""Dates the way papers write them."""

from datetime import date


def in_chinese(day: date) -> str:
    """Return a date such as 2026年3月25日."""
    return f"{day.year}年{day.month}月{day.day}日"
