"""Approval of anything: who asks for it, who signs what, and what each signature covers."""
