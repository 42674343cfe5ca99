"""The bloc of Lai Châu's agencies and enterprises: four sectors, as its plan of 2021 names them."""

from meetings.demo.spec import Bloc, Cell, Committee, District, Sector

CITY = "Thành phố Lai Châu"
TAM_DUONG = "Huyện Tam Đường"
PHONG_THO = "Huyện Phong Thổ"
SIN_HO = "Huyện Sìn Hồ"
NAM_NHUN = "Huyện Nậm Nhùn"
MUONG_TE = "Huyện Mường Tè"
TAN_UYEN = "Huyện Tân Uyên"
THAN_UYEN = "Huyện Than Uyên"

ADMINISTRATION = Sector(
    "Khối Quản lý nhà nước",
    committees=(
        Committee(
            "Sở Tài nguyên và Môi trường",
            "land",
            (
                Cell("Trung tâm Kỹ thuật Tài nguyên", members=24),
                Cell("Văn phòng Sở Tài nguyên và Môi trường", "office", members=13),
                Cell("Chi cục Bảo vệ môi trường", members=11),
                Cell("Văn phòng Đăng ký đất đai", members=17),
                Cell("Phòng Quản lý đất đai", members=9),
            ),
        ),
        Committee(
            "Sở Nông nghiệp và Phát triển nông thôn",
            "farming",
            (
                Cell("Văn phòng Sở Nông nghiệp và Phát triển nông thôn", "office"),
                Cell("Chi cục Kiểm lâm"),
                Cell("Chi cục Thủy lợi"),
                Cell("Chi cục Trồng trọt và Bảo vệ thực vật"),
                Cell("Chi cục Chăn nuôi và Thú y"),
                Cell("Trung tâm Khuyến nông", locality=TAM_DUONG),
            ),
        ),
        Committee(
            "Sở Giao thông vận tải",
            "transport",
            (
                Cell("Văn phòng Sở Giao thông vận tải", "office"),
                Cell("Trung tâm Đăng kiểm xe cơ giới"),
                Cell("Ban Quản lý dự án giao thông"),
            ),
        ),
        Committee(
            "Sở Tài chính",
            "finance",
            (
                Cell("Văn phòng Sở Tài chính", "office"),
                Cell("Phòng Quản lý ngân sách"),
                Cell("Phòng Quản lý giá và Công sản"),
            ),
        ),
        Committee(
            "Cục Thuế tỉnh",
            "tax",
            (
                Cell("Văn phòng Cục Thuế", "office"),
                Cell("Phòng Thanh tra, kiểm tra thuế"),
                Cell("Phòng Kê khai và Kế toán thuế"),
                Cell("Chi cục Thuế khu vực Tam Đường", locality=TAM_DUONG),
            ),
        ),
        Committee(
            "Kho bạc Nhà nước tỉnh",
            "treasury",
            (
                Cell("Phòng Kế toán Nhà nước"),
                Cell("Phòng Kiểm soát chi"),
                Cell("Kho bạc Nhà nước Phong Thổ", locality=PHONG_THO),
            ),
        ),
        Committee(
            "Văn phòng Ủy ban nhân dân tỉnh",
            "office",
            (
                Cell("Phòng Tổng hợp"),
                Cell("Phòng Nội chính"),
                Cell("Trung tâm Phục vụ hành chính công"),
                Cell("Phòng Hành chính, Quản trị"),
            ),
        ),
        Committee(
            "Sở Tư pháp",
            "justice",
            (
                Cell("Văn phòng Sở Tư pháp", "office"),
                Cell("Trung tâm Trợ giúp pháp lý nhà nước"),
                Cell("Phòng Nghiệp vụ Sở Tư pháp"),
            ),
        ),
        Committee(
            "Sở Công Thương",
            "trade",
            (
                Cell("Văn phòng Sở Công Thương", "office"),
                Cell("Phòng Quản lý thương mại"),
                Cell("Phòng Quản lý công nghiệp"),
                Cell("Trung tâm Khuyến công và Xúc tiến thương mại"),
            ),
        ),
    ),
)

