"""The bloc of Lạng Sơn's agencies in the size of 2023.

63 grassroots organisations (33 committees, 30 cells) and 10 sub-committees; 7 of the committees
have 8 sub-committees and 62 cells that sit in districts; 4,351 members, 212 of them probationary.
"""

from meetings.demo.spec import Bloc, Cell, Committee, District, Sector, SubCommittee

CITY = "Thành phố Lạng Sơn"
DISTRICTS = (
    "Tràng Định",
    "Văn Lãng",
    "Văn Quan",
    "Bình Gia",
    "Bắc Sơn",
    "Hữu Lũng",
    "Chi Lăng",
    "Cao Lộc",
    "Lộc Bình",
    "Đình Lập",
)


def branches(unit, *districts):
    """Cells of a line's branches, each in its district."""
    return tuple(Cell(f"{unit} {name}", locality=f"Huyện {name}") for name in districts)


def area(unit, district, *cells):
    """A sub-committee of a line in a district, with its cells there."""
    place = f"Huyện {district}"
    return SubCommittee(unit, place, tuple(Cell(name, locality=place) for name in cells))


def of(unit, field, *cells):
    """A committee all of whose cells sit in the city; the first is its office."""
    office, *others = cells
    return Committee(
        unit, field, (Cell(office, "office"), *(Cell(f"{name} {unit}") for name in others))
    )


