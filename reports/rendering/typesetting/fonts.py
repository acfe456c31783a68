"""The faces of the document: which files, which characters they have, which they lack."""

import logging
import os
import subprocess
import tempfile
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

from django.conf import settings
from fontTools.ttLib import TTFont
from weasyprint.text.fonts import FontConfiguration

from reports.document import Document, plain_text

from .prose import visible

logger = logging.getLogger(__name__)

FOLDER = Path(__file__).resolve().parents[3] / "static" / "fonts"
# What the document calls its faces → the files that ship with the product: the first that has a
# character prints it.
SHIPPED = {
    "title": ("xiaobiaosong.ttf", "more.ttf", "rare.ttf"),
    "heading": ("hei.ttf", "more.ttf", "rare.ttf"),
    "kai": ("kai.ttf", "fangsong.ttf", "more.ttf", "rare.ttf"),
    "body": ("fangsong.ttf", "more.ttf", "rare.ttf"),
}
# Faces that a reader's computer may have, for the web page: it embeds none.
WEB_FACES = (
    (
        "title",
        "'FZXiaoBiaoSong-B05S','方正小标宋简体','Noto Serif CJK SC','Source Han Serif SC',"
        "'Songti SC',STSong,SimSun,serif",
    ),
    (
        "heading",
        "SimHei,'PingFang SC','Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',sans-serif",
    ),
    ("kai", "'楷体_GB2312',KaiTi_GB2312,KaiTi,STKaiti,'Kaiti SC','LXGW WenKai',serif"),
    ("body", "'仿宋_GB2312',FangSong_GB2312,FangSong,STFangsong,'Noto Serif CJK SC',serif"),
)
# Nothing to print: no glyph is asked for.
_UNPRINTED = {"Cc", "Cf", "Zl", "Zp"}


class MissingGlyphs(ValueError):
    """No face has these characters; the text names them in a Chinese sentence."""

    def __init__(self, characters: list[str]):
        self.characters = characters
        named = "、".join(f"“{c}”（{code_point(c)}）" for c in characters[:20])
        more = f"等{len(characters)}个字" if len(characters) > 20 else ""
        super().__init__(
            f"报告里有印不出的字：{named}{more}。现有字体都没有这些字形，请核对是否输错，"
            "或换用通行写法，或请管理员在 REPORT_FACES 中配置含有这些字的字体。"
        )


@dataclass(frozen=True)
class FaceFile:
    """A font file that the document is printed with."""

    path: Path

    @cached_property
    def _font(self) -> TTFont:
        return TTFont(self.path, fontNumber=0, lazy=True)

    @cached_property
    def family(self) -> str:
        """The family name by which layout finds it."""
        return self._font["name"].getDebugName(1)

    @cached_property
    def characters(self) -> frozenset[int]:
        """The code points that it has glyphs for."""
        return frozenset(self._font.getBestCmap())

    def glyph(self, code: int) -> tuple[int, float] | None:
        """Return the number of a character's glyph and its advance in em; None if it has none."""
        name = self._font.getBestCmap().get(code)
        if name is None:
            return None
        advance = self._font["hmtx"][name][0] / self._font["head"].unitsPerEm
        return self._font.getGlyphID(name), advance


@dataclass(frozen=True)
class Faces:
    """The files in use: an agency's own before ours, the fallbacks last."""

    stacks: tuple[tuple[str, tuple[FaceFile, ...]], ...]

    @property
    def css(self) -> tuple[tuple[str, str], ...]:
        """Return each face's CSS stack of families."""
        return tuple(
            (name, ",".join(f'"{file.family}"' for file in files)) for name, files in self.stacks
        )

    @cached_property
    def files(self) -> tuple[FaceFile, ...]:
        """Every file once, in a fixed order."""
        return tuple(dict.fromkeys(file for _, files in self.stacks for file in files))

    @cached_property
    def characters(self) -> frozenset[int]:
        """The code points that every face can print, itself or through its fallbacks."""
        return frozenset.intersection(
            *(frozenset().union(*(file.characters for file in files)) for _, files in self.stacks)
        )


def faces() -> Faces:
    """Return the faces in use: those of the setting `REPORT_FACES` where found, else ours."""
    own = getattr(settings, "REPORT_FACES", None) or {}
    return _faces(tuple(sorted(own.items())))


@lru_cache(maxsize=4)
def _faces(own: tuple[tuple[str, str], ...]) -> Faces:
    found = {name: path for name, wish in own if (path := find_font(wish))}
    stacks = []
    for name, shipped in SHIPPED.items():
        own_file = [found[name]] if name in found else []
        paths = [*own_file, *(FOLDER / file for file in shipped)]
        stacks.append((name, tuple(FaceFile(path) for path in paths)))
    return Faces(tuple(stacks))


def find_font(wish: str) -> Path | None:
    """Return the file of an installed font by its path or one of its names; None if not there."""
    if Path(wish).is_file():
        return Path(wish).resolve()
    command = ["fc-match", "-f", "%{family}\n%{fullname}\n%{postscriptname}\n%{file}", wish]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        answer = None
    *names, file = answer.stdout.split("\n") if answer else ["", ""]
    if wish.casefold() in {name.casefold() for line in names for name in line.split(",")}:
        return Path(file)
    logger.warning("REPORT_FACES: no font named %r is installed; ours stands in.", wish)
    return None


def font_configuration(in_use: Faces) -> FontConfiguration:
    """Return a configuration that knows the files of `in_use` and no other font of the machine."""
    folder = Path(tempfile.gettempdir())
    with tempfile.NamedTemporaryFile("w", suffix=".conf", encoding="utf-8") as file:
        file.write(_fontconfig(in_use, folder))
        file.flush()
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = file.name
        try:
            return FontConfiguration()
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


def _fontconfig(in_use: Faces, folder: Path) -> str:
    paths = [file.path for file in in_use.files]
    folders = "".join(f"<dir>{escape(str(p))}</dir>" for p in sorted({p.parent for p in paths}))
    globs = "".join(f"<glob>{escape(str(path))}</glob>" for path in paths)
    return (
        f'<?xml version="1.0"?><fontconfig>{folders}'
        f"<cachedir>{escape(str(folder / 'nianbao-fontconfig'))}</cachedir>"
        f"<selectfont><acceptfont>{globs}</acceptfont>"
        "<rejectfont><glob>*</glob></rejectfont></selectfont></fontconfig>"
    )


def missing_characters(document: Document) -> list[str]:
    """Return the characters of `document` that no face has, each once, in reading order."""
    words = [document.title, document.organ, document.preface, *document.sections.values()]
    text = visible(plain_text("\n".join(words)))
    lacking = set(map(ord, text)) - faces().characters
    wanted = {chr(code) for code in lacking if unicodedata.category(chr(code)) not in _UNPRINTED}
    return list(dict.fromkeys(c for c in text if c in wanted)) if wanted else []


def code_point(character: str) -> str:
    """Return the code point as it is usually written, for example U+700D."""
    return f"U+{ord(character):04X}"
