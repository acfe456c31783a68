"""Why something is not done: the one kind of exception with which every room refuses.

What is made of it, a page, a line on a form or JSON, is decided in one place (views/common/refusing.py).
"""


class Refused(ValueError):
    """What was asked for is not done, and nothing has changed.

    The text is a Chinese sentence for whoever asked: why, and what to do. `status` is the HTTP
    status that goes with it: 409 where the state of things is in the way.
    """

    status = 409

    def __init__(self, sentence: str, status: int | None = None):
        super().__init__(sentence)
        if status is not None:
            self.status = status


class Already(Refused):
    """It is done, perhaps by a first click: says by whom and when. Nobody's fault."""
