"""组室合一: liaison group and studio as one body (domain.md 3.13).

It has three kinds of questions, a closed loop, scored members, and selected and paid conveners.
"""
