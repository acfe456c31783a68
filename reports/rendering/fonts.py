"""The faces of the document. (Interface; the faces follow.)"""


class MissingGlyphs(ValueError):
    """No face has these characters; the text names them in a Chinese sentence."""