CULTURE_AND_SOCIETY = Sector(
    "Khối Văn hóa, Xã hội",
    committees=(
        Committee(
            "Sở Y tế",
            "health",
            (
                Cell("Văn phòng Sở Y tế", members=18),
                Cell("Trung tâm Kiểm soát bệnh tật"),
                Cell("Chi cục Dân số, Kế hoạch hóa gia đình"),
                Cell("Trung tâm Kiểm nghiệm thuốc, mỹ phẩm, thực phẩm"),
                Cell("Trung tâm Y tế huyện Tam Đường", locality=TAM_DUONG),
            ),
        ),
        Committee(
            "Bệnh viện Đa khoa tỉnh",
            "health",
            (
                Cell("Khối Hành chính Bệnh viện", "office"),
                Cell("Khoa Khám bệnh, Cấp cứu"),
                Cell("Khối Nội"),
                Cell("Khối Ngoại, Sản"),
                Cell("Khối Cận lâm sàng, Dược"),
                Cell("Khoa Truyền nhiễm"),
            ),
        ),
        Committee(
            "Sở Giáo dục và Đào tạo",
            "education",
            (
                Cell("Văn phòng Sở Giáo dục và Đào tạo", "office"),
                Cell("Các phòng chuyên môn Sở Giáo dục và Đào tạo"),
                Cell("Trường THPT Chuyên Lê Quý Đôn"),
                Cell("Trường Phổ thông Dân tộc nội trú tỉnh"),
                Cell("Trung tâm Giáo dục thường xuyên tỉnh"),
            ),
        ),
        Committee(
            "Trường Cao đẳng Cộng đồng",
            "education",
            (
                Cell("Khối Phòng, Ban", "office"),
                Cell("Khoa Sư phạm"),
                Cell("Khoa Kinh tế, Kỹ thuật"),
                Cell("Khoa Y, Dược"),
            ),
        ),
        Committee(
            "Sở Văn hóa, Thể thao và Du lịch",
            "culture",
            (
                Cell("Văn phòng Sở Văn hóa, Thể thao và Du lịch", "office"),
                Cell("Bảo tàng tỉnh"),
                Cell("Đoàn Nghệ thuật tỉnh"),
                Cell("Trung tâm Huấn luyện và Thi đấu thể thao"),
            ),
        ),
        Committee(
            "Đài Phát thanh, Truyền hình tỉnh",
            "media",
            (
                Cell("Khối Nội dung"),
                Cell("Khối Kỹ thuật"),
                Cell("Khối Hành chính, Dịch vụ", "office"),
            ),
        ),
    ),
)

ENTERPRISES = Sector(
    "Khối Doanh nghiệp",
    committees=(
        Committee(
            "Công ty Điện lực Lai Châu",
            "power",
            (
                Cell("Điện lực thành phố Lai Châu", members=21),
                Cell("Văn phòng Công ty Điện lực", "office"),
                Cell("Phòng Kỹ thuật, An toàn"),
                Cell("Phòng Điều độ"),
                Cell("Điện lực Tam Đường", locality=TAM_DUONG),
                Cell("Điện lực Phong Thổ", locality=PHONG_THO),
                Cell("Điện lực Sìn Hồ", locality=SIN_HO),
                Cell("Điện lực Mường Tè", locality=MUONG_TE),
                Cell("Điện lực Than Uyên", locality=THAN_UYEN),
            ),
        ),
        Committee(
            "Bưu điện tỉnh",
            "post",
            (
                Cell("Văn phòng Bưu điện tỉnh", "office"),
                Cell("Trung tâm Khai thác vận chuyển"),
                Cell("Bưu điện thành phố Lai Châu"),
                Cell("Bưu điện huyện Tam Đường", locality=TAM_DUONG),
                Cell("Bưu điện huyện Phong Thổ", locality=PHONG_THO),
                Cell("Bưu điện huyện Sìn Hồ", locality=SIN_HO),
                Cell("Bưu điện huyện Tân Uyên", locality=TAN_UYEN),
                Cell("Bưu điện huyện Than Uyên", locality=THAN_UYEN),
            ),
        ),
        Committee(
            "Viễn thông Lai Châu",
            "telecom",
            (
                Cell("Văn phòng Viễn thông", "office"),
                Cell("Trung tâm Điều hành thông tin"),
                Cell("Trung tâm Kinh doanh"),
                Cell("Viễn thông thành phố Lai Châu"),
                Cell("Viễn thông Tam Đường", locality=TAM_DUONG),
                Cell("Viễn thông Phong Thổ", locality=PHONG_THO),
                Cell("Viễn thông Sìn Hồ, Nậm Nhùn", locality=NAM_NHUN),
                Cell("Viễn thông Than Uyên, Tân Uyên", locality=THAN_UYEN),
            ),
        ),
        Committee(
            "Công ty Cổ phần Nước sạch Lai Châu",
            "water",
            (
                Cell("Văn phòng Công ty Nước sạch", "office"),
                Cell("Nhà máy nước thành phố"),
                Cell("Đội Quản lý mạng lưới"),
                Cell("Chi nhánh nước Tam Đường", locality=TAM_DUONG),
                Cell("Chi nhánh nước Phong Thổ", locality=PHONG_THO),
                Cell("Chi nhánh nước Than Uyên", locality=THAN_UYEN),
            ),
        ),
        Committee(
            "Công ty Xăng dầu Lai Châu",
            "fuel",
            (
                Cell("Văn phòng Công ty Xăng dầu", "office"),
                Cell("Đội Vận tải"),
                Cell("Cửa hàng khu vực thành phố"),
                Cell("Cửa hàng khu vực Tam Đường", locality=TAM_DUONG),
                Cell("Cửa hàng khu vực Phong Thổ, Sìn Hồ", locality=PHONG_THO),
                Cell("Cửa hàng khu vực Tân Uyên, Than Uyên", locality=TAN_UYEN),
            ),
        ),
    ),
)

