"""Languages as people name them."""

import pytest

from graphkit.spoken import code_of


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("fr", "fr"), ("FR", "fr"), ("fr-FR", "fr"), ("fr_CA", "fr"), ("fra", "fr"), ("fre", "fr"),
        ("zh-Hant-TW", "zh"), ("French", "fr"), ("français", "fr"), ("Französisch", "fr"),
        ("deutsch", "de"), ("Allemand", "de"), ("Suédois", "sv"), ("Русский", "ru"),
        ("日本語", "ja"), ("English (native)", "en"), ("German: C1", "de"), ("eo", "eo"),
        ("no English", ""), ("xyz", ""), ("-", ""), ("x", ""), ("12", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_language_is_known_by_its_code_or_its_name(said: str, code: str) -> None:
    assert code_of(said) == code
