"""Both texts in one: what both wrote alike stands there once."""

from reports.document.narrative.merging import merged


def test_a_paragraph_that_both_wrote_stands_once():
    both = merged("<p>甲。</p>", "<p>甲一。</p><p>共同的。</p>", "<p>甲二。</p><p>共同的。</p>")

    assert both.count("共同的。") == 1
    assert "甲一。" in both and "甲二。" in both
