"""一三四六: one root, three fulls, four -isations, six links (domain.md 3.3).

What is data stands in `variant.toml`. Python has what data cannot say: what a liaison station must
have, supervision by class, and the score with which a case ends.
"""
