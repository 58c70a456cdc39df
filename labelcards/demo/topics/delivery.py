"""Tickets about the way of a parcel to the customer."""

from __future__ import annotations

from labelcards.demo.scenario import Scenario, TopicText

__all__ = ["DELIVERY"]

_SCENARIOS = (
    Scenario(
        "late_parcel",
        (1.5, 5, 4, 1),
        ("where is my parcel", "late delivery", "Order overdue", "<product> not here yet"),
        (
            "My <product> was promised for <weekday> and is still not here.",
            "I [ordered|bought] a <product> <days> days ago and nothing has [come|arrived].",
            "The tracking has not moved since <weekday>.",
            "My parcel seems to be stuck [in a depot|somewhere] since <month>.",
        ),
        (
            "The tracking page says [the same sentence every day|'on its way'] and nothing else.",
            "The carrier sends me to you and you send me to the carrier.",
            "I stayed at home for it [two days|the whole morning].",
            "Other things I ordered later are already here.",
        ),
        (
            "Where is it?",
            "Please find out where the parcel is and when it [comes|arrives].",
            "Can you send another one if this one is lost?",
        ),
    ),
    Scenario(
        "marked_delivered",
        (0.5, 4, 5, 1),
        ("delivered but not here", "Parcel marked as delivered", "never got my <product>"),
        (
            "The website says my parcel was delivered on <weekday>, but I never got it.",
            "According to the courier someone signed for the <product>; it was not me.",
            "I had a message that the parcel was [handed over|left at the door], and there is nothing at the door.",
        ),
        (
            "I asked all the neighbors, nobody has it.",
            "The photo shows a door that is not mine.",
            "We have a camera at the entrance and no one came that day.",
            "The signature is only a line.",
        ),
        (
            "Please start a search with the carrier.",
            "I would like a new one sent or a proof of delivery.",
            "Who has my parcel?",
        ),
    ),
    Scenario(
        "wrong_door",
        (1, 5, 3, 0.5),
        ("left at wrong house", "parcel at the neighbor", "Courier went to the wrong address"),
        (
            "The courier left my <product> [with a neighbor|two streets away] [I do not know|whom I have never met].",
            "Your driver went to my old address although the new one is on the order.",
            "My parcel was dropped in front of another building.",
        ),
        (
            "On the card it says {other}, but nobody of that name lives here.",
            "The street is right, the number is not.",
            "The driver did not ring, I was in the kitchen all day.",
            "It rained, and the box was standing outside.",
        ),
        (
            "Please tell the carrier to bring it to the right door.",
            "Could the driver come [again|once more]?",
            "I want to know where exactly it was left.",
        ),
    ),
    Scenario(
        "redirect",
        (2, 4, 4, 0.8),
        ("change of delivery address", "please redirect", "I will be away"),
        (
            "I have moved, and my <product> is about to go to the old flat.",
            "Please [send|redirect] my order to another address.",
            "I typed the wrong house number when I ordered the <product>.",
        ),
        (
            "I changed it in my profile but the order still shows the old one.",
            "The site does not let me edit the address after payment.",
            "The correct one is {address}.",
            "My [partner|cousin|neighbor] {other} can take it from <weekday> on.",
        ),
        (
            "Can you still change where it goes?",
            "Please make sure that the parcel is sent to the right place.",
            "Hold it until I have told you the new date.",
        ),
        cues={
            "urgent": (
                "The driver is in our street right now with the wrong address, stop him within the hour.",
                "It is out for delivery today, so this cannot wait until tomorrow.",
                "The old flat is handed over tomorrow morning, after that it is lost.",
            )
        },
        rival="account_access",
        pull=0.35,
    ),
    Scenario(
        "transit_damage",
        (0.8, 5, 3, 0.6),
        ("box crushed", "Damaged in transport", "parcel arrived wet"),
        (
            "The carton with my <product> arrived [crushed|soaking wet|torn open] on <weekday>.",
            "The carrier delivered a box that [looks as if someone stepped on it|had a hole on one side].",
            "When the driver gave me the parcel, I could hear [broken pieces|glass] inside.",
        ),
        (
            "The driver wrote the damage on his form.",
            "I took photos before I opened it.",
            "Inside, one side of the <product> is [dented|cracked] where the box was hit.",
            "There was hardly any padding in it.",
        ),
        (
            "Please report it to the carrier and send me an undamaged one.",
            "Who pays for transport damage?",
            "I need another delivery, packed better this time.",
        ),
        rival="product_fault",
        pull=0.5,
    ),
    Scenario(
        "wrong_item",
        (1, 5, 3, 0.4),
        ("wrong article sent", "You sent me something else", "this is not my <product>"),
        (
            "I ordered a <product> and got a <other_product>.",
            "In my parcel there was a different model than the one I [chose|paid for].",
            "You have mixed up two orders: the label has my name, the content is for somebody else.",
        ),
        (
            "The packing list inside says {other}.",
            "The color and the size are of another article altogether.",
            "I have not unpacked it further.",
            "I suppose the other person has mine now.",
        ),
        (
            "Please send what I ordered.",
            "When does the right one come, and who picks up this one?",
            "Kindly arrange for the correct article to be delivered.",
        ),
        rival="returns",
        pull=0.5,
    ),
    Scenario(
        "incomplete",
        (1, 5, 3, 0.3),
        ("second parcel missing", "Only half of my order came", "incomplete delivery"),
        (
            "Only one of two parcels [came|arrived] on <weekday>.",
            "My order had three articles; the <product> is missing from the box.",
            "The delivery is not complete, the <other_product> was not in it.",
        ),
        (
            "The delivery note lists everything as sent.",
            "The tracking shows 'one of two'.",
            "The box was closed with a different tape.",
            "Without that piece I cannot use the rest.",
        ),
        (
            "Please send the missing part of the order.",
            "Is a second parcel on its way?",
            "Tell me when the rest will come.",
        ),
        rival="product_fault",
        pull=0.25,
    ),
    Scenario(
        "pickup_point",
        (1.5, 5, 3, 0.4),
        ("pickup shop closed", "Cannot collect my parcel", "locker code does not open"),
        (
            "My parcel is in a pickup shop that is closed [until <weekday>|for holidays].",
            "The code for the parcel locker does not [open anything|work].",
            "The shop where I should collect the <product> says they do not have it.",
        ),
        (
            "They ask for a card that I never got.",
            "I walked there twice.",
            "I never asked for a pickup point, I was at home.",
            "The man at the counter wanted to see an ID with the name {name} and then shook his head.",
        ),
        (
            "Please let it be brought to my home instead.",
            "Which code is the right one?",
            "Could you ask them where the parcel is?",
        ),
    ),
    Scenario(
        "customs",
        (1.5, 5, 2, 0.3),
        ("customs fee at the door", "Courier wants money", "parcel held by customs"),
        (
            "The driver wanted <amount> in customs duties before handing over my <product>.",
            "My parcel is held at customs and nobody told me why.",
            "I got a letter that import costs are due before the delivery.",
        ),
        (
            "On your page all costs were included.",
            "The driver took the parcel away again.",
            "They ask for a copy of the bill, which I do not have.",
            "The driver had no card reader with him.",
        ),
        (
            "Please clear this with the carrier so that the parcel is released.",
            "How do I get my parcel?",
            "Will it be brought again once that is paid?",
        ),
        rival="billing",
        pull=0.45,
    ),
)

