"""Why a mark is what it is: explanations of the cells, reasons of those who verify."""

# By the name of the fact that a committee corrects.
FACT_REASONS = {
    "speaking_rate": "Biên bản ghi {less} ý kiến, không phải {more}.",
    "tasks_done_rate": "Một việc báo xong nhưng chưa có kết quả kèm theo.",
    "documents_sent_in_time": "Tài liệu gửi sát giờ họp, một số đảng viên chưa nhận được.",
    "minutes_published_in_time": "Văn bản đăng tải còn thiếu nghị quyết.",
    "duration_minutes": "Thời gian ghi gồm cả phần họp chuyên môn.",
}
NUMBER_REASONS = (
    "Thảo luận còn sơ sài, chưa đi vào nguyên nhân.",
    "Kết luận chưa nêu rõ người thực hiện và thời hạn.",
    "Biên bản chưa ghi đầy đủ diễn biến phần thảo luận.",
    "Tự phê bình và phê bình ghi chung chung.",
    "Nội dung chuẩn bị lặp lại tháng trước.",
)
YES_NO_REASON = "Chưa thấy ghi trong biên bản."
UP_REASON = "Chi bộ tự chấm thấp hơn thực tế; đoàn dự họp thấy điều hành tốt."

# "Thuyết minh điểm trừ" by the criterion of deductions-sheet.yaml: a sentence for each time.
DEDUCTIONS = {
    "1.1": (
        "Dự thảo nghị quyết thiếu phần phân công nhiệm vụ.",
        "Chưa chuẩn bị nội dung gợi ý thảo luận.",
        "Báo cáo tháng chưa có số liệu so với kế hoạch.",
    ),
    "2.3": (
        "Một đồng chí đến muộn 20 phút do vướng ca trực.",
        "Một đồng chí xin về sớm 30 phút để đi công tác.",
        "Một đồng chí vào họp muộn sau phần quán triệt văn bản.",
    ),
    "3.1": (
        "Chưa thông báo tình hình tư tưởng đảng viên trước khi thảo luận.",
        "Chưa biểu quyết thông qua chương trình.",
        "Chưa đọc lại kết luận kỳ trước trước khi đánh giá.",
    ),
    "3.2": (
        "Phần đánh giá kết quả tháng nêu chung chung.",
        "Thông tin thời sự dàn trải, chưa liên hệ nhiệm vụ của đơn vị.",
        "Nhiệm vụ tháng tới lặp lại nguyên văn tháng trước.",
    ),
    "3.4": (
        "Phần phê bình còn nể nang, không nêu rõ việc.",
        "Đồng chí được nhắc nhở chưa tự phê bình tại cuộc họp.",
    ),
    "3.5": (
        "Một đồng chí đưa thông tin nội bộ lên mạng xã hội, chi bộ đã nhắc nhở.",
        "Một đồng chí phát ngôn thiếu căn cứ về cán bộ, chi bộ đã yêu cầu rút kinh nghiệm.",
    ),
    "4.2": (
        "Biên bản thiếu ý kiến của một đồng chí.",
        "Biên bản chưa ghi số phiếu biểu quyết.",
        "Biên bản chưa ghi người thực hiện của một nhiệm vụ.",
    ),
}
OTHER_DEDUCTIONS = (
    "Có thiếu sót đã ghi trong biên bản.",
    "Chi bộ đã rút kinh nghiệm tại cuộc họp.",
)
ONCE_MORE = "Trừ thêm một lần: {reason}"
BONUSES = (
    "Phân công đảng viên kèm cặp đồng nghiệp mới, được Đảng ủy biểu dương.",
    "Sáng kiến rút ngắn thời gian giải quyết hồ sơ được đơn vị công nhận.",
    "Tổ chức sinh hoạt tại nơi công tác xa trung tâm, được cấp trên nhân rộng.",
)
NO_BONUS = "Chưa có văn bản ghi nhận của cấp trên."
CONDITION_BROKEN = "Một đồng chí chia sẻ thông tin chưa kiểm chứng trên mạng xã hội, đã nhắc nhở."


def explanations_of(code):
    """The sentences that explain a deduction of this criterion."""
    return DEDUCTIONS.get(code, OTHER_DEDUCTIONS)


def more_deducted(sentence):
    """A sentence as the reason of one more deduction."""
    return ONCE_MORE.format(reason=f"{sentence[0].lower()}{sentence[1:]}")
