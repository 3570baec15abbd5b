"""Web: what the pages and doors share: languages, headers, the guard, health, error pages, the base page."""
