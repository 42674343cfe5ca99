"""Words of health, schools, culture and care."""

from meetings.demo.work import Work

WORK = {
    "health": Work(
        results=(
            "Khám {n} trăm lượt người bệnh, tỉ lệ hài lòng đạt {p} %.",
            "Giám sát {m} ổ dịch cũ, không phát sinh ca bệnh mới.",
            "Tiêm chủng mở rộng đạt {p} % chỉ tiêu tháng.",
            "Kiểm tra an toàn thực phẩm {n} cơ sở, nhắc nhở {m} cơ sở.",
            "Triển khai bệnh án điện tử tại {m} khoa, phòng.",
            "Hoàn thành thẩm định, cấp chứng chỉ hành nghề cho {n} người.",
        ),
        tasks=(
            "Rà soát cơ số thuốc, vật tư phòng, chống dịch",
            "Kiểm tra quy chế chuyên môn tại {m} trạm y tế",
            "Hoàn thành đề án vị trí việc làm, trình thẩm định",
            "Tập huấn sơ cấp cứu cho nhân viên y tế bản",
            "Xây dựng lịch luân phiên bác sĩ về cơ sở quý tới",
            "Khắc phục tồn tại sau kiểm tra chất lượng bệnh viện",
        ),
        topics=(
            "Nâng cao y đức, đổi mới phong cách phục vụ hướng tới sự hài lòng của người bệnh",
            "Chuyển đổi số y tế: bệnh án điện tử và hồ sơ sức khỏe",
        ),
        proposals=(
            "Đề nghị cấp trên có chính sách thu hút bác sĩ về vùng cao.",
            "Đề nghị quan tâm bổ sung xe cứu thương cho tuyến huyện.",
        ),
    ),
    "education": Work(
        results=(
            "Hoàn thành chương trình giảng dạy đúng tiến độ, dự giờ {n} tiết.",
            "Bồi dưỡng đội tuyển, có {m} học sinh đạt giải cấp tỉnh.",
            "Tỉ lệ chuyên cần đạt {p} %, không có học sinh bỏ học.",
            "Tập huấn chuyển đổi số cho {n} giáo viên.",
            "Kiểm tra nội bộ {m} tổ chuyên môn, hồ sơ đầy đủ.",
        ),
        tasks=(
            "Phụ đạo {n} học sinh còn yếu trước kỳ kiểm tra",
            "Hoàn thành {m} chuyên đề đổi mới phương pháp dạy học",
            "Tu sửa phòng ở nội trú, bảo đảm an toàn",
            "Rà soát hồ sơ kiểm định chất lượng giáo dục",
            "Tổ chức hội giảng, sinh hoạt chuyên môn cụm",
            "Vận động học sinh ra lớp sau kỳ nghỉ",
        ),
        topics=(
            "Xây dựng môi trường giáo dục an toàn, không bạo lực học đường",
            "Nhà giáo đảng viên với đổi mới căn bản giáo dục và đào tạo",
        ),
        proposals=(
            "Đề nghị cấp trên quan tâm bổ sung giáo viên Tin học, Ngoại ngữ còn thiếu.",
            "Đề nghị hỗ trợ kinh phí sửa chữa bếp ăn bán trú.",
        ),
    ),
    "culture": Work(
        results=(
            "Tổ chức {m} buổi biểu diễn phục vụ cơ sở, thu hút {n} trăm lượt khán giả.",
            "Đón {n} nghìn lượt khách tham quan, đạt {p} % kế hoạch.",
            "Sưu tầm, lập hồ sơ {n} hiện vật.",
            "Luân chuyển {n} trăm bản sách về cơ sở.",
            "Đội tuyển đạt {m} huy chương tại giải khu vực.",
        ),
        tasks=(
            "Dàn dựng chương trình nghệ thuật chào mừng ngày lễ lớn",
            "Hoàn thành hồ sơ di sản văn hóa phi vật thể trình xếp hạng",
            "Kiểm tra {n} cơ sở kinh doanh dịch vụ văn hóa",
            "Tổ chức ngày hội đọc sách tại {m} trường",
            "Hướng dẫn bản du lịch cộng đồng chỉnh trang, đón khách",
        ),
        topics=(
            "Giữ gìn, phát huy bản sắc văn hóa các dân tộc gắn với du lịch",
            "Bảo vệ nền tảng tư tưởng của Đảng trên mặt trận văn hóa",
        ),
        proposals=(
            "Đề nghị cấp trên hỗ trợ kinh phí truyền dạy làn điệu dân ca.",
            "Đề nghị bố trí thêm viên chức có chuyên môn bảo quản hiện vật.",
        ),
    ),
    "media": Work(
        results=(
            "Đăng, phát {n} tin, bài; trong đó {m} phóng sự về xây dựng Đảng.",
            "Duy trì chuyên mục học và làm theo Bác, {m} kỳ trong tháng.",
            "Nâng cấp hệ thống, bảo đảm an toàn thông tin, không xảy ra sự cố.",
            "Lượt truy cập trang tin đạt {p} % kế hoạch tháng.",
        ),
        tasks=(
            "Thực hiện loạt bài về tấm gương đảng viên vùng cao",
            "Kiểm tra an toàn thông tin {m} hệ thống",
            "Tổ chức tác nghiệp tuyên truyền sự kiện chính trị của tỉnh",
            "Tập huấn kỹ năng làm báo đa nền tảng cho {n} phóng viên",
            "Rà soát, gỡ bỏ thông tin sai sự thật trên mạng xã hội",
        ),
        topics=(
            "Đạo đức nghề báo và trách nhiệm đảng viên trên không gian mạng",
            "Đột phá khoa học, công nghệ, chuyển đổi số theo Nghị quyết số 57-NQ/TW",
        ),
        proposals=(
            "Đề nghị cấp trên cung cấp thông tin định hướng dư luận kịp thời hơn.",
            "Đề nghị hỗ trợ đầu tư thiết bị trường quay.",
        ),
    ),
    "social": Work(
        results=(
            "Chi trả chế độ cho {n} trăm đối tượng đúng hạn, an toàn.",
            "Thăm, tặng {n} suất quà cho gia đình chính sách, hộ nghèo.",
            "Tư vấn việc làm {n} lượt người, giới thiệu {m} người đi làm việc.",
            "Tỉ lệ bao phủ bảo hiểm y tế đạt {p} % kế hoạch.",
            "Tiếp nhận {n} đơn vị máu trong đợt hiến máu tình nguyện.",
        ),
        tasks=(
            "Rà soát hộ nghèo, hộ cận nghèo tại {m} xã",
            "Vận động {n} người tham gia bảo hiểm xã hội tự nguyện",
            "Hoàn thành hồ sơ {m} đối tượng hưởng chế độ",
            "Tổ chức phiên giao dịch việc làm lưu động",
            "Phối hợp vận động đồng bào bỏ hủ tục lạc hậu",
        ),
        topics=(
            "Giảm nghèo bền vững vùng đồng bào dân tộc thiểu số",
            "Học Bác về lòng thương người, tận tụy với đối tượng chính sách",
        ),
        proposals=(
            "Đề nghị cấp ủy địa phương phối hợp vận động hộ gia đình tham gia bảo hiểm y tế.",
            "Đề nghị có chế độ cho cộng tác viên ở bản xa.",
        ),
    ),
    "science": Work(
        results=(
            "Nghiệm thu {m} đề tài cấp tỉnh, {m} đề tài được xếp loại khá trở lên.",
            "Kiểm định {n} phương tiện đo, thu phí đạt {p} % kế hoạch.",
            "Tư vấn {m} hồ sơ sở hữu trí tuệ cho sản phẩm địa phương.",
            "Tổ chức {m} hội thảo phản biện đề án của tỉnh.",
        ),
        tasks=(
            "Hoàn thành thuyết minh {m} nhiệm vụ khoa học mới",
            "Đưa giống dược liệu vào trồng thử nghiệm tại hai xã",
            "Kiểm tra đo lường, chất lượng {n} cửa hàng xăng dầu, vàng",
            "Chấm hội thi sáng tạo kỹ thuật",
            "Xây dựng kế hoạch chuyển đổi số của cơ quan năm tới",
        ),
        topics=(
            "Khoa học, công nghệ và đổi mới sáng tạo theo Nghị quyết số 57-NQ/TW",
            "Đội ngũ trí thức đảng viên với nhiệm vụ tư vấn, phản biện",
        ),
        proposals=(
            "Đề nghị cấp trên kiến nghị đơn giản thủ tục thanh toán đề tài.",
            "Đề nghị có cơ chế đặt hàng nhiệm vụ khoa học từ cơ sở.",
        ),
    ),
}
