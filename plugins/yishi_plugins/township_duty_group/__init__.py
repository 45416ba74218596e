"""The members' group of a township 乡镇委员活动小组 (domain.md 3.11).

It has studies and hearings by the calendar, three befores, a village's eight points, the members'
own money, appraisals, and ledgers of what members brought about.
"""
