"""All recognizers of labelcards, in a fixed order."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer
from presidio_analyzer import predefined_recognizers as stock

from labelcards.privacy.recognizers import address, age, calendar, card, handle, identifier, person, postcode, signoff
from labelcards.privacy.recognizers.mail import OfflineEmailRecognizer
from labelcards.privacy.recognizers.names import NameRecognizer
from labelcards.privacy.recognizers.phone import PhoneRecognizer
from labelcards.privacy.recognizers.rule import RuleRecognizer

__all__ = ["builtin_recognizers"]

_STOCK = (
    stock.CreditCardRecognizer,
    stock.CryptoRecognizer,
    stock.DateRecognizer,
    stock.IbanRecognizer,
    stock.IpRecognizer,
    stock.MacAddressRecognizer,
    stock.UsSsnRecognizer,
    stock.UsItinRecognizer,
    stock.UsPassportRecognizer,
    stock.UsLicenseRecognizer,
    stock.UsBankRecognizer,
    stock.MedicalLicenseRecognizer,
    stock.UkNinoRecognizer,
    stock.UkPassportRecognizer,
    stock.UkDrivingLicenceRecognizer,
    stock.UkPostcodeRecognizer,
    stock.SgFinRecognizer,
    stock.EsNifRecognizer,
    stock.EsNieRecognizer,
    stock.ItFiscalCodeRecognizer,
    stock.FiPersonalIdentityCodeRecognizer,
    stock.SePersonnummerRecognizer,
    stock.PlPeselRecognizer,
    stock.KrRrnRecognizer,
)


def builtin_recognizers() -> list[EntityRecognizer]:
    """Own rules, the telephone recognizer, the name tagger, and Presidio's recognizers that need no model.

    All are registered for English, whatever country they are for: a Spanish tax number in an English text is one too.
    """
    own: list[EntityRecognizer] = [
        RuleRecognizer("LabelcardsAddress", address.RULES),
        RuleRecognizer("LabelcardsAge", age.RULES),
        RuleRecognizer("LabelcardsCalendar", calendar.RULES),
        RuleRecognizer("LabelcardsCard", card.RULES),
        RuleRecognizer("LabelcardsHandle", handle.RULES),
        RuleRecognizer("LabelcardsIdentifier", identifier.RULES),
        RuleRecognizer("LabelcardsPerson", person.RULES),
        RuleRecognizer("LabelcardsPostcode", postcode.RULES),
        RuleRecognizer("LabelcardsSignoff", signoff.RULES),
        PhoneRecognizer(),
        OfflineEmailRecognizer(),
        NameRecognizer(),
    ]
    return own + [recognizer(supported_language="en") for recognizer in _STOCK]
