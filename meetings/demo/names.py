"""Names of persons, made up of the family, middle and given names usual in the region."""

from dataclasses import dataclass

from cells.enums import Sex


def words(line):
    return tuple(line.split())


MIDDLE_MALE = words("Văn Đức Minh Quang Xuân Ngọc Hữu Đình Công Trọng Thanh Hồng Tiến Mạnh Quốc")
MIDDLE_FEMALE = words("Thị Thị Thị Thị Thu Ngọc Thanh Hồng Minh Phương Bích Kim")
GIVEN_MALE = words(
    "An Bình Chiến Cường Dũng Duy Đạt Đông Đức Giang Hà Hải Hiếu Hòa Hoàng Hùng Huy "
    "Hưng Khánh Khoa Kiên Lâm Lân Long Lực Mạnh Minh Nam Nghĩa Phong Phúc Quân Quyết "
    "Sơn Tài Tân Thái Thành Thắng Thịnh Thuận Thức Tiến Toàn Trung Trường Tuấn Tùng "
    "Việt Vinh Vượng"
)
GIVEN_FEMALE = words(
    "Anh Ánh Bích Chi Chinh Dung Duyên Giang Hà Hạnh Hằng Hiền Hoa Hoài Hồng Huệ "
    "Huyền Hương Lan Liên Linh Loan Mai Minh Nga Ngân Ngọc Nguyệt Nhung Oanh Phương "
    "Quyên Quỳnh Tâm Thanh Thảo Thơm Thu Thủy Thúy Trang Tuyết Uyên Vân Xuân Yến"
)


@dataclass(frozen=True)
class People:
    """How an ethnic group is named; without lists of its own it takes the common ones."""

    families: tuple[str, ...]
    middle_male: tuple[str, ...] = MIDDLE_MALE
    middle_female: tuple[str, ...] = MIDDLE_FEMALE
    given_male: tuple[str, ...] = GIVEN_MALE
    given_female: tuple[str, ...] = GIVEN_FEMALE


KINH = People(
    words(
        "Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ "
        "Ngô Dương Đào Đinh Trịnh Mai Lương Cao Phùng Tạ Hà Chu"
    )
)
PEOPLES = {
    "Kinh": KINH,
    "Tày": People(words("Hoàng Nông Lương Bế Hà Ma Triệu Dương Vi Lý Đàm Lục Phùng")),
    "Nùng": People(words("Nông Hoàng Vy Lương Lăng Chu Triệu Lâm Mông Hứa Linh Long")),
    "Thái": People(
        words("Lò Lò Lò Vàng Điêu Tòng Quàng Cà Hoàng Khoàng Mào Tao Lường"),
        given_male=words(
            "Bun Chung Cương Dính Hặc Inh Kẻo Khặm Minh Ngoan Ơn Pâng Phanh Quý Sương Tâm "
            "Thân Thỏa Tiến Toản Trung Vinh Xuân Dương Hoan"
        ),
        given_female=words(
            "Ảnh Diên Đôi Hặc Hiêng Hoan Inh Lả Liên Mai Mến Ngoan Nhung Phượng Tâm Thân Thỏa "
            "Tiên Tươi Xuân Yêu Én Thương Hương"
        ),
    ),
    "Mông": People(
        words("Giàng Vàng Sùng Mùa Hạng Thào Lý Ly Cứ Chang Vừ Ma"),
        middle_male=words("A A A Seo Văn"),
        middle_female=words("Thị Thị Y"),
        given_male=words(
            "Chu Chinh Dơ Dế Hồ Kỷ Lử Páo Phứ Pó Sàng Sình Tủa Vảng Vư Dình Nhè Tráng Súa"
        ),
        given_female=words("Chía Chứ Dợ Dở Mai Mỷ Pàng Sông Vá Xua Dung Hoa Sua Ly Súa"),
    ),
    "Dao": People(
        words("Tẩn Chẻo Lý Phàn Lò Triệu Bàn Đặng Phùng"),
        middle_male=words("A Văn Láo Chin Lao Phủ"),
        middle_female=words("Thị Mý Sử Tả"),
        given_male=words("San Sài Chiêu Dần Hin Khé Lở Phẩu Quẩy Siệu Sơn Tỉn Vảng Phúc Thanh"),
        given_female=words("Mẩy Liều Náy Pham Sểnh Ton Dung Hương Lan Phin Nhàn Xuân"),
    ),
    "Giáy": People(words("Vàng Lù Lý Nùng Vùi Hoàng Phan Lục Sần")),
    "Hà Nhì": People(
        words("Chu Lỳ Pờ Vù Sừng Toán Khoàng Mạ"),
        middle_male=words("Xè Gió Lòng Hừ Phì Văn Khai"),
        middle_female=words("Thị Go Mì"),
        given_male=words("Xá Hừ Che Cà Lòng Pư Sơn Chừ Phạ Thanh Đức Minh"),
        given_female=words("Xó Nu Mé De Go Lan Mai Hương Thu Xuân"),
    ),
}

# Shares of the two provinces' agencies: about 40 % are of ethnic minorities.
LAI_CHAU = (
    ("Kinh", 60),
    ("Thái", 19),
    ("Mông", 6),
    ("Giáy", 5),
    ("Dao", 4),
    ("Hà Nhì", 3),
    ("Tày", 2),
    ("Nùng", 1),
)
LANG_SON = (("Kinh", 60), ("Tày", 21), ("Nùng", 16), ("Dao", 3))

WOMEN_PERCENT = 41
MORE_MIDDLE = words("Thu Thanh Hồng Ngọc Minh Kim")


@dataclass(frozen=True)
class Person:
    family_name: str
    given_name: str
    sex: str
    ethnicity: str


def make_person(source, shares):
    """A person of a group and a sex in these shares."""
    ethnicity = source.choices(
        tuple(name for name, _ in shares), weights=tuple(weight for _, weight in shares)
    )[0]
    people = PEOPLES[ethnicity]
    if source.randrange(100) < WOMEN_PERCENT:
        middle, given, sex = people.middle_female, people.given_female, Sex.FEMALE
    else:
        middle, given, sex = people.middle_male, people.given_male, Sex.MALE
    family = f"{source.choice(people.families)} {source.choice(middle)}"
    if people is KINH and sex == Sex.FEMALE and source.random() < 0.35:
        family = f"{family} {source.choice(MORE_MIDDLE)}"
    used = family.split()
    choices = tuple(name for name in given if name not in used)
    return Person(family, source.choice(choices), sex.value, ethnicity)