DELIVERY = TopicText(
    "delivery",
    _SCENARIOS,
    cues=(
        (
            "It is not urgent, I am [away|on holiday] until the end of the month anyway.",
            "I am in no rush, it is for [next winter|the garden house].",
            "Whenever it suits you.",
            "There is plenty of time.",
        ),
        (
            "Please keep me informed.",
            "Thank you for looking into it.",
            "I would be glad about a short answer.",
            "Let me know what happens next.",
        ),
        (
            "It is a birthday present for <weekday>, so it must be here by then.",
            "I leave for [three months|work abroad] on <weekday> and cannot take it later.",
            "We move out at the end of the week, after that nobody is here.",
            "I took <weekday> off for it and cannot do that twice, so it has to come that day.",
        ),
        (
            "My mother needs it for her breathing device tonight, this cannot wait.",
            "The wedding is tomorrow at ten, I need it in my hands today.",
            "The cooling box for my insulin is part of the order and it is over thirty degrees, please act at once.",
            "Our flight leaves tomorrow at noon and I have to take it with me.",
        ),
    ),
    identity=(
        "Order {order}.",
        "The order number is {order}, in the name of {name}.",
        "My address is {address}.",
        "It should go to {name}, {address}.",
        "The driver can call me on {phone}.",
        "Call {phone} if nobody opens.",
        "The tracking mail went to {email}.",
        "My [partner|cousin|neighbor] {other} is at home all day.",
    ),
    asides=(
        "The parcel was late as well, but let us forget that.",
        "The delivery itself went well this time.",
        "Your courier was two days late too, but never mind.",
        "By the way the driver left the box on the stairs again.",
    ),
)
