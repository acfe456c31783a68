"""What must not be published: ID-card, bank-card and mobile numbers, homes and names of applicants."""

import re

from ...case import Case, Finding, Found, Text

SOURCE = "《个人信息保护法》；《政府信息公开条例》第十五条"
_DIGITS = re.compile(r"\d(?<![\dA-Za-z].)\d{10,18}[Xx]?(?![\dA-Za-z])")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_BORN = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_SAYS_ID = re.compile("身份证(?:件)?(?:号码?)?[：为是]{0,2}$")
_CARD_WORDS = re.compile(r"银行|卡号|账号|帐号|账户|帐户|汇款|开户")
_OFFICE = re.compile(r"值班|(?:办公|工作|政务|公务)手机|电话|传真|联系|热线|咨询|邮箱")
_OWN_MOBILE = re.compile("(?<!值班)(?<![办公工务政作])手机(?:号码?)?[：为是]?$")
_HOME = re.compile(
    r"(?:家住|住址|现住|家庭住址|户籍(?:地|地址)?|住所地|居住(?:在|于))[：为在于]{0,2}"
    r"[一-鿿\d]{2,24}?(?:\d+(?:号|栋|幢|室|组|单元)|村[一-鿿\d]{0,4}组)"
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林郭马罗梁宋郑谢韩唐冯董萧曹袁邓傅沈彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪"
    "田姜范姚谭廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎贺赖龚"
)
_APPLICANT = re.compile(
    rf"(?:申请人|原告|复议申请人|市民|村民|居民|当事人)[：为]?(?P<name>[{_SURNAMES}](?!某)[一-鿿]{{1,2}}?)"
    r"(?=(?:申请|提出|向|要求|不服|诉|因|对|来[信电访函]|致电|咨询|反映|在|于|，|、|（|$))"
)
_NO_NAMES = {"江苏", "江西", "马上", "康复", "高度", "黄河", "钱款", "龙头", "雷同"}


def private_data(case: Case) -> Found:
    """Yield a finding for each piece of private data in the words."""
    for passage in case.passages:
        for match in _DIGITS.finditer(passage.canon):
            before = passage.canon[max(0, match.start() - 16) : match.start()]
            if kind := _kind(match[0], before, passage.section):
                yield _finding(passage, *kind, *match.span())
        for match in _HOME.finditer(passage.canon):
            yield _finding(passage, "warning", "像是个人的住址", *match.span())
        for match in _APPLICANT.finditer(passage.canon):
            if match["name"] not in _NO_NAMES:
                yield _finding(passage, "warning", "像是申请人的姓名", *match.span("name"))


def _kind(digits: str, before: str, section: str) -> tuple[str, str] | None:
    # A slip in it leaves it a person's: what the words call one needs no check digit.
    if is_id_number(digits) or len(digits) in (15, 18) and _SAYS_ID.search(before):
        return "error", "是身份证号码"
    if 16 <= len(digits) <= 19 and digits.isdigit() and is_card_number(digits, before):
        return "error", "是银行卡号"
    if _MOBILE.fullmatch(digits):
        # An office may leave a mobile number as its contact in the preface.
        office = section == "preface" and _OFFICE.search(before) and not _OWN_MOBILE.search(before)
        return None if office else ("warning", "像是个人的手机号码")
    return None


def is_id_number(digits: str) -> bool:
    """Whether 18 characters are a citizen's ID number: a date of birth and the check digit (GB 11643)."""
    if len(digits) != 18 or not digits[:17].isdigit() or not _BORN.fullmatch(digits[6:14]):
        return False
    total = sum(int(d) * w for d, w in zip(digits, _ID_WEIGHTS, strict=False))
    return _ID_CHECKS[total % 11] == digits[17].upper()


def is_card_number(digits: str, before: str = "") -> bool:
    """Whether 16 to 19 digits are a bank card's: the Luhn digit, and 62 or words that say so."""
    if not (digits.startswith("62") or _CARD_WORDS.search(before)):
        return False
    doubled = [int(d) * (1 + n % 2) for n, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _finding(passage: Text, severity: str, what: str, start: int, end: int) -> Finding:
    message = f"{{where}}“{{quote}}”{what}，公开报告里不应当有。请删去，或用“某”代替。"
    return passage.finding("text.private", severity, message, start, end, source=SOURCE)
