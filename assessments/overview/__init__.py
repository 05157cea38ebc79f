"""The state of the whole register in a few numbers, each one leading to the list behind it."""
