# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""All flows: importing this fills play.FLOWS and play.ROUTES."""
import importlib
import pathlib

for part in sorted(p.stem for p in pathlib.Path(__file__).parent.glob("*.py") if p.stem != "__init__"):
    importlib.import_module(f"flows.{part}")