# The seven committees with cells in the districts: 8 sub-committees, 62 cells.
WITH_DISTRICTS = (
    Committee(
        "Cục Thuế tỉnh Lạng Sơn",
        "tax",
        (
            Cell("Văn phòng Cục Thuế Lạng Sơn", "office"),
            Cell("Khối Thanh tra, kiểm tra thuế"),
            Cell("Khối Nghiệp vụ thuế"),
            *branches("Đội Thuế", "Văn Quan", "Bình Gia", "Bắc Sơn"),
        ),
        (
            area(
                "Chi cục Thuế khu vực I",
                "Cao Lộc",
                "Đội Kiểm tra thuế khu vực I",
                "Đội Nghiệp vụ thuế khu vực I",
                "Đội Quản lý thuế liên xã khu vực I",
            ),
            area(
                "Chi cục Thuế khu vực III",
                "Hữu Lũng",
                "Đội Kiểm tra thuế khu vực III",
                "Đội Nghiệp vụ thuế khu vực III",
                "Đội Quản lý thuế liên xã khu vực III",
            ),
        ),
    ),
    Committee(
        "Kho bạc Nhà nước Lạng Sơn",
        "treasury",
        (
            Cell("Văn phòng Kho bạc Lạng Sơn", "office"),
            Cell("Khối Kế toán, Kiểm soát chi"),
            *branches(
                "Kho bạc Nhà nước",
                "Tràng Định",
                "Văn Lãng",
                "Bình Gia",
                "Hữu Lũng",
                "Chi Lăng",
                "Đình Lập",
            ),
        ),
        (
            area(
                "Kho bạc Nhà nước khu vực Lộc Bình",
                "Lộc Bình",
                "Bộ phận Kế toán Kho bạc Lộc Bình",
                "Bộ phận Kho quỹ Lộc Bình",
                "Bộ phận Kiểm soát chi Lộc Bình",
            ),
        ),
    ),
    Committee(
        "Cục Hải quan tỉnh Lạng Sơn",
        "customs",
        (
            Cell("Văn phòng Cục Hải quan", "office"),
            Cell("Khối Tham mưu hải quan"),
            Cell("Chi cục Hải quan Tân Thanh", locality="Huyện Văn Lãng"),
            Cell("Chi cục Hải quan Cốc Nam", locality="Huyện Văn Lãng"),
            Cell("Chi cục Hải quan Chi Ma", locality="Huyện Lộc Bình"),
            Cell("Chi cục Hải quan Ga Đồng Đăng", locality="Huyện Cao Lộc"),
        ),
        (
            area(
                "Chi cục Hải quan Hữu Nghị",
                "Cao Lộc",
                "Đội Thủ tục hàng hóa Hữu Nghị",
                "Đội Giám sát hải quan Hữu Nghị",
                "Đội Tổng hợp Hữu Nghị",
                "Đội Thủ tục hành lý Hữu Nghị",
            ),
        ),
    ),
    Committee(
        "Công ty Điện lực Lạng Sơn",
        "power",
        (
            Cell("Văn phòng Điện lực Lạng Sơn", "office"),
            Cell("Khối Kỹ thuật, Điều độ"),
            Cell("Điện lực thành phố Lạng Sơn"),
            *branches("Điện lực", "Tràng Định", "Văn Quan", "Bắc Sơn", "Chi Lăng", "Đình Lập"),
        ),
        (
            area(
                "Điện lực khu vực Hữu Lũng",
                "Hữu Lũng",
                "Đội Quản lý vận hành Hữu Lũng",
                "Đội Kinh doanh điện Hữu Lũng",
                "Đội Sửa chữa Hữu Lũng",
            ),
        ),
    ),
    Committee(
        "Bưu điện tỉnh Lạng Sơn",
        "post",
        (
            Cell("Văn phòng Bưu điện Lạng Sơn", "office"),
            Cell("Trung tâm Khai thác Lạng Sơn"),
            *branches(
                "Bưu điện",
                "Tràng Định",
                "Văn Lãng",
                "Bình Gia",
                "Bắc Sơn",
                "Hữu Lũng",
                "Lộc Bình",
                "Chi Lăng",
            ),
        ),
        (
            area(
                "Bưu điện huyện Cao Lộc",
                "Cao Lộc",
                "Bưu cục trung tâm Cao Lộc",
                "Bưu điện cửa khẩu Đồng Đăng",
                "Đội Bưu tá Cao Lộc",
            ),
        ),
    ),
    Committee(
        "Agribank Chi nhánh tỉnh Lạng Sơn",
        "bank",
        (
            Cell("Hội sở Agribank Lạng Sơn", "office"),
            Cell("Khối Tín dụng Agribank Lạng Sơn"),
            *branches("Agribank", "Tràng Định", "Văn Quan", "Bắc Sơn", "Lộc Bình", "Đình Lập"),
        ),
        (
            area(
                "Agribank khu vực Chi Lăng",
                "Chi Lăng",
                "Phòng Tín dụng Chi Lăng",
                "Phòng Kế toán Chi Lăng",
                "Phòng giao dịch Đồng Mỏ",
            ),
        ),
    ),
    Committee(
        "Bảo hiểm xã hội tỉnh Lạng Sơn",
        "social",
        (
            Cell("Văn phòng Bảo hiểm xã hội Lạng Sơn", "office"),
            Cell("Khối Nghiệp vụ bảo hiểm xã hội"),
            *branches(
                "Bảo hiểm xã hội",
                "Tràng Định",
                "Văn Quan",
                "Bình Gia",
                "Bắc Sơn",
                "Hữu Lũng",
                "Cao Lộc",
                "Lộc Bình",
            ),
        ),
        (
            area(
                "Bảo hiểm xã hội khu vực Văn Lãng",
                "Văn Lãng",
                "Bộ phận Thu Văn Lãng",
                "Bộ phận Chế độ Văn Lãng",
                "Bộ phận Giám định Văn Lãng",
            ),
        ),
    ),
)

