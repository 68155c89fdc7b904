"""Use cases: records that explain themselves, with receipt and completeness."""
