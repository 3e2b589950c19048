"""Yes-or-no questions about an open catalogue: what to ask next, and what the answers say."""
