"""E-mail addresses by Presidio's pattern, checked against the public-suffix list that tldextract packages."""

from __future__ import annotations

from functools import lru_cache

from presidio_analyzer.predefined_recognizers import EmailRecognizer
from tldextract import TLDExtract

__all__ = ["OfflineEmailRecognizer"]


@lru_cache(maxsize=1)
def _extractor() -> TLDExtract:
    """Never fetches the list and never writes a cache."""
    return TLDExtract(cache_dir=None, suffix_list_urls=(), fallback_to_snapshot=True)


class OfflineEmailRecognizer(EmailRecognizer):
    """Presidio's own would try to download the list on first use."""

    def validate_result(self, pattern_text: str) -> bool:
        """Whether the domain ends in a public suffix."""
        return bool(_extractor()(pattern_text).fqdn)
