"""重大问题协商在前: decisions that were consulted before party, congress and government acted (domain.md 2.17, [S2])."""
