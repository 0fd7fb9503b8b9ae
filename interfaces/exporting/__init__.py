"""Composes exports: which files, in which order, from which questions. For HTTP and terminal."""

from application.projections.period import Period
from interfaces.exporting.audit_export import AuditExport, export

__all__ = ["AuditExport", "Period", "export"]
