"""The recogniser of letters: RapidOCR with the models that its package brings."""

from dataclasses import dataclass

import cv2
import numpy as np
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_rec import TextRecInput

_AT_ONCE = 8  # pieces read together: more takes more memory
_SEEN = 1280  # pixels of a page's longer side where lines of words are looked for
_SETTINGS = {
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "Global.log_level": "critical",
    "Det.limit_side_len": _SEEN,
    "Det.limit_type": "max",
    "Rec.rec_img_shape": [3, 48, 96],
    "Rec.rec_batch_num": _AT_ONCE,
}


@dataclass(frozen=True)
class Words:
    """Words as read, how sure the recogniser is (0 … 1), and where: pixels from the upper left."""

    text: str
    score: float
    left: float
    top: float
    right: float
    bottom: float


class Eyes:
    """Reads lines of words, and pieces of a picture."""

    def __init__(self):
        cv2.setNumThreads(1)
        engine = RapidOCR(params=_SETTINGS)
        self._find, self._read = engine._load_det_model(), engine._load_rec_model()

    def lines(self, page: np.ndarray) -> list[Words]:
        """Return the lines of words on a page, from top to bottom."""
        colour = cv2.cvtColor(page, cv2.COLOR_GRAY2BGR)
        boxes = self._find(colour).boxes
        places = [] if boxes is None else [_place(box, page.shape) for box in boxes]
        places = [p for p in places if p[2] - p[0] > 4 and p[3] - p[1] > 8]
        pieces = [page[t:b, left:r] for left, t, r, b in places]
        found = zip(self.read(pieces), places, strict=True)
        return [Words(text, score, *place) for (text, score), place in found if text.strip()]

    def read(self, pieces: list[np.ndarray]) -> list[tuple[str, float]]:
        """Return the words in each piece of a picture, and how sure they are."""
        if not pieces:
            return []
        colour = [cv2.cvtColor(piece, cv2.COLOR_GRAY2BGR) for piece in pieces]
        read = self._read(TextRecInput(img=colour, return_word_box=False))
        return [(text, float(score)) for text, score in zip(read.txts, read.scores, strict=True)]


def _place(box: np.ndarray, shape: tuple[int, int]) -> tuple[int, int, int, int]:
    high, wide = shape
    left, top = np.floor(box.min(axis=0)).astype(int)
    right, bottom = np.ceil(box.max(axis=0)).astype(int)
    return max(0, left), max(0, top), min(wide, right), min(high, bottom)
