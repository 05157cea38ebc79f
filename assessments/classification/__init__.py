"""Classification: one use read by the AI Act, from the answers to the signed result."""