GRASSROOTS_CELLS = Sector(
    "Khối Chi bộ cơ sở",
    cells=(
        Cell("Sở Xây dựng", "building", members=26),
        Cell("Sở Kế hoạch và Đầu tư", "finance"),
        Cell("Sở Khoa học và Công nghệ", "science"),
        Cell("Sở Thông tin và Truyền thông", "media"),
        Cell("Sở Lao động, Thương binh và Xã hội", "social"),
        Cell("Sở Nội vụ", "office"),
        Cell("Sở Ngoại vụ", "office"),
        Cell("Ban Dân tộc", "social"),
        Cell("Thanh tra tỉnh", "justice"),
        Cell("Ban Quản lý Khu kinh tế cửa khẩu Ma Lù Thàng", "trade", locality=PHONG_THO),
        Cell("Chi cục Hải quan cửa khẩu Ma Lù Thàng", "customs", locality=PHONG_THO),
        Cell("Cục Thống kê tỉnh", "finance"),
        Cell("Cục Thi hành án dân sự tỉnh", "justice"),
        Cell("Cục Quản lý thị trường", "trade"),
        Cell("Bảo hiểm xã hội tỉnh", "social"),
        Cell("Ngân hàng Nhà nước Chi nhánh tỉnh", "bank"),
        Cell("Ngân hàng Chính sách xã hội tỉnh", "bank"),
        Cell("Agribank Chi nhánh tỉnh", "bank"),
        Cell("BIDV Chi nhánh tỉnh", "bank"),
        Cell("VietinBank Chi nhánh tỉnh", "bank"),
        Cell("Ban Quản lý dự án các công trình dân dụng", "building"),
        Cell("Quỹ Bảo vệ và Phát triển rừng", "farming"),
        Cell("Quỹ Đầu tư phát triển tỉnh", "bank"),
        Cell("Vườn quốc gia Hoàng Liên, Trạm Tam Đường", "farming", locality=TAM_DUONG),
        Cell("Đài Khí tượng Thủy văn tỉnh", "land"),
        Cell("Trường Trung cấp Nghề dân tộc nội trú", "education"),
        Cell("Bệnh viện Phổi tỉnh", "health"),
        Cell("Bệnh viện Y học cổ truyền tỉnh", "health"),
        Cell("Trung tâm Pháp y, Giám định y khoa", "health"),
        Cell("Trung tâm Bảo trợ xã hội tỉnh", "social"),
        Cell("Trung tâm Dịch vụ việc làm tỉnh", "social"),
        Cell("Trung tâm Văn hóa nghệ thuật tỉnh", "culture"),
        Cell("Thư viện tỉnh", "culture"),
        Cell("Báo Lai Châu", "media"),
        Cell("Hội Chữ thập đỏ tỉnh", "social"),
        Cell("Hội Văn học nghệ thuật tỉnh", "culture"),
        Cell("Hội Nhà báo tỉnh", "media"),
        Cell("Hội Luật gia tỉnh", "justice"),
        Cell("Liên minh Hợp tác xã tỉnh", "farming"),
        Cell("Liên hiệp các hội Khoa học và Kỹ thuật tỉnh", "science"),
        Cell("Công ty Bảo Việt Lai Châu", "bank"),
        Cell("Công ty Xổ số kiến thiết tỉnh", "trade"),
        Cell("Công ty Cổ phần Trà Than Uyên", "farming", locality=THAN_UYEN),
        Cell("Công ty Cổ phần Cao su Lai Châu", "farming", locality=SIN_HO),
        Cell("Công ty Thủy điện Huội Quảng, Bản Chát", "power", locality=THAN_UYEN),
        Cell("Công ty Cổ phần Môi trường đô thị", "water"),
        Cell("Công ty Cổ phần Quản lý đường bộ", "transport"),
    ),
)

LAI_CHAU = Bloc(
    province="Đảng bộ tỉnh Lai Châu",
    code="12",
    name="Đảng bộ Khối Các cơ quan và Doanh nghiệp tỉnh Lai Châu",
    short_name="Đảng bộ Khối CCQ&DN tỉnh Lai Châu",
    symbol="ĐUK",
    city=CITY,
    sectors=(ADMINISTRATION, CULTURE_AND_SOCIETY, ENTERPRISES, GRASSROOTS_CELLS),
    districts=(
        District("Thành ủy Lai Châu", CITY),
        District("Huyện ủy Tam Đường", TAM_DUONG),
        District("Huyện ủy Phong Thổ", PHONG_THO),
        District("Huyện ủy Sìn Hồ", SIN_HO),
        District("Huyện ủy Nậm Nhùn", NAM_NHUN),
        District("Huyện ủy Mường Tè", MUONG_TE),
        District("Huyện ủy Tân Uyên", TAN_UYEN),
        District("Huyện ủy Than Uyên", THAN_UYEN),
    ),
)
