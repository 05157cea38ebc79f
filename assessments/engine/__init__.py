"""The AI Act as an engine: answers in, class, duties and obligations out, with the reasons."""
