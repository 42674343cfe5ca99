"""Words of the offices of administration."""

from meetings.demo.work import Work

WORK = {
    "land": Work(
        results=(
            "Hoàn thành đo đạc, chỉnh lý bản đồ địa chính {n} khu đo, đạt {p} % kế hoạch quý.",
            "Cấp {n} giấy chứng nhận quyền sử dụng đất, không có hồ sơ quá hạn.",
            "Lấy và phân tích {n} mẫu quan trắc nước mặt, không khí; số liệu gửi đúng hạn.",
            "Thẩm định {m} hồ sơ đề nghị cấp phép khai thác khoáng sản, trả lại {m} hồ sơ chưa đủ.",
            "Bàn giao dữ liệu không gian của {m} xã cho phòng chuyên môn, đạt {p} % khối lượng.",
            "Xử lý {m} phản ánh về rác thải ở khu dân cư, báo cáo lãnh đạo Sở theo quy định.",
        ),
        tasks=(
            "Hoàn thành kiểm kê hiện trạng sử dụng đất hai xã còn lại",
            "Nghiệm thu gói đo đạc, lập hồ sơ địa chính đợt {m}",
            "Số hóa {n} tập hồ sơ địa chính, nhập vào cơ sở dữ liệu đất đai",
            "Lập kế hoạch quan trắc môi trường quý tới, trình lãnh đạo Sở",
            "Kiểm định máy đo, thay linh kiện trạm quan trắc tự động",
            "Hướng dẫn viên chức trẻ viết đề cương sáng kiến về xử lý dữ liệu ảnh viễn thám",
            "Giải quyết dứt điểm {m} hồ sơ đo đạc còn vướng ranh giới",
        ),
        topics=(
            "Đẩy mạnh chuyển đổi số trong quản lý đất đai, xây dựng cơ sở dữ liệu dùng chung",
            "Vai trò của đảng viên trong phòng ngừa tiêu cực khi giải quyết hồ sơ đất đai",
        ),
        proposals=(
            "Đề nghị cấp trên quan tâm bố trí kinh phí thay hai máy toàn đạc đã quá niên hạn.",
            "Đề nghị Đảng ủy Sở có ý kiến để phòng chuyên môn thống nhất quy trình nghiệm thu.",
        ),
    ),
    "office": Work(
        results=(
            "Tham mưu ban hành {n} văn bản đúng thể thức, đúng thời hạn; không có văn bản sai sót.",
            "Tiếp nhận, xử lý {n} văn bản đến; tỉ lệ xử lý trên môi trường mạng đạt {p} %.",
            "Phục vụ chu đáo {m} hội nghị và {m} đoàn công tác, tiết kiệm chi phí.",
            "Lập xong danh mục hồ sơ năm, đã đưa {n} hồ sơ vào lưu trữ.",
            "Quyết toán kinh phí tháng đúng quy định, công khai trước cơ quan.",
        ),
        tasks=(
            "Rà soát, sửa đổi quy chế làm việc và quy chế chi tiêu nội bộ",
            "Chỉnh lý, nộp lưu {n} hồ sơ đã giải quyết xong",
            "Xây dựng lịch công tác và dự toán cho đợt kiểm tra cuối quý",
            "Chuẩn bị tài liệu hội nghị cán bộ, công chức, viên chức",
            "Theo dõi, đôn đốc {m} nhiệm vụ lãnh đạo giao đã gần đến hạn",
            "Hướng dẫn sử dụng chữ ký số cho toàn bộ công chức",
        ),
        topics=(
            "Nâng cao chất lượng tham mưu, tổng hợp; khắc phục tình trạng đùn đẩy, né tránh",
            "Thực hành tiết kiệm, chống lãng phí trong cơ quan theo gương Bác",
        ),
        proposals=(
            "Đề nghị cấp trên mở lớp bồi dưỡng nghiệp vụ công tác đảng cho cấp ủy viên mới.",
            "Đề nghị cấp trên gửi tài liệu sinh hoạt trước ngày 25 hằng tháng để chi bộ chủ động.",
        ),
    ),
    "farming": Work(
        results=(
            "Hướng dẫn nông dân gieo cấy {n} ha lúa, ngô đúng khung thời vụ.",
            "Tiêm phòng {n} nghìn liều cho gia súc, đạt {p} % kế hoạch; không có ổ dịch mới.",
            "Tổ chức {m} lớp tập huấn kỹ thuật trồng chè cho {n} hộ.",
            "Tuần tra {m} đợt, phát hiện và xử lý {m} vụ vi phạm lâm luật.",
            "Nghiệm thu {n} km kênh mương được nạo vét trước mùa mưa.",
        ),
        tasks=(
            "Kiểm tra công tác phòng, chống dịch bệnh gia súc tại {m} xã",
            "Hoàn thành hồ sơ {m} mô hình khuyến nông trình nghiệm thu",
            "Rà soát diện tích rừng được chi trả dịch vụ môi trường rừng",
            "Hướng dẫn hợp tác xã đăng ký mã số vùng trồng",
            "Chuẩn bị phương án phòng, chống rét cho vật nuôi",
            "Kiểm tra an toàn {m} hồ chứa nước",
        ),
        topics=(
            "Đảng viên đi đầu trong xây dựng nông thôn mới và giảm nghèo bền vững",
            "Trách nhiệm của chi bộ trong quản lý, bảo vệ rừng",
        ),
        proposals=(
            "Đề nghị cấp trên kiến nghị bổ sung biên chế cho trạm ở địa bàn xa.",
            "Đề nghị cấp ủy địa phương phối hợp tuyên truyền bà con không đốt nương trái phép.",
        ),
    ),
    "transport": Work(
        results=(
            "Khắc phục xong {m} điểm sạt lở, bảo đảm giao thông thông suốt.",
            "Giải ngân các dự án giao thông đạt {p} % kế hoạch tháng.",
            "Kiểm định {n} lượt phương tiện, không để xảy ra tiêu cực.",
            "Cấp đổi {n} giấy phép lái xe, {p} % hồ sơ nộp trực tuyến.",
            "Kiểm tra tải trọng {m} đợt, xử phạt {n} trường hợp.",
        ),
        tasks=(
            "Nghiệm thu đoạn tuyến đã sửa chữa, đưa vào khai thác",
            "Hoàn chỉnh hồ sơ giải phóng mặt bằng {m} gói thầu",
            "Lập phương án bảo đảm giao thông mùa mưa bão",
            "Kiểm tra việc sơn kẻ, thay {n} biển báo hỏng",
            "Rà soát {m} vị trí có nguy cơ tai nạn, đề xuất xử lý",
        ),
        topics=(
            "Nâng cao trách nhiệm người đứng đầu trong giải ngân vốn đầu tư công",
            "Xây dựng văn hóa giao thông, đảng viên gương mẫu chấp hành pháp luật",
        ),
        proposals=(
            "Đề nghị cấp trên quan tâm tháo gỡ vướng mắc về mặt bằng của dự án đường nối.",
            "Đề nghị bố trí thêm vốn duy tu cho các tuyến thường xuyên sạt lở.",
        ),
    ),
    "finance": Work(
        results=(
            "Thẩm tra quyết toán {m} dự án hoàn thành, giảm trừ giá trị không đúng định mức.",
            "Tham mưu phân bổ dự toán bổ sung cho {n} đơn vị đúng thời hạn.",
            "Thu ngân sách trên địa bàn lũy kế đạt {p} % dự toán giao.",
            "Hoàn thành điều tra, thu thập phiếu tại {n} địa bàn, đạt {p} %.",
            "Thẩm định {m} chủ trương đầu tư, trình đúng thời gian.",
        ),
        tasks=(
            "Tổng hợp báo cáo tài chính quý của {n} đơn vị dự toán",
            "Rà soát, đề xuất xử lý {m} cơ sở nhà, đất dôi dư",
            "Thẩm tra quyết toán {m} dự án còn tồn",
            "Xây dựng dự toán thu, chi năm sau theo hướng dẫn",
            "Hướng dẫn các đơn vị công khai ngân sách",
        ),
        topics=(
            "Siết chặt kỷ luật tài chính, thực hành tiết kiệm, chống lãng phí",
            "Đổi mới phương thức quản lý ngân sách gắn với chuyển đổi số",
        ),
        proposals=(
            "Đề nghị cấp trên sớm cho ý kiến về phương án xử lý tài sản công sau sắp xếp.",
            "Đề nghị tạo điều kiện cho cán bộ trẻ học lớp trung cấp lý luận chính trị.",
        ),
    ),
    "tax": Work(
        results=(
            "Thu thuế tháng đạt {p} % dự toán pháp lệnh.",
            "Hoàn thành {m} cuộc kiểm tra tại trụ sở người nộp thuế, kiến nghị truy thu.",
            "Hỗ trợ {n} hộ kinh doanh kê khai trên nền tảng số.",
            "Đôn đốc thu hồi nợ đọng, giảm {m} đơn vị nợ trên 90 ngày.",
            "Tỉ lệ doanh nghiệp dùng hóa đơn điện tử khởi tạo từ máy tính tiền đạt {p} %.",
        ),
        tasks=(
            "Đôn đốc {n} đơn vị còn nợ thuế, báo cáo kết quả trước cuối tháng",
            "Tổ chức đối thoại với người nộp thuế quý này",
            "Rà soát hộ kinh doanh chuyển từ thuế khoán sang kê khai",
            "Hoàn thành {m} hồ sơ kiểm tra theo kế hoạch",
            "Hướng dẫn nộp thuế điện tử tại {m} chợ",
        ),
        topics=(
            "Cán bộ thuế nói không với tiêu cực, phiền hà người nộp thuế",
            "Chi bộ lãnh đạo thực hiện bỏ thuế khoán đối với hộ kinh doanh",
        ),
        proposals=(
            "Đề nghị cấp trên có ý kiến để các ngành chia sẻ dữ liệu quản lý hộ kinh doanh.",
            "Đề nghị cấp ủy địa phương phối hợp tuyên truyền về hóa đơn điện tử.",
        ),
    ),
    "treasury": Work(
        results=(
            "Kiểm soát {n} khoản chi, từ chối {m} khoản chưa đủ thủ tục.",
            "Giải ngân vốn đầu tư qua Kho bạc đạt {p} % kế hoạch.",
            "Giao dịch qua dịch vụ công trực tuyến đạt {p} %.",
            "Kiểm quỹ cuối tháng khớp đúng, an toàn tuyệt đối.",
        ),
        tasks=(
            "Đối chiếu số liệu với {n} đơn vị sử dụng ngân sách",
            "Tự kiểm tra {m} hồ sơ kiểm soát chi có giá trị lớn",
            "Diễn tập phương án bảo vệ kho quỹ",
            "Hướng dẫn đơn vị mới mở tài khoản giao dịch điện tử",
            "Chuẩn bị khóa sổ, quyết toán niên độ",
        ),
        topics=(
            "Giữ vững kỷ cương, liêm chính trong kiểm soát chi ngân sách",
            "Kho bạc số: trách nhiệm của mỗi đảng viên",
        ),
        proposals=(
            "Đề nghị cấp trên quan tâm sửa chữa kho tiền đã xuống cấp.",
            "Đề nghị thống nhất thời gian gửi hồ sơ thanh toán cuối tháng giữa các chủ đầu tư.",
        ),
    ),
    "justice": Work(
        results=(
            "Thẩm định {m} dự thảo văn bản quy phạm pháp luật, chất lượng bảo đảm.",
            "Trợ giúp pháp lý {n} vụ việc cho người nghèo, đồng bào dân tộc thiểu số.",
            "Thi hành xong {n} việc, đạt {p} % số việc có điều kiện.",
            "Tiếp {n} lượt công dân, không để đơn thư tồn đọng.",
            "Tổ chức {m} buổi phổ biến pháp luật tại cơ sở.",
        ),
        tasks=(
            "Giải quyết {m} vụ việc phức tạp kéo dài",
            "Kết luận cuộc thanh tra theo kế hoạch, công khai đúng hạn",
            "Rà soát văn bản hết hiệu lực, đề xuất bãi bỏ",
            "Tổ chức tuyên truyền pháp luật tại {m} bản",
            "Cập nhật án, vụ việc lên phần mềm quản lý",
        ),
        topics=(
            "Hoàn thiện pháp luật theo Nghị quyết số 66-NQ/TW: việc của chi bộ",
            "Bản lĩnh, đạo đức nghề nghiệp của người làm công tác pháp luật",
        ),
        proposals=(
            "Đề nghị cấp trên tăng cường phối hợp giữa các ngành trong cưỡng chế thi hành án.",
            "Đề nghị bố trí người phiên dịch tiếng dân tộc cho công tác trợ giúp pháp lý.",
        ),
    ),
    "trade": Work(
        results=(
            "Kiểm tra {n} cơ sở kinh doanh, xử lý {m} vụ vi phạm.",
            "Kim ngạch xuất nhập khẩu qua cửa khẩu lũy kế đạt {p} % kế hoạch.",
            "Hỗ trợ {m} cơ sở công nghiệp nông thôn đổi mới máy móc.",
            "Đưa {n} sản phẩm địa phương lên sàn thương mại điện tử.",
            "Bảo đảm cung ứng hàng thiết yếu, giá cả ổn định.",
        ),
        tasks=(
            "Xây dựng phương án bình ổn thị trường dịp lễ, Tết",
            "Tổ chức gian hàng tại hội chợ thương mại vùng",
            "Kiểm tra {n} cửa hàng về nguồn gốc hàng hóa",
            "Rà soát cụm công nghiệp chậm tiến độ, đề xuất xử lý",
            "Hướng dẫn {m} hợp tác xã làm hồ sơ sản phẩm OCOP",
        ),
        topics=(
            "Phát triển kinh tế tư nhân theo Nghị quyết số 68-NQ/TW trên địa bàn tỉnh",
            "Chống buôn lậu, gian lận thương mại và hàng giả: đảng viên nêu gương",
        ),
        proposals=(
            "Đề nghị cấp trên kiến nghị nâng cấp bãi kiểm hóa khu vực cửa khẩu.",
            "Đề nghị có cơ chế hỗ trợ quảng bá nông sản chủ lực.",
        ),
    ),
    "customs": Work(
        results=(
            "Thông quan {n} nghìn tờ khai, thời gian thông quan giảm so với tháng trước.",
            "Thu ngân sách tại cửa khẩu lũy kế đạt {p} % chỉ tiêu.",
            "Phát hiện, bắt giữ {m} vụ vận chuyển hàng cấm qua biên giới.",
            "Đối thoại với {n} doanh nghiệp, tháo gỡ {m} vướng mắc.",
        ),
        tasks=(
            "Bố trí ca trực thông quan hàng nông sản mùa vụ",
            "Kiểm tra sau thông quan {m} doanh nghiệp",
            "Vận hành thử hệ thống giám sát cửa khẩu thông minh",
            "Rà soát rủi ro, cập nhật {n} tiêu chí phân luồng",
            "Phối hợp biên phòng tuần tra đường mòn, lối mở",
        ),
        topics=(
            "Xây dựng lực lượng hải quan chuyên nghiệp, liêm chính",
            "Chi bộ với nhiệm vụ tạo thuận lợi thương mại ở cửa khẩu",
        ),
        proposals=(
            "Đề nghị cấp trên quan tâm nhà ở công vụ cho đảng viên công tác tại cửa khẩu.",
            "Đề nghị địa phương phối hợp phân luồng xe khi ùn tắc.",
        ),
    ),
    "building": Work(
        results=(
            "Thẩm định {n} hồ sơ thiết kế, dự toán; cắt giảm chi phí không hợp lý.",
            "Kiểm tra chất lượng {m} công trình, yêu cầu khắc phục {m} tồn tại.",
            "Cấp {n} giấy phép xây dựng trước hạn.",
            "Công bố giá vật liệu xây dựng hằng tháng kịp thời.",
            "Tiến độ các công trình do đơn vị quản lý đạt {p} % kế hoạch.",
        ),
        tasks=(
            "Thẩm định {m} đồ án quy hoạch chi tiết",
            "Kiểm tra trật tự xây dựng tại {m} phường, xã",
            "Hoàn thành hồ sơ nghiệm thu {m} công trình",
            "Công bố chỉ số giá xây dựng quý",
            "Đôn đốc nhà thầu khắc phục tồn tại về an toàn lao động",
            "Rà soát nhu cầu nhà ở xã hội trên địa bàn",
        ),
        topics=(
            "Phòng, chống thất thoát, lãng phí trong đầu tư xây dựng",
            "Xóa nhà tạm, nhà dột nát: trách nhiệm và việc làm của chi bộ",
        ),
        proposals=(
            "Đề nghị cấp trên có ý kiến về nguồn vật liệu san lấp đang thiếu.",
            "Đề nghị tăng cường kiểm tra chéo giữa các chi bộ trong khối.",
        ),
    ),
}
