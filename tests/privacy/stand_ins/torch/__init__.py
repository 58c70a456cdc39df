"""Stands in for torch: no device but the processor."""

from types import SimpleNamespace

__version__ = "2.5.0"
_AMP = SimpleNamespace(common=SimpleNamespace(amp_definitely_not_available=lambda: True))
cuda = SimpleNamespace(device_count=lambda: 0, is_available=lambda: False, amp=_AMP)
backends = SimpleNamespace(mps=SimpleNamespace(is_built=lambda: False, is_available=lambda: False))


class Tensor:
    """An array."""


class device:  # noqa: N801 - its name there
    """A device."""

    def __init__(self, name: str) -> None:
        self.type, self.index = str(name).partition(":")[0], None
