"""What reads any questionnaire: plain values in, plain values out; nothing here knows a law."""
