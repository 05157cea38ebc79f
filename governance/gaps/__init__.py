"""What is missing, late or unsigned, and what was looked at to say so.

Features declare checks beside their kinds; pages, packs, programs and reminders read one list.
"""
