"""Composes exports: which files, in which order, from which questions. For HTTP and terminal."""

from interfaces.exporting.audit_export import AuditExport, Period, export

__all__ = ["AuditExport", "Period", "export"]
