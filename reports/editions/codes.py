"""The code that names an organ: 统一社会信用代码 (GB 32100-2015), or a code of the district's own."""

import re

# Digits and letters without I, O, S, V, Z; a character's place is its value.
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_OWN = re.compile(r"[0-9A-Z][0-9A-Z._-]{0,16}")


class BadCode(ValueError):
    """The code cannot be one; the text says why, in Chinese."""


def read_code(typed: str) -> str:
    """Return an organ's code in capitals, empty when none was typed; raise BadCode.

    Eighteen characters are a 统一社会信用代码 and must carry the right check character.
    """
    code = typed.strip().upper()
    if not code:
        return ""
    if len(code) == 18:
        _must_check(code)
    elif not _OWN.fullmatch(code):
        raise BadCode(f"代码“{typed[:30]}”应当是18位统一社会信用代码，或不超过17位的字母和数字。")
    return code


def _must_check(code: str) -> None:
    if any(character not in _ALPHABET for character in code):
        raise BadCode(f"统一社会信用代码“{code}”里有不该出现的字符（不用 I、O、S、V、Z）。")
    if check_character(code[:17]) != code[17]:
        raise BadCode(f"统一社会信用代码“{code}”的校验位不对，请核对是否抄错。")


def check_character(body: str) -> str:
    """Return the eighteenth character for the first seventeen. Source: GB 32100-2015, 附录."""
    total = sum(_ALPHABET.index(c) * weight for c, weight in zip(body, _WEIGHTS, strict=True))
    return _ALPHABET[-total % 31]
