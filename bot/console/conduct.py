"""The code of conduct: accepted once by everybody, and once more when its words change."""

from __future__ import annotations

VERSION = "2026-11"  # change it together with the words in conduct.html: everybody is asked again
