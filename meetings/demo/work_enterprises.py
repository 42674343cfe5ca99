"""Words of the enterprises."""

from meetings.demo.work import Work

WORK = {
    "power": Work(
        results=(
            "Sản lượng điện thương phẩm đạt {p} % kế hoạch tháng.",
            "Xử lý {m} sự cố lưới trung áp, thời gian mất điện giảm so với cùng kỳ.",
            "Thay {n} công tơ điện tử đo xa, không có khiếu nại của khách hàng.",
            "Phát quang {n} km hành lang lưới điện trước mùa mưa bão.",
            "Thu tiền điện đạt {p} %, thanh toán không dùng tiền mặt tăng.",
            "Kiểm tra an toàn {m} đội công tác, không có tai nạn lao động.",
        ),
        tasks=(
            "Hoàn thành chống quá tải {m} trạm biến áp",
            "Kiểm tra, vệ sinh công nghiệp đường dây khu vực xung yếu",
            "Tuyên truyền sử dụng điện an toàn, tiết kiệm tại {m} bản",
            "Củng cố hồ sơ quản lý kỹ thuật {n} trạm",
            "Diễn tập xử lý sự cố và phòng cháy, chữa cháy",
            "Giảm tổn thất điện năng dưới chỉ tiêu giao",
        ),
        topics=(
            "Văn hóa an toàn điện: mỗi đảng viên là một người giám sát",
            "Chuyển đổi số trong kinh doanh và dịch vụ khách hàng",
        ),
        proposals=(
            "Đề nghị cấp ủy địa phương phối hợp bảo vệ hành lang an toàn lưới điện.",
            "Đề nghị Đảng ủy Công ty quan tâm bổ sung công nhân cho đội vùng cao.",
        ),
    ),
    "post": Work(
        results=(
            "Doanh thu tháng đạt {p} % kế hoạch, chi trả lương hưu đúng lịch.",
            "Phát {n} nghìn bưu gửi, tỉ lệ phát thành công đạt {p} %.",
            "Hỗ trợ {n} hộ đưa nông sản lên sàn thương mại điện tử.",
            "Báo Nhân Dân, tạp chí phát đến cơ sở trong ngày.",
        ),
        tasks=(
            "Sắp xếp lại {m} điểm bưu điện văn hóa xã",
            "Kiểm tra chất lượng phát tại {m} tuyến bưu tá",
            "Đào tạo giao dịch viên làm dịch vụ hành chính công",
            "Vận động khách hàng nhận lương hưu qua tài khoản",
            "Kiểm kê, bảo đảm an toàn quỹ tại các điểm giao dịch",
        ),
        topics=(
            "Bưu điện phục vụ dịch vụ công: đảng viên làm trước",
            "Giữ gìn uy tín, chống thất thoát trong dịch vụ tài chính bưu chính",
        ),
        proposals=(
            "Đề nghị cấp trên quan tâm chế độ cho bưu tá xã vùng cao.",
            "Đề nghị địa phương tạo điều kiện mặt bằng điểm bưu điện xã.",
        ),
    ),
    "telecom": Work(
        results=(
            "Phát triển mới {n} trăm thuê bao băng rộng, đạt {p} % kế hoạch.",
            "Phủ sóng thêm {m} bản, tỉ lệ trạm phát sóng hoạt động đạt {p} %.",
            "Xử lý {n} sự cố đứt cáp, thời gian khắc phục dưới 4 giờ.",
            "Bảo đảm thông tin cho {m} hội nghị trực tuyến của tỉnh.",
        ),
        tasks=(
            "Đưa vào khai thác {m} trạm phát sóng vùng lõm",
            "Ngầm hóa, chỉnh trang cáp tại trung tâm thành phố",
            "Chăm sóc {n} khách hàng có nguy cơ rời mạng",
            "Kiểm tra nguồn dự phòng các trạm trước mùa mưa",
            "Hướng dẫn người dân dùng nền tảng số, tổ công nghệ cộng đồng",
        ),
        topics=(
            "Bảo đảm an ninh mạng và an toàn thông tin trong tình hình mới",
            "Chi bộ lãnh đạo nhiệm vụ phổ cập kỹ năng số cho người dân",
        ),
        proposals=(
            "Đề nghị địa phương hỗ trợ thủ tục đất dựng trạm phát sóng.",
            "Đề nghị cấp trên có ý kiến để điện lực cấp nguồn cho trạm vùng lõm.",
        ),
    ),
    "water": Work(
        results=(
            "Sản xuất {n} nghìn m³ nước, chất lượng đạt quy chuẩn.",
            "Tỉ lệ thất thoát giảm, đạt {p} % mục tiêu.",
            "Lắp mới {n} đồng hồ, sửa {m} điểm rò rỉ lớn.",
            "Thu gom rác đúng giờ, xử lý {m} điểm tập kết tự phát.",
        ),
        tasks=(
            "Súc rửa bể lắng, thay vật liệu lọc",
            "Dò tìm, sửa chữa rò rỉ trên {m} tuyến ống",
            "Kiểm định {n} đồng hồ quá hạn",
            "Lập phương án cấp nước mùa khô",
            "Vận động hộ dân phân loại rác tại nguồn",
        ),
        topics=(
            "Tiết kiệm, chống thất thoát nước sạch: trách nhiệm của đảng viên",
            "An toàn lao động trong sản xuất và quản lý mạng lưới",
        ),
        proposals=(
            "Đề nghị địa phương phối hợp bảo vệ nguồn nước đầu nguồn.",
            "Đề nghị cấp trên quan tâm vốn thay tuyến ống cũ.",
        ),
    ),
    "fuel": Work(
        results=(
            "Sản lượng bán ra đạt {p} % kế hoạch, không gián đoạn nguồn hàng.",
            "Xuất hóa đơn điện tử từng lần bán tại {n} cột bơm.",
            "Kiểm tra phòng cháy, chữa cháy {m} cửa hàng, không có tồn tại lớn.",
            "Vận chuyển an toàn {n} chuyến hàng lên vùng cao.",
        ),
        tasks=(
            "Kiểm tra, hiệu chuẩn {n} cột bơm",
            "Diễn tập phòng cháy, chữa cháy tại cửa hàng khu vực",
            "Bảo dưỡng đội xe bồn trước mùa mưa",
            "Đào tạo văn hóa bán hàng cho nhân viên mới",
            "Đối chiếu công nợ {m} khách hàng lớn",
        ),
        topics=(
            "An toàn cháy nổ và bảo vệ môi trường trong kinh doanh xăng dầu",
            "Người đảng viên trong doanh nghiệp trước yêu cầu chuyển đổi số",
        ),
        proposals=(
            "Đề nghị cấp trên có ý kiến về nắn tuyến vào cửa hàng sau khi mở rộng đường.",
            "Đề nghị hỗ trợ tạo nguồn phát triển đảng viên là công nhân trực tiếp.",
        ),
    ),
    "bank": Work(
        results=(
            "Dư nợ tăng trưởng, đạt {p} % kế hoạch; nợ xấu dưới mức cho phép.",
            "Giải ngân cho {n} hộ vay vốn chính sách, đúng đối tượng.",
            "Huy động vốn đạt {p} % kế hoạch quý.",
            "Xử lý {m} khoản nợ khó đòi, thu hồi vượt kế hoạch.",
            "Mở {n} tài khoản thanh toán cho người dân vùng sâu.",
        ),
        tasks=(
            "Kiểm tra sử dụng vốn vay tại {m} tổ tiết kiệm",
            "Rà soát {n} khoản vay đến hạn, đôn đốc thu nợ",
            "Tuyên truyền phòng, chống lừa đảo qua mạng cho khách hàng",
            "Tự kiểm tra an toàn kho quỹ",
            "Triển khai gói tín dụng ưu đãi cho hộ sản xuất",
        ),
        topics=(
            "Đạo đức nghề nghiệp ngân hàng và phòng ngừa rủi ro",
            "Tín dụng chính sách góp phần giảm nghèo, đẩy lùi tín dụng đen",
        ),
        proposals=(
            "Đề nghị cấp ủy địa phương phối hợp xử lý nợ chây ỳ.",
            "Đề nghị cấp trên tăng kế hoạch vốn cho vay giải quyết việc làm.",
        ),
    ),
}
