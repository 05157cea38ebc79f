"""What comes in from outside: bytes, recognised, become plain rows or documents, then a plan.

Nothing here knows Django or a field of work: readers with limits that hold before anything is
parsed, mappings of columns to fields, the identity of rows, and the comparison with what is there.
"""
