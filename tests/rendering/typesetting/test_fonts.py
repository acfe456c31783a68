"""The faces: what they cover, whose they are, and an agency's own before ours."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from reports.rendering.page.pdf import document_pdf
from reports.rendering.typesetting.fonts import (
    FOLDER,
    SHIPPED,
    faces,
    find_font,
    missing_characters,
)
from tests.rendering.conftest import FIXTURES
from tests.rendering.reading import Sheets
from tools import make_fonts

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def own_face(tmp_path_factory) -> Path:
    """An agency's own 仿宋, installed in a folder of its own."""
    path = tmp_path_factory.mktemp("faces") / "own.ttf"
    font = TTFont(FOLDER / "fangsong.ttf", recalcBBoxes=False)
    for number, name in {1: "Agency FangSong", 4: "Agency FangSong", 6: "AgencyFangSong"}.items():
        font["name"].setName(name, number, 3, 1, 0x409)
    font.save(path)
    return path


@pytest.fixture
def with_own_body(settings, own_face):
    settings.REPORT_FACES = {"body": str(own_face)}


def bases(sheets: Sheets) -> set[str]:
    return {str(font.BaseFont).split("+")[1] for font in sheets.fonts()}


@pytest.mark.parametrize("stack", SHIPPED)
def test_every_face_prints_gb_2312_and_the_table_of_8105_characters(stack):
    wanted = make_fonts.gb2312() | {
        ord(character)
        for line in make_fonts.LIST.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
        for character in line.strip()
    }
    files = dict(faces().stacks)[stack]

    covered = frozenset().union(*(file.characters for file in files))

    assert len(wanted) > 8105
    assert wanted - covered == set()


def test_the_table_of_characters_is_whole():
    lines = make_fonts.LIST.read_text(encoding="utf-8").splitlines()
    characters = "".join(line.strip() for line in lines if not line.startswith("#"))

    assert len(characters) == len(set(characters)) == 8105


@pytest.mark.parametrize("file", sorted({file for files in SHIPPED.values() for file in files}))
def test_a_face_is_named_made_and_licensed_in_the_readme(file):
    readme = (FOLDER / "README.md").read_text()
    row = next(line for line in readme.splitlines() if line.startswith(f"| {file} "))
    _, _, family, source, version, package, licence, _ = (cell.strip() for cell in row.split("|"))

    assert TTFont(FOLDER / file)["name"].getDebugName(1) == family
    assert family in {face.family for face in make_fonts.FACES if face.file == file}
    assert source and version and any(c.isdigit() for c in package)
    assert (FOLDER / licence.partition("(")[2].partition(")")[0]).is_file()


@pytest.mark.parametrize("character", "瀍〇镕䶮喆堃璟祎頔𬱖𠮷㊙①Ⅳ℃㎡√×÷≤±§“”‘’…—·々")
def test_characters_of_names_and_measures_have_glyphs(written, character):
    assert missing_characters(written(f"<p>{character}</p>", title=f"{character}报告")) == []


def test_a_title_in_a_face_without_the_character_is_reported(written):
    assert missing_characters(written(title="\ue001报告")) == ["\ue001"]


@pytest.mark.usefixtures("with_own_body")
def test_an_agencys_own_face_prints_what_it_has_and_ours_the_rest(written):
    sheets = Sheets(document_pdf(written("<p>公开瀍水</p>")))

    assert {"Agency-FangSong", "Nianbao-More", "Nianbao-Hei"} <= bases(sheets)
    assert "Nianbao-Fangsong" not in bases(sheets)
    assert sheets.failures() == []


def test_ours_comes_back_when_the_setting_goes(written, settings, own_face):
    plain = document_pdf(written("<p>公开</p>"))
    settings.REPORT_FACES = {"body": str(own_face)}
    own = document_pdf(written("<p>公开</p>"))
    settings.REPORT_FACES = {}

    assert own != plain
    assert document_pdf(written("<p>公开</p>")) == plain


def test_an_installed_face_is_found_by_its_name(tmp_path, own_face):
    conf = tmp_path / "fonts.conf"
    conf.write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{own_face.parent}</dir>'
        f"<cachedir>{tmp_path}</cachedir></fontconfig>"
    )
    out = tmp_path / "report.pdf"
    environment = os.environ | {
        "FONTCONFIG_FILE": str(conf),
        "REPORT_FACES": "body=Agency FangSong",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
    }

    command = [sys.executable, "manage.py", "render_report", FIXTURES / "report-2019.json"]
    subprocess.run([*command, "-o", out], check=True, cwd=ROOT, env=environment)

    assert "Agency-FangSong" in bases(Sheets(out.read_bytes()))


def test_a_face_that_is_not_installed_is_said_and_ours_stands_in(settings, caplog):
    settings.REPORT_FACES = {"body": "No Such Face"}

    assert find_font("No Such Face") is None
    assert "No Such Face" in caplog.text
    assert [file.path.name for file in dict(faces().stacks)["body"]] == list(SHIPPED["body"])
