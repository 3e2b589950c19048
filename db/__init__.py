"""The catalogue on disk: tables, repositories, commands with undo, migrations and backups.

Imports neither the engine nor the window, and loads no torch and no Qt.
"""
