"""Secret content has no place here: texts that carry a marking are refused at their field.

Law 117/2025/QH15 on state secrets: such content may not be drafted or kept on a machine that is
connected to a network. Only a marking is recognised (the word alone in capitals), so that
"bí mật" within a sentence does no harm.
"""

import re
import unicodedata

MARKING = re.compile(r"(?:^|[\s(\[\"“.:;,-])(TUYỆT MẬT|TỐI MẬT|MẬT)(?=$|[\s)\]\"”.:;,-])")
ADVICE = (
    "Có chữ đóng dấu “{mark}”: nội dung mật không được ghi vào đây. "
    "Hãy xóa đi, ghi vào sổ giấy riêng và đánh dấu “ghi sổ giấy riêng” ở mục đó."
)


def find_marking(text):
    """The marking word in a text, or an empty text."""
    match = MARKING.search(unicodedata.normalize("NFC", text))
    return match[1] if match else ""


def refuse_secret_marks(fields, errors):
    """Add a refusal for each field whose text carries a marking."""
    for name, text in fields.items():
        if "M" in text and (mark := find_marking(text)):
            errors[name] = ADVICE.format(mark=mark)
