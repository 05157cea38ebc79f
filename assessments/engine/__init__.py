"""The questionnaire engine: plain values in, plain values out, with the reasons."""
