"""What the parts of a list are called: kinds of which nothing is two."""

import re
from dataclasses import dataclass

from reports.language.claims import Language

from ...case import Text

_ASKED = re.compile("收到|受理|答复|办结|申请|无法提供|不予处理")
# How papers are marked: 印发公文120份（主动公开90份，依申请公开10份，不予公开20份）.
_MARKED = re.compile("公文|主动公开")
# A reason of table 三 only where requests are told of: letters and posts have complaints, too.
_OF_LETTERS = re.compile("信访|投诉|举报|重复")
# Nothing is both 维持 and 纠正, or both 予以公开 and 无法提供: the outcomes of table 四, and the groups
# of results of table 三, with how many there are.
OUTCOMES, _RESULTS = 4, 6


@dataclass(frozen=True)
class On:
    """The words that are added up, and the language that knows what parts are called."""

    passage: Text
    language: Language

    def outcomes(self, name: str) -> set[str]:
        """Return the outcomes of cases that a name names."""
        return self.language.reviews.outcomes_named(self.language.tokens(name))

    def groups(self, name: str) -> set[str]:
        """Return the groups of results that a name names."""
        return self.language.requests.groups_named(self.language.tokens(name))

    def names_a_result(self, name: str) -> bool:
        """Whether a name is that of a result of requests."""
        return self.language.requests.names_result(self.language.tokens(name))

    def is_a_result(self, label: str, words: str) -> bool:
        """Whether a part is a result of table 三, whose sums the table's own equations judge."""
        if not _ASKED.search(words) or _MARKED.search(words) or not self.names_a_result(label):
            return False
        return "申请" in words or not _OF_LETTERS.search(label)

    def share_of_kinds(self, names: list[str]) -> float:
        """Return how much of all outcomes or results a list tells, each once; 0 for other lists."""
        for kinds_of, whole in ((self.outcomes, OUTCOMES), (self.groups, _RESULTS)):
            kinds = [kinds_of(name) for name in names]
            every = set().union(*kinds)
            if all(kinds) and len(every) == sum(map(len, kinds)):
                return len(every) / whole
        return 0

    def are_kinds_of_applicants(self, names: list[str]) -> bool:
        """Whether each of some names is a kind of applicant of its own: nobody is of two."""
        kinds = [self.language.requests.kinds_named(self.language.tokens(name)) for name in names]
        return all(kinds) and sum(map(len, kinds)) == len(set().union(*kinds))
