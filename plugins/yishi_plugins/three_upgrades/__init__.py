"""Three upgrades 三个升级 (domain.md 3.4).

Rooms have a theme and share what is there; hard matters are consulted over three levels and many
rounds; party and government take part, and reward what towns put in.
"""
