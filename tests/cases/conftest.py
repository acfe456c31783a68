"""Cases made up at random, sound ones."""

import random
from datetime import date, timedelta

from reports.cases.case import Request, Review
from reports.cases.counting import counted_requests, counted_reviews
from reports.editions import get_edition

FIRST, LAST = date(2020, 1, 1), date(2024, 12, 31)


def day(chance: random.Random, first: date, last: date) -> date:
    return first + timedelta(chance.randint(0, (last - first).days))


def random_register(seed: int) -> tuple[list[Request], list[Review]]:
    """Return up to forty requests and ten reviews of the years 2020 to 2024."""
    chance, edition = random.Random(seed), get_edition("2021")
    shape, reviews = counted_requests(edition), counted_reviews(edition)

    def end(received: date, outcomes: tuple[str, ...]) -> tuple[str | None, date | None]:
        if chance.random() < 0.2:
            return None, None
        return chance.choice(outcomes), day(chance, received, received + timedelta(400))

    requests, cases = [], []
    for n in range(chance.randint(0, 40)):
        received = day(chance, FIRST, LAST)
        kind = chance.choice(shape.applicants)
        requests.append(Request(f"R{n}", received, kind, *end(received, shape.results)))
    for n in range(chance.randint(0, 10)):
        received = day(chance, FIRST, LAST)
        group = chance.choice(reviews.groups)
        cases.append(Review(f"F{n}", group, received, *end(received, reviews.outcomes)))
    return requests, cases
