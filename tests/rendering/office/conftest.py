"""Reports to write as office files."""

import pytest

from reports.editions import all_editions
from tests import factories

WORDS = {
    "overview": "<h3>（一）主动公开</h3><p>2025年公开信息465条，其中<strong>重点</strong>信息"
    '<em>30</em>条，见<a href="https://www.example.gov.cn/">网站</a>。<br>下一行</p>'
    "<h4>1.平台建设</h4><ul><li>第一项</li><li>第二项<ol><li>其一</li><li>其二</li></ol></li></ul>"
    "<table><thead><tr><th>类别</th><th>数量</th></tr></thead>"
    '<tbody><tr><td rowspan="2">文件</td><td>30</td></tr><tr><td>CO<sub>2</sub></td></tr></tbody>'
    "</table><h3>（二）依申请公开</h3><p>=1+1 不是公式。</p>",
    "problems": "<p>一是解读形式单一。</p><p>二是更新不够及时。</p>",
}


@pytest.fixture(params=[edition.id for edition in all_editions()])
def document(request):
    """A filled report with every kind of words, in each edition."""
    edition = next(e for e in all_editions() if e.id == request.param)
    words = {"preface": "<p>根据条例编制。</p>", "sections": WORDS}
    return factories.filled(edition, issued="2026-01-20", index_number="A-1", **words)