IN_THE_CITY = (
    Committee(
        "Sở Y tế Lạng Sơn",
        "health",
        (
            Cell("Văn phòng Sở Y tế Lạng Sơn", "office"),
            Cell("Trung tâm Kiểm soát bệnh tật Lạng Sơn"),
            Cell("Trung tâm Kiểm nghiệm Lạng Sơn"),
        ),
        (
            SubCommittee(
                "Trung tâm Y tế thành phố Lạng Sơn",
                CITY,
                (
                    Cell("Khối Điều trị Trung tâm Y tế thành phố"),
                    Cell("Khối Dự phòng Trung tâm Y tế thành phố"),
                    Cell("Các trạm y tế phường"),
                ),
            ),
        ),
    ),
    Committee(
        "Bệnh viện Đa khoa tỉnh Lạng Sơn",
        "health",
        (
            Cell("Khối Hành chính Bệnh viện Lạng Sơn", "office"),
            Cell("Khoa Khám bệnh Bệnh viện Lạng Sơn"),
            Cell("Khối Cận lâm sàng Bệnh viện Lạng Sơn"),
        ),
        (
            SubCommittee(
                "Khối Lâm sàng Bệnh viện Đa khoa tỉnh",
                CITY,
                (
                    Cell("Các khoa Nội"),
                    Cell("Các khoa Ngoại"),
                    Cell("Khoa Sản, Nhi"),
                    Cell("Khoa Hồi sức, Cấp cứu"),
                ),
            ),
        ),
    ),
    of("Sở Nông nghiệp Lạng Sơn", "farming", "Văn phòng Sở Nông nghiệp", "Chi cục Kiểm lâm",
       "Chi cục Thủy lợi", "Chi cục Trồng trọt", "Chi cục Chăn nuôi"),
    of("Sở Tài nguyên và Môi trường Lạng Sơn", "land", "Văn phòng Sở Tài nguyên Lạng Sơn",
       "Văn phòng Đăng ký đất đai", "Trung tâm Quan trắc", "Trung tâm Phát triển quỹ đất"),
    of("Sở Giáo dục và Đào tạo Lạng Sơn", "education", "Văn phòng Sở Giáo dục Lạng Sơn",
       "Khối chuyên môn", "Trung tâm Giáo dục thường xuyên"),
    of("Trường Cao đẳng Lạng Sơn", "education", "Khối Phòng, Ban Trường Cao đẳng",
       "Khoa Đào tạo giáo viên", "Khoa Kinh tế", "Khoa Khoa học cơ bản"),
    of("Trường THPT Chuyên Chu Văn An", "education", "Tổ Văn phòng Trường Chuyên",
       "Tổ Khoa học tự nhiên", "Tổ Khoa học xã hội"),
    of("Sở Giao thông vận tải Lạng Sơn", "transport", "Văn phòng Sở Giao thông Lạng Sơn",
       "Trung tâm Đăng kiểm", "Ban Quản lý dự án"),
    of("Sở Xây dựng Lạng Sơn", "building", "Văn phòng Sở Xây dựng Lạng Sơn",
       "Trung tâm Kiểm định", "Khối Nghiệp vụ"),
    of("Sở Tài chính Lạng Sơn", "finance", "Văn phòng Sở Tài chính Lạng Sơn",
       "Khối Ngân sách", "Khối Giá và Công sản"),
    of("Sở Kế hoạch và Đầu tư Lạng Sơn", "finance", "Văn phòng Sở Kế hoạch Lạng Sơn",
       "Khối Tổng hợp", "Khối Thẩm định"),
    of("Sở Công Thương Lạng Sơn", "trade", "Văn phòng Sở Công Thương Lạng Sơn",
       "Khối Thương mại", "Trung tâm Xúc tiến thương mại"),
    of("Cục Quản lý thị trường Lạng Sơn", "trade", "Văn phòng Cục Quản lý thị trường",
       "Khối Nghiệp vụ", "Đội Cơ động"),
    of("Sở Văn hóa, Thể thao và Du lịch Lạng Sơn", "culture", "Văn phòng Sở Văn hóa Lạng Sơn",
       "Bảo tàng", "Thư viện", "Trung tâm Thể thao"),
    of("Đài Phát thanh, Truyền hình Lạng Sơn", "media", "Khối Hành chính Đài Lạng Sơn",
       "Khối Nội dung", "Khối Kỹ thuật"),
    of("Sở Lao động, Thương binh và Xã hội Lạng Sơn", "social", "Văn phòng Sở Lao động Lạng Sơn",
       "Trung tâm Dịch vụ việc làm", "Cơ sở Bảo trợ xã hội"),
    of("Sở Tư pháp Lạng Sơn", "justice", "Văn phòng Sở Tư pháp Lạng Sơn",
       "Trung tâm Trợ giúp pháp lý", "Phòng Công chứng"),
    of("Cục Thi hành án dân sự Lạng Sơn", "justice", "Văn phòng Cục Thi hành án",
       "Khối Chấp hành viên", "Khối Nghiệp vụ"),
    of("Văn phòng Ủy ban nhân dân tỉnh Lạng Sơn", "office", "Khối Tổng hợp Ủy ban nhân dân tỉnh",
       "Trung tâm Phục vụ hành chính công", "Khối Quản trị"),
    of("Sở Khoa học và Công nghệ Lạng Sơn", "science", "Văn phòng Sở Khoa học Lạng Sơn",
       "Trung tâm Ứng dụng", "Chi cục Tiêu chuẩn Đo lường"),
    of("Ban Quản lý Khu kinh tế cửa khẩu", "trade", "Văn phòng Ban Quản lý cửa khẩu",
       "Trung tâm Quản lý cửa khẩu", "Khối Nghiệp vụ"),
    of("Viễn thông Lạng Sơn", "telecom", "Văn phòng Viễn thông Lạng Sơn",
       "Trung tâm Điều hành", "Trung tâm Kinh doanh"),
    of("Công ty Cổ phần Cấp thoát nước Lạng Sơn", "water", "Văn phòng Công ty Cấp thoát nước",
       "Xí nghiệp Cấp nước", "Xí nghiệp Thoát nước"),
    of("Công ty Nhiệt điện Na Dương", "power", "Khối Văn phòng Nhiệt điện",
       "Phân xưởng Vận hành", "Phân xưởng Sửa chữa"),
    of("Công ty Xăng dầu Lạng Sơn", "fuel", "Văn phòng Xăng dầu Lạng Sơn",
       "Khối Cửa hàng", "Đội Vận tải"),
    of("Công ty Khai thác công trình thủy lợi", "farming", "Văn phòng Công ty Thủy lợi",
       "Xí nghiệp khu vực I", "Xí nghiệp khu vực II"),
)  # fmt: skip

