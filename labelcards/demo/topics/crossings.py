"""Tickets that tell of one topic and ask for another; the rule is that what is asked for counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from labelcards.demo.scenario import Scenario, TopicText

__all__ = ["make_crossings"]

_URGENCY = (1.6, 5, 3, 0.5)
_PULL = 0.7


@dataclass(frozen=True, slots=True)
class _Crossing:
    """Stories of one topic and the requests that make another one of them.

    Attributes:
        asked: the topic of the request.
        stories: scenarios whose openings and details come first.
        requests: what is wanted after all.
    """

    asked: str
    stories: tuple[str, ...]
    requests: tuple[str, ...]


_CROSSINGS = (
    _Crossing(
        "returns",
        ("late_parcel", "pickup_point", "incomplete", "customs"),
        (
            "By now I have bought one elsewhere. As soon as your parcel is in my hands I want to give it back; how?",
            "I do not want to wait for the delivery any longer, so please take the whole order back.",
            "If it still comes, it goes back to you unopened. What do I have to do then?",
        ),
    ),
    _Crossing(
        "returns",
        ("wrong_item", "transit_damage"),
        (
            "Please no second delivery: I want to give back what came and that is all.",
            "I do not ask for another parcel, I ask how I can give this one back.",
            "Take it back, please, and do not send anything else.",
        ),
    ),
    _Crossing(
        "billing",
        ("late_parcel", "marked_delivered", "incomplete"),
        (
            "The carrier has found it in the meantime. What I want is the express fee that I paid for this delivery.",
            "You have already agreed to pay for the lost parcel; tell me when the <amount> will be on my account.",
            "I have received a reminder to pay for it all the same. Please take the reminder back.",
        ),
    ),
    _Crossing(
        "billing",
        ("transit_damage", "wrong_item", "customs"),
        (
            "All that has been arranged. I only want the <amount> that I laid out at the door.",
            "I will keep what I have got, but not at that price; please lower the bill.",
            "The parcel is not my worry any more, the invoice is: it still shows the full <amount>.",
        ),
    ),
    _Crossing(
        "account_access",
        ("late_parcel", "redirect", "incomplete", "pickup_point"),
        (
            "I would look it up myself, but the page about my parcel asks for a password and refuses mine. Let me in again.",
            "The carrier has answered, so only this is left: why does your website no longer let me sign in?",
            "I can arrange all that online if you unlock my login.",
        ),
    ),
    _Crossing(
        "product_fault",
        ("late_parcel", "wrong_door", "pickup_point"),
        (
            "Today I got the parcel at last, but the <product> in it does not run. How do I get it to work?",
            "That has been cleared up, the box was fine and is unpacked; only the <product> stays dark when I switch it on.",
            "It came an hour ago. Now it blinks and stops again and again, so what can I try?",
        ),
    ),
    _Crossing(
        "billing",
        ("return_in_check", "not_collected", "label_missing"),
        (
            "Yesterday you confirmed that everything is back with you, so only the <amount> is still open.",
            "You have it now, says your mail. I ask for nothing but the refund.",
            "The return is done since this morning. Why did you pay back less than I had paid?",
        ),
    ),
    _Crossing(
        "billing",
        ("exchange", "unhappy_quality"),
        (
            "No, I will keep it. But the price has dropped by a third since; will you refund me the difference?",
            "In the end I kept it. Please send me the invoice, I never got one.",
            "We have settled that by phone and I keep it for a discount, which is not on the bill yet.",
        ),
    ),
    _Crossing(
        "delivery",
        ("exchange", "return_in_check", "label_missing"),
        (
            "The old one has reached you, that is confirmed. Where is the parcel with the new one?",
            "That part is over. The replacement should have been here on <weekday>; when will it come?",
            "Meanwhile you took it back and shipped another one, which went to the wrong street. Please have it brought here.",
        ),
    ),
    _Crossing(
        "account_access",
        ("change_of_mind", "label_missing", "return_in_check"),
        (
            "Your colleague has registered that for me. What does not work is the login; please reset my password.",
            "That has been taken care of. Now only the profile is left: close it and erase my data.",
            "The shop took it, so that is over. But my account says 'blocked' since; please open it again.",
        ),
    ),
    _Crossing(
        "product_fault",
        ("unhappy_quality", "return_window", "change_of_mind"),
        (
            "But my family likes it, so it stays. Can you tell me how to get it to run as it should?",
            "I have changed my mind and keep it if you can repair it: it goes off after a minute.",
            "Let us leave that, I would rather have it mended than give it away. Is there a spare part?",
        ),
    ),
    _Crossing(
        "returns",
        ("stopped_working", "dead_on_arrival", "noise", "broken_part", "leak"),
        (
            "I do not want it repaired or replaced, I want you to take it back.",
            "I have lost patience with it, so it goes back. Where do I send it?",
            "There is no need to look for the reason. Please tell me how to give it back.",
        ),
    ),
    _Crossing(
        "billing",
        ("stopped_working", "warranty", "leak", "broken_part"),
        (
            "Your technician has mended it. What he left is a bill of <amount>, although the warranty covers it.",
            "It works again. Please pay me back what the repair cost.",
            "The repair shop takes it on but wants to see an invoice, and mine is lost. Please send a copy.",
        ),
    ),
    _Crossing(
        "delivery",
        ("stopped_working", "broken_part", "noise", "dead_on_arrival"),
        (
            "You sent the spare part for it on <weekday> and the tracking has not moved since. Where is it?",
            "The new one you promised me was left with a neighbor I do not know; who has it?",
            "A replacement was shipped, but the box had only the manual in it. Please send the rest.",
        ),
    ),
    _Crossing(
        "account_access",
        ("pairing", "warranty", "stopped_working"),
        (
            "The help pages have solved that. What I cannot do is sign in to register it; my password is refused.",
            "A friend has got it going. But my profile is locked since, please open it again.",
            "For the warranty form I need my account, and the code for signing in goes to my old number.",
        ),
    ),
    _Crossing(
        "account_access",
        ("double_charge", "invoice_copy", "payment_declined", "refund_missing"),
        (
            "The bank has sorted that out. I want my card removed from my profile, and I cannot get in to do it.",
            "I would find the papers myself if your site let me log in; please send me a new password.",
            "The money is no longer the point: lock my account, I do not trust it any more.",
        ),
    ),
    _Crossing(
        "account_access",
        ("unknown_charge", "cancel_plan"),
        (
            "That has been paid back. What I ask for now is that you delete my account with all its data.",
            "The sum is explained, it was my son. Please set up a login of his own for him.",
            "Nothing is owed on either side any more, so please close my customer profile.",
        ),
    ),
    _Crossing(
        "delivery",
        ("payment_declined", "shipping_fee", "double_charge", "discount_missing"),
        (
            "Be that as it may, it is paid. When does the <product> get here?",
            "Keep the money. I want to know where the parcel is, it should have come on <weekday>.",
            "I have given up on that. But the order goes to an old address, please redirect it.",
        ),
    ),
    _Crossing(
        "returns",
        ("discount_missing", "shipping_fee", "double_charge"),
        (
            "I have had enough of it: you get the <product> back. How do I send it?",
            "I do not want to argue about the sum. I withdraw from the purchase; where does the thing go?",
            "Under these conditions I do not keep it. Please have it collected.",
        ),
    ),
    _Crossing(
        "product_fault",
        ("invoice_copy", "cancel_plan", "discount_missing"),
        (
            "Your office has seen to that. Today I write because the <product> itself has stopped working.",
            "That was last week. Now the thing itself goes off all the time and I would like to have it repaired.",
            "Whatever the papers say, I write because it does not run any more. What do I do?",
        ),
    ),
    _Crossing(
        "billing",
        ("order_invisible", "password_reset", "two_profiles"),
        (
            "I do not need to get in at all, only the invoice that lies in there. Can you mail it to me?",
            "Whatever is wrong with the login, stop the monthly fee that I cannot cancel without it.",
            "Never mind the profile. I paid for one order twice because of this and want <amount> back.",
        ),
    ),
    _Crossing(
        "delivery",
        ("order_invisible", "password_reset", "locked", "two_factor"),
        (
            "I only wanted to follow my parcel in there. Please tell me when it comes.",
            "The account can stay as it is, but the order from it has not arrived. Where is it?",
            "Since I cannot do it there: please have the parcel brought to my office instead.",
        ),
    ),
    _Crossing(
        "returns",
        ("order_invisible", "two_profiles", "password_reset"),
        (
            "I do not care about the account. I want to give the <product> back and it only works in there; is there another way?",
            "All I wanted there was to register a return. Please do it for me.",
            "Forget the login. How do I exchange the <product> without it?",
        ),
    ),
    _Crossing(
        "product_fault",
        ("order_invisible", "locked", "two_factor"),
        (
            "I got back in this morning. What I was looking for is help with the <product>: it does not switch on.",
            "I only wanted to read the manual there, because the <product> makes a noise and stops. What is it?",
            "Never mind, I write instead: the <product> has a crack and I need the part.",
        ),
    ),
)  # fmt: skip
"""All pairs of two topics; in each request it is clear that the story is over or only the reason."""


def make_crossings(texts: Iterable[TopicText]) -> Mapping[str, tuple[Scenario, ...]]:
    """Topic → scenarios that end in a request of this topic and begin with a story of another one."""
    known = {scenario.key: (text.topic, scenario) for text in texts for scenario in text.scenarios}
    made: dict[str, list[Scenario]] = {}
    for crossing in _CROSSINGS:
        for story in crossing.stories:
            told, scenario = known[story]
            made.setdefault(crossing.asked, []).append(
                Scenario(
                    f"{story}_then_{crossing.asked}",
                    _URGENCY,
                    subjects=scenario.subjects,
                    openings=scenario.openings,
                    details=scenario.details,
                    requests=crossing.requests,
                    rival=told,
                    pull=_PULL,
                    products=scenario.products,
                    crosses=True,
                )
            )
    return {topic: tuple(scenarios) for topic, scenarios in made.items()}
