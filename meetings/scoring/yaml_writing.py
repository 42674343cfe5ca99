"""A criteria set as the text of its file: what `reading.read` makes an equal set of."""

from decimal import Decimal

import yaml

from meetings.scoring import strict_yaml
from meetings.scoring.fields import DAY, plain_number
from meetings.scoring.model import CriteriaSet
from meetings.scoring.writing import Plain, to_data

NUMBERS = {"max_points", "points", "at_least", "step", "each", "floor"}
DAYS = {"issued_on", "valid_from", "valid_to"}


def to_yaml(criteria_set: CriteriaSet) -> str:
    """The file of this set, in the order and with the keys of the format."""
    return yaml_of(to_data(criteria_set))


def yaml_of(data: Plain) -> str:
    """The same of plain data, such as a draft holds, whether it is a right set or not yet."""
    return yaml.dump(
        _with_numbers(data), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100
    )


class _Day(str):
    """Text that is written as a day, without quotes."""


class _Dumper(yaml.SafeDumper):
    """Writes text so that our own strict reader, not only YAML's, takes it for text."""

    def ignore_aliases(self, data):
        return True


def _with_numbers(value, key=""):
    """Numbers and days, which plain data keeps as text, as what they are."""
    if isinstance(value, dict):
        return {name: _with_numbers(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_with_numbers(inner) for inner in value]
    if key in NUMBERS and isinstance(value, str) and plain_number(value) is not None:
        return Decimal(value)
    if key in DAYS and isinstance(value, str) and DAY.fullmatch(value):
        return _Day(value)
    return value


def _write_text(dumper: yaml.Dumper, text: str) -> yaml.Node:
    reads_otherwise = (
        text in strict_yaml.BOOLEANS
        or text in strict_yaml.NOTHING
        or strict_yaml.WHOLE.fullmatch(text)
        or strict_yaml.DECIMAL.fullmatch(text)
    )
    style = "'" if reads_otherwise else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _write_number(dumper: yaml.Dumper, number: Decimal) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:float", f"{number:f}")


def _write_day(dumper: yaml.Dumper, day: _Day) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", str(day))


_Dumper.add_representer(str, _write_text)
_Dumper.add_representer(Decimal, _write_number)
_Dumper.add_representer(_Day, _write_day)
