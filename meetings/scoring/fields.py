"""One mapping of a file, read key by key; every fault is noted and reading goes on."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from meetings.scoring.faults import Fault, Place
from meetings.scoring.strict_yaml import UNPRINTABLE

LARGEST = Decimal(1_000_000)
MOST_DECIMALS = 6
MAX_TEXT = 2_000

NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,30})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Choice = TypeVar("Choice", bound=StrEnum)


def plain_number(value: object) -> Decimal | None:
    """The number that `value` writes, or None.

    Text is taken because stored data keeps decimals as text; a float (from another reader of YAML
    or JSON) stands for the shortest decimal that means it.
    """
    if isinstance(value, float):
        value = repr(value)
    if isinstance(value, str):
        return Decimal(value) if NUMBER.fullmatch(value) else None
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        number = Decimal(value)
        return number if number.is_finite() else None
    return None


class Fields:
    """The keys of one mapping. A key that is absent or empty is None, and a fault if required.

    `place` leads to the mapping. Methods return None for what they refuse, after noting the fault;
    the caller builds on with what it has, and throws it away when there is any fault. `close` must
    be called when all keys have been asked for: the others are unknown. What is no mapping at all
    is one fault, and then has no key that could be missing.
    """

    def __init__(self, data: object, place: Place, faults: list[Fault]):
        self.place = place
        self.faults = faults
        self.asked: set[str] = set()
        self.data = data if isinstance(data, dict) else {}
        self.is_mapping = isinstance(data, dict)
        if not self.is_mapping:
            self.refuse("", "phải là một bảng gồm các cặp khóa: giá trị")

    def refuse(self, key: str, reason: str) -> None:
        self.faults.append(Fault.at(self.place.at(key), reason))

    def has(self, key: str) -> bool:
        return self.data.get(key) is not None

    def value(self, key: str, *, required: bool = True) -> object:
        self.asked.add(key)
        if required and self.is_mapping and not self.has(key):
            self.refuse(key, "còn thiếu, hãy ghi giá trị")
        return self.data.get(key)

    def text(self, key: str, *, required: bool = True) -> str | None:
        value = self.value(key, required=required)
        if value is None:
            return None
        # 1.1 without quotes is a code like "1.1": decimals keep their digits, so nothing is lost.
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            return self.refuse(key, "phải là chữ; nếu cần, đặt trong dấu nháy")
        value = unicodedata.normalize("NFC", value).strip()
        if not value:
            return self.refuse(key, "không được để trống")
        if UNPRINTABLE.search(value):
            return self.refuse(key, "có ký tự không in được")
        if len(value) > MAX_TEXT:
            return self.refuse(key, f"dài quá {MAX_TEXT} ký tự")
        return value

    def number(
        self, key: str, *, required: bool = True, at_least: Decimal | None = Decimal(0)
    ) -> Decimal | None:
        value = self.value(key, required=required)
        if value is None:
            return None
        number = plain_number(value)
        if number is None:
            return self.refuse(key, "phải là số, như 2 hoặc 2.5")
        if at_least is not None and number < at_least:
            return self.refuse(key, f"không được nhỏ hơn {at_least}")
        if abs(number) > LARGEST or number.as_tuple().exponent < -MOST_DECIMALS:
            return self.refuse(
                key, f"tối đa {LARGEST} và không quá {MOST_DECIMALS} chữ số thập phân"
            )
        return number

    def positive(self, key: str, *, required: bool = True) -> Decimal | None:
        number = self.number(key, required=required)
        if number == 0:
            return self.refuse(key, "phải lớn hơn 0")
        return number

    def whole(self, key: str, *, required: bool = True) -> int | None:
        number = self.number(key, required=required)
        if number is None:
            return None
        if number != int(number):
            return self.refuse(key, "phải là số nguyên")
        return int(number)

    def day(self, key: str, *, required: bool = True) -> date | None:
        value = self.value(key, required=required)
        if value is None or type(value) is date:
            return value
        try:
            if isinstance(value, str) and DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        return self.refuse(key, "phải là ngày có thật, viết theo dạng năm-tháng-ngày (2025-10-28)")

    def choice(self, key: str, choices: type[Choice], *, required: bool = True) -> Choice | None:
        value = self.value(key, required=required)
        if value is None:
            return None
        if not isinstance(value, str) or value not in set(choices):
            return self.refuse(key, f"phải là một trong: {', '.join(choices)}")
        return choices(value)

    def texts(
        self, key: str, *, among: Collection[str] = (), required: bool = True
    ) -> tuple[str, ...]:
        """One text or a list of them, each once; empty when refused or not given."""
        value = self.value(key, required=required)
        if value is None:
            return ()
        items = value if isinstance(value, list) else [value]
        if not items or not all(isinstance(item, str) and item.strip() for item in items):
            self.refuse(key, "phải là chữ hoặc danh sách các chữ, không để trống")
            return ()
        items = tuple(dict.fromkeys(unicodedata.normalize("NFC", item.strip()) for item in items))
        if any(UNPRINTABLE.search(item) for item in items):
            self.refuse(key, "có ký tự không in được")
            return ()
        strangers = [item for item in items if among and item not in among]
        for item in strangers:
            self.refuse(key, f"không có “{item}”; chỉ dùng: {', '.join(among)}")
        return () if strangers else items

    def items(self, key: str, *, required: bool = True) -> list[object] | None:
        """A list; None when it is absent or refused. A required list has at least one item."""
        value = self.value(key, required=required)
        if value is None:
            return None
        if not isinstance(value, list):
            return self.refuse(key, "phải là danh sách")
        if required and not value:
            return self.refuse(key, "cần ít nhất một mục")
        return value

    def within(self, key: str, *, required: bool = True) -> "Fields | None":
        """The mapping under a key; None when it is absent or refused."""
        value = self.value(key, required=required)
        if value is None:
            return None
        fields = Fields(value, self.place.at(key), self.faults)
        return fields if fields.is_mapping else None

    def each(self, key: str, noun: str, *, required: bool = True) -> list["Fields"]:
        """The mappings of a list, each at a place such as "nhóm 4" or "bậc thứ 2".

        An item that is no mapping is noted and stays in the list, without any key.
        """
        found = []
        for number, item in enumerate(self.items(key, required=required) or (), start=1):
            code = item.get("code") if isinstance(item, dict) else None
            has_code = isinstance(code, str | int | Decimal) and not isinstance(code, bool)
            name = f"{noun} {code}" if has_code else f"{noun} thứ {number}"
            place = self.place.item(key, number - 1, name)
            found.append(Fields(item, place, self.faults))
        return found

    def close(self) -> None:
        for key in self.data:
            if key not in self.asked:
                self.refuse(str(key), "không có khóa này trong quy định; hãy bỏ hoặc sửa tên")