GRASSROOTS_CELLS = tuple(
    Cell(unit, field)
    for unit, field in (
        ("Sở Nội vụ Lạng Sơn", "office"),
        ("Sở Ngoại vụ Lạng Sơn", "office"),
        ("Sở Thông tin và Truyền thông Lạng Sơn", "media"),
        ("Thanh tra tỉnh Lạng Sơn", "justice"),
        ("Ban Dân tộc Lạng Sơn", "social"),
        ("Cục Thống kê Lạng Sơn", "finance"),
        ("Ngân hàng Nhà nước Lạng Sơn", "bank"),
        ("Ngân hàng Chính sách xã hội Lạng Sơn", "bank"),
        ("BIDV Lạng Sơn", "bank"),
        ("VietinBank Lạng Sơn", "bank"),
        ("Vietcombank Lạng Sơn", "bank"),
        ("Ngân hàng Phát triển Lạng Sơn", "bank"),
        ("Bảo Việt Lạng Sơn", "bank"),
        ("Chi cục Dự trữ Nhà nước", "finance"),
        ("Đài Khí tượng Thủy văn Lạng Sơn", "land"),
        ("Bệnh viện Y học cổ truyền Lạng Sơn", "health"),
        ("Bệnh viện Phục hồi chức năng Lạng Sơn", "health"),
        ("Bệnh viện Phổi Lạng Sơn", "health"),
        ("Trường Cao đẳng nghề Lạng Sơn", "education"),
        ("Trường Phổ thông Dân tộc nội trú Lạng Sơn", "education"),
        ("Trường THPT Việt Bắc", "education"),
        ("Đoàn Nghệ thuật ca múa kịch", "culture"),
        ("Hội Văn học nghệ thuật Lạng Sơn", "culture"),
        ("Hội Chữ thập đỏ Lạng Sơn", "social"),
        ("Hội Luật gia Lạng Sơn", "justice"),
        ("Liên minh Hợp tác xã Lạng Sơn", "farming"),
        ("Liên hiệp các hội Khoa học và Kỹ thuật Lạng Sơn", "science"),
        ("Công ty Xổ số kiến thiết Lạng Sơn", "trade"),
        ("Công ty Cổ phần Quản lý đường bộ Lạng Sơn", "transport"),
        ("Công ty Quản lý và Phát triển nhà", "building"),
    )
)

LANG_SON = Bloc(
    province="Đảng bộ tỉnh Lạng Sơn",
    code="20",
    name="Đảng bộ Khối các cơ quan tỉnh Lạng Sơn",
    short_name="Đảng bộ Khối các cơ quan tỉnh Lạng Sơn",
    symbol="ĐUK",
    city=CITY,
    sectors=(Sector("", committees=(*WITH_DISTRICTS, *IN_THE_CITY), cells=GRASSROOTS_CELLS),),
    districts=(
        District("Thành ủy Lạng Sơn", CITY),
        *(District(f"Huyện ủy {name}", f"Huyện {name}") for name in DISTRICTS),
    ),
    members=4351,
    probationary=212,
)
