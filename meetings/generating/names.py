"""Names for a made-up tree and for its members."""

import random
from itertools import count

from meetings.demo.names import PEOPLES, words

PROVINCES = (
    "An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Điện Biên",
    "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Nội", "Hà Tĩnh", "Hải Phòng", "Hồ Chí Minh", "Huế",
    "Hưng Yên", "Khánh Hòa", "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Nghệ An", "Ninh Bình",
    "Phú Thọ", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sơn La", "Tây Ninh", "Thái Nguyên",
    "Thanh Hóa", "Tuyên Quang", "Vĩnh Long",
)  # fmt: skip
FIRST = words("Tân Phú Bình An Thanh Hòa Đông Nam Bắc Xuân Hồng Quang Long Vĩnh Yên Mỹ Phước Hưng")
SECOND = words("Lập Sơn Thịnh Hưng Thành Phong Minh Lộc Hải Giang Khê Lâm Trung Tiến Định Thắng")
OFFICES = (
    "Ban Quản lý dự án", "Bảo hiểm xã hội", "Bệnh viện", "Chi cục Thuế", "Công ty Điện lực",
    "Công ty Nước sạch", "Hạt Kiểm lâm", "Kho bạc", "Ngân hàng", "Tòa án", "Trung tâm Y tế",
    "Trường Cao đẳng", "Trường Trung học phổ thông", "Viện Kiểm sát", "Viễn thông",
)  # fmt: skip
AT_HOME = ("thôn", "bản", "tổ dân phố", "ấp", "khu phố")
AT_WORK = (
    "Quân sự", "Công an", "Trường Mầm non", "Trường Tiểu học", "Trường Trung học cơ sở",
    "Trạm Y tế", "Cơ quan xã", "Hợp tác xã",
)  # fmt: skip
ETHNICITIES = ("Kinh",) * 12 + ("Tày", "Nùng", "Thái", "Mông")


class Namer:
    """Draws names; those of one level are never the same twice."""

    def __init__(self, source):
        self.source = source
        self.numbers = count(1)

    @classmethod
    def seeded(cls, seed):
        """One that draws the same names for the same seed."""
        return cls(random.Random(seed))

    def provinces(self, wanted):
        drawn = self.source.sample(PROVINCES, min(wanted, len(PROVINCES)))
        return [*drawn, *(f"số {number}" for number in range(len(drawn) + 1, wanted + 1))]

    def districts(self, wanted):
        return [f"huyện {self._place()} {number}" for number in range(1, wanted + 1)]

    def commune(self):
        return f"xã {self._place()} {next(self.numbers)}"

    def office(self):
        return f"{self.source.choice(OFFICES)} {self._place()} {next(self.numbers)}"

    def cells(self, wanted):
        """Names of the cells of one committee: where people live, and some where they work."""
        at_work = self.source.sample(AT_WORK, min(wanted // 3, len(AT_WORK)))
        kind = self.source.choice(AT_HOME)
        return [
            *(f"Chi bộ {name}" for name in at_work),
            *(f"Chi bộ {kind} {number}" for number in range(1, wanted - len(at_work) + 1)),
        ]

    def _place(self):
        return f"{self.source.choice(FIRST)} {self.source.choice(SECOND)}"

    def person(self):
        """(family name, given name, is a woman, ethnicity)."""
        source = self.source
        ethnicity = source.choice(ETHNICITIES)
        people = PEOPLES[ethnicity]
        is_woman = source.random() < 0.4
        middle = people.middle_female if is_woman else people.middle_male
        given = people.given_female if is_woman else people.given_male
        family = f"{source.choice(people.families)} {source.choice(middle)}"
        return family, source.choice(given), is_woman, ethnicity
