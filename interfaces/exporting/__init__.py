"""Composes exports: which files, in which order, from which questions. For HTTP and terminal."""

from application.projections.period import Period
from interfaces.exporting.audit_export import AuditExport, export
from interfaces.exporting.partial_export import export_part

__all__ = ["AuditExport", "Period", "export", "export_part"]
