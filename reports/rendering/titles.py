"""The title of a report, broken by meaning."""


def title_lines(title: str, organ: str) -> list[str]:
    return [organ, title[len(organ):]]
