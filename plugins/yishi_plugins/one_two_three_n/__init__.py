"""1+2+3+N 十步工作法 (domain.md 3.7).

One team of six kinds of people, two consultations and three kinds of activity a year, N suggestions;
ten steps, and a rule by which the size of a matter picks the form and the time.
"""
