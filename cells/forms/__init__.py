"""Forms: what may be typed. What may be done is said by the actions."""

from cells.forms.accounts import LoginForm

__all__ = ["LoginForm"]
