"""Part of the stand-in."""


class Pretrain:
    """Embeddings, of which there are none."""
