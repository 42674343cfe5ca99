"""Documents that were passed on, and the sentences that any cell may write."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Paper:
    number: str
    issued_on: date
    title: str


PAPERS = (
    Paper(
        "144-QĐ/TW",
        date(2024, 5, 9),
        "Quy định về chuẩn mực đạo đức cách mạng của cán bộ, đảng viên giai đoạn mới",
    ),
    Paper(
        "57-NQ/TW",
        date(2024, 12, 22),
        "Nghị quyết về đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số "
        "quốc gia",
    ),
    Paper(
        "66-NQ/TW",
        date(2025, 4, 30),
        "Nghị quyết về đổi mới công tác xây dựng và thi hành pháp luật",
    ),
    Paper("68-NQ/TW", date(2025, 5, 4), "Nghị quyết về phát triển kinh tế tư nhân"),
    Paper("294-QĐ/TW", date(2025, 5, 26), "Quy định về thi hành Điều lệ Đảng"),
    Paper(
        "50-CT/TW",
        date(2025, 7, 23),
        "Chỉ thị về tiếp tục đổi mới, nâng cao chất lượng sinh hoạt chi bộ",
    ),
    Paper(
        "366-QĐ/TW",
        date(2025, 8, 30),
        "Quy định về kiểm điểm, đánh giá, xếp loại chất lượng đối với tập thể, cá nhân",
    ),
    Paper("38-HD/BTCTW", date(2025, 9, 29), "Hướng dẫn về nghiệp vụ công tác đảng viên"),
    Paper(
        "42-HD/BTCTW",
        date(2025, 10, 28),
        "Hướng dẫn về thực hiện Chỉ thị số 50-CT/TW nâng cao chất lượng sinh hoạt chi bộ",
    ),
    Paper("399-QĐ/TW", date(2026, 1, 9), "Quy định về thể thức văn bản của Đảng"),
    Paper("01-QĐ/TW", date(2026, 2, 3), "Quy định về chế độ đảng phí"),
    Paper("21-QĐ/TW", date(2026, 4, 11), "Quy định về công tác kiểm tra, giám sát của Đảng"),
    Paper("01-HD/TW", date(2026, 5, 19), "Hướng dẫn về một số vấn đề cụ thể thi hành Điều lệ Đảng"),
    Paper(
        "02-HD/BTCTW",
        date(2026, 5, 22),
        "Hướng dẫn về kiểm điểm, đánh giá, xếp loại chất lượng hằng năm",
    ),
    Paper("05-HD/VPTW", date(2026, 5, 27), "Hướng dẫn về thể thức và kỹ thuật trình bày văn bản"),
    Paper("208-QĐ/TW", date(2026, 7, 26), "Quy định về thi hành Điều lệ Đảng"),
    Paper("198-KL/TW", date(2026, 8, 5), "Kết luận về đánh giá, xếp loại cán bộ, đảng viên"),
)
# For days before those papers, and so that there is always something to pass on.
STANDING = (
    Paper(
        "05-CT/TW",
        date(2016, 5, 15),
        "Chỉ thị về đẩy mạnh học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
    ),
    Paper("01-KL/TW", date(2021, 5, 18), "Kết luận về tiếp tục thực hiện Chỉ thị số 05-CT/TW"),
    Paper("37-QĐ/TW", date(2021, 10, 25), "Quy định về những điều đảng viên không được làm"),
)

NEWS = (
    "Thông tin tình hình kinh tế, xã hội của tỉnh tháng {month}: thu ngân sách, giải ngân đầu tư "
    "công và tiến độ các công trình trọng điểm.",
    "Điểm một số sự kiện trong nước và quốc tế nổi bật; lưu ý đảng viên nhận diện thông tin xấu, "
    "độc trên mạng xã hội.",
    "Phổ biến kết quả hội nghị cấp ủy cấp trên và nhiệm vụ trọng tâm quý.",
    "Thông báo tình hình thiên tai, dịch bệnh và công tác ứng phó ở các địa phương trong tỉnh.",
    "Quán triệt tinh thần chỉ đạo về sắp xếp tổ chức bộ máy, giữ ổn định tư tưởng cán bộ.",
    "Nêu kết quả bước đầu về cải cách hành chính, chỉ số hài lòng của người dân.",
    "Thông tin về phong trào chung tay xóa nhà tạm, nhà dột nát; chi bộ vận động ủng hộ một ngày "
    "lương.",
    "Giới thiệu gương người tốt, việc tốt trong học tập và làm theo Bác đăng trên Báo tỉnh.",
    "Phổ biến tình hình biên giới, an ninh trật tự; nhắc đảng viên cảnh giác thủ đoạn lừa đảo qua "
    "mạng.",
    "Thông báo kế hoạch kiểm tra, giám sát của Đảng ủy trong quý và yêu cầu chuẩn bị.",
    "Thông tin việc triển khai Sổ tay đảng viên điện tử; đề nghị đảng viên cập nhật thường xuyên.",
    "Nêu tình hình giá cả, đời sống nhân dân và các chính sách an sinh mới có hiệu lực.",
)

MOODS = (
    "Đa số đảng viên an tâm công tác, tin tưởng vào sự lãnh đạo của Đảng.",
    "Nội bộ đoàn kết, không có đơn thư, không có biểu hiện suy thoái về tư tưởng chính trị.",
    "Một số đồng chí băn khoăn về vị trí việc làm sau sắp xếp; chi ủy đã gặp gỡ, giải thích.",
    "Đảng viên trẻ mong được đào tạo thêm về chuyên môn và lý luận chính trị.",
    "Dư luận trong đơn vị quan tâm đến chế độ tiền lương và định mức công việc.",
    "Một đồng chí có hoàn cảnh gia đình khó khăn, chi bộ phân công công đoàn thăm hỏi.",
    "Tư tưởng đảng viên ổn định; có ý kiến lo lắng về dịch bệnh mùa mưa.",
    "Không có đảng viên vi phạm những điều đảng viên không được làm.",
    "Đảng viên phấn khởi trước kết quả thi đua của cơ quan, đơn vị.",
    "Còn một, hai đồng chí ngại phát biểu, ngại va chạm trong phê bình.",
    "Quần chúng ưu tú tích cực phấn đấu, mong sớm được học lớp nhận thức về Đảng.",
    "Đảng viên chấp hành tốt quy định về phát ngôn và sử dụng mạng xã hội.",
)

PARTY_RESULTS = (
    "Thu, nộp đảng phí đầy đủ, đúng thời hạn.",
    "Chi bộ phân công hai đảng viên giúp đỡ quần chúng ưu tú.",
    "Đã kiểm tra việc thực hiện nhiệm vụ của một đảng viên, kết quả tốt.",
    "Mỗi đảng viên thực hiện cam kết tu dưỡng, rèn luyện; chưa có trường hợp phải nhắc nhở.",
    "Công đoàn, đoàn thanh niên duy trì sinh hoạt, tổ chức thăm hỏi kịp thời.",
    "Việc học tập và làm theo Bác gắn với nhiệm vụ chuyên môn, có sản phẩm cụ thể.",
    "Chi bộ đã xét, đề nghị cấp trên khen thưởng một đảng viên.",
    "Một nhiệm vụ còn chậm do phải chờ phối hợp của đơn vị khác.",
    "Việc báo cáo của một số tổ còn chậm, số liệu chưa thống nhất.",
    "Chi bộ đã giám sát chuyên đề việc thực hiện quy định nêu gương.",
)

PLANS = (
    "Tiếp tục lãnh đạo hoàn thành nhiệm vụ chuyên môn của tháng, không để việc tồn đọng.",
    "Phân công đảng viên phụ trách từng phần việc, báo cáo kết quả tại kỳ họp sau.",
    "Duy trì nền nếp sinh hoạt, gửi tài liệu cho đảng viên trước ít nhất một ngày.",
    "Chuẩn bị nội dung sinh hoạt chuyên đề quý, giao đồng chí phó bí thư soạn thảo.",
    "Bồi dưỡng, giúp đỡ quần chúng ưu tú; hoàn thiện hồ sơ kết nạp.",
    "Tăng cường kiểm tra việc chấp hành giờ giấc làm việc, kỷ luật phát ngôn.",
    "Lãnh đạo các đoàn thể tổ chức hoạt động thiết thực chào mừng ngày lễ trong tháng.",
    "Thực hiện tốt công tác phòng, chống thiên tai, cháy nổ tại cơ quan.",
    "Rà soát việc thực hiện cam kết của từng đảng viên, nhắc nhở việc còn chậm.",
    "Thực hiện tiết kiệm điện, nước, văn phòng phẩm theo kế hoạch của cơ quan.",
)

PARTY_TASKS = (
    "Chuẩn bị tài liệu sinh hoạt chuyên đề quý tới",
    "Hoàn thiện hồ sơ kết nạp một quần chúng ưu tú",
    "Xác minh lý lịch người xin vào Đảng",
    "Thu đảng phí và nộp về Đảng ủy",
    "Theo dõi, giúp đỡ đảng viên dự bị",
    "Lập kế hoạch kiểm tra, giám sát của chi bộ",
    "Cập nhật tài liệu lên Sổ tay đảng viên điện tử",
)

DISCUSSION = (
    "Các ý kiến nhất trí với báo cáo, bổ sung biện pháp đôn đốc các việc còn chậm.",
    "Chi bộ thảo luận sôi nổi, tập trung vào nguyên nhân của việc chưa hoàn thành.",
    "Đồng chí chủ trì gợi ý từng vấn đề; đảng viên phát biểu thẳng thắn.",
    "Chi bộ biểu dương đồng chí {praised} đã hoàn thành tốt nhiệm vụ được giao.",
    "Chi bộ nhắc nhở việc gửi báo cáo muộn, đồng chí được nhắc đã tiếp thu.",
    "Một số đồng chí tự phê bình về việc đi muộn, hứa khắc phục ngay trong tháng.",
    "Phê bình trên tinh thần đồng chí, không nể nang; không có ý kiến bảo lưu.",
    "Chi bộ thống nhất giao đồng chí {praised} tổng hợp kết quả, báo cáo kỳ sau.",
    "Ý kiến trao đổi tập trung vào cách phối hợp giữa các bộ phận.",
    "Đảng viên dự bị phát biểu cảm nghĩ, hứa tiếp tục phấn đấu.",
)

OPINIONS = (
    "Nhất trí với báo cáo; đề nghị nêu rõ người chịu trách nhiệm từng việc.",
    "Đề nghị phân công cụ thể hơn và kiểm tra giữa tháng.",
    "Tháng qua còn chậm do thiếu người; xin hứa hoàn thành trước ngày 20.",
    "Đồng ý với đánh giá của chi ủy, mong được tạo điều kiện đi tập huấn.",
    "Đề nghị gửi tài liệu sớm hơn để đảng viên nghiên cứu trước.",
    "Bản thân đã thực hiện xong việc được giao, xin nhận thêm việc tháng tới.",
    "Nên chọn chuyên đề sát công việc hằng ngày của đơn vị.",
    "Đề nghị quan tâm hơn đến đời sống anh em trực ca, trực đêm.",
    "Cần ghi rõ thời hạn trong nghị quyết thì mới kiểm tra được.",
    "Thống nhất với nhiệm vụ tháng tới; đề nghị bổ sung biện pháp phối hợp.",
    "Xin tự phê bình vì nộp báo cáo muộn hai ngày.",
    "Đề nghị chi bộ sớm xét hồ sơ của quần chúng ưu tú trong đơn vị.",
    "Đồng chí bí thư nên dành nhiều thời gian hơn cho phần thảo luận.",
    "Việc số hóa hồ sơ rất cần thiết, đề nghị làm dứt điểm từng phần.",
    "Cần rút kinh nghiệm khâu chuẩn bị của đợt công tác vừa rồi.",
    "Đề nghị biểu dương tổ công tác đã làm thêm giờ để kịp tiến độ.",
    "Băn khoăn về kinh phí thực hiện, đề nghị chi ủy kiến nghị cấp trên.",
    "Đã trao đổi với quần chúng, bà con đồng tình với chủ trương này.",
)

SHORTCOMINGS = (
    "Thời gian thảo luận còn ít; cần gợi ý vấn đề trước.",
    "Một số đảng viên chưa nghiên cứu tài liệu trước khi họp.",
    "Còn đảng viên vắng mặt vì lý do công việc, cần sắp xếp lịch trực.",
    "Báo cáo kết quả chưa nêu rõ trách nhiệm từng đồng chí.",
    "Tự phê bình và phê bình còn nể nang.",
    "Tỉ lệ phát biểu còn thấp, nhất là đảng viên trẻ.",
)

CONCLUSIONS = (
    "Chi bộ thống nhất đánh giá kết quả tháng và nhiệm vụ tháng tới như dự thảo, bổ sung các ý "
    "kiến phát biểu. Giao chi ủy đôn đốc, báo cáo tại kỳ họp sau.",
    "Đồng chí chủ trì kết luận: các nhiệm vụ cơ bản hoàn thành; việc còn chậm phải xong trước ngày "
    "20. Từng đảng viên chủ động báo cáo tiến độ.",
    "Kết luận: tập trung hoàn thành {count} nhiệm vụ đã phân công; tiếp tục giữ nền nếp sinh hoạt, "
    "nâng cao chất lượng thảo luận.",
    "Chi bộ nhất trí thông qua nghị quyết tháng. Mỗi đảng viên gắn việc được giao với nội dung cam "
    "kết đầu năm.",
    "Thống nhất các giải pháp đã nêu; phân công đồng chí phó bí thư theo dõi việc thực hiện.",
)

TOPIC_CONCLUSIONS = (
    "Chi bộ thống nhất nội dung chuyên đề; từng đảng viên chọn một việc cụ thể để làm theo, đăng "
    "ký với chi ủy trong tuần.",
    "Giao chi ủy bổ sung ý kiến thảo luận, hoàn chỉnh báo cáo chuyên đề và theo dõi việc thực hiện "
    "đến hết quý.",
)

EXCUSES = (
    "Đi công tác",
    "Ốm, có báo cáo",
    "Đi học lớp trung cấp lý luận chính trị",
    "Trực cơ quan",
    "Nghỉ phép",
    "Con ốm",
    "Đi tập huấn nghiệp vụ",
    "Nghỉ thai sản",
)
