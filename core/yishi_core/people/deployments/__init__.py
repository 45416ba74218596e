"""Members placed at the base: 三进三亮 (domain.md 2.17, 3.4)."""
