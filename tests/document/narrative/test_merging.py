"""Two people wrote in one section."""

from reports.document.narrative.merging import differences, merged

BEFORE = "<p>甲</p><p>乙</p><p>丙</p>"


def test_changes_in_different_paragraphs_are_both_kept():
    both = merged(BEFORE, "<p>甲一</p><p>乙</p><p>丙</p>", "<p>甲</p><p>乙</p><p>丙二</p>")
    assert both == "<p>甲一</p><p>乙</p><p>丙二</p>"


def test_a_paragraph_changed_by_both_stands_twice():
    both = merged(BEFORE, "<p>甲</p><p>乙一</p><p>丙</p>", "<p>甲</p><p>乙二</p><p>丙</p>")
    assert both == "<p>甲</p><p>乙二</p><p>乙一</p><p>丙</p>"


def test_a_paragraph_taken_out_by_one_is_gone():
    assert merged(BEFORE, "<p>甲</p><p>丙</p>", BEFORE) == "<p>甲</p><p>丙</p>"


def test_a_list_stays_whole():
    items = "<ul><li><p>一</p></li><li><p>二</p></li></ul>"
    assert merged("", items, "<p>甲</p>") == "<p>甲</p>" + items


def test_differences_name_whose_words_they_are():
    pieces = differences("<p>办理三件，按期。</p>", "<p>办理四件，按期。</p>")
    assert pieces == [("mine", "办理三件，"), ("theirs", "办理四件，"), ("same", "按期。")]
