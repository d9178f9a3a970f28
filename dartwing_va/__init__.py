"""A voice-first assistant for Frappe, ERPNext and HRMS."""

__version__ = "0.1.0"
