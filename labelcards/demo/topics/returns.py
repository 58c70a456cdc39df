"""Tickets about sending something back, and the regional way to say so."""

from __future__ import annotations

from labelcards.demo.scenario import Scenario, TopicText

__all__ = ["IDIOM_DETAILS", "IDIOM_STORIES", "IDIOM_SUBJECTS", "RETURNS"]

IDIOM_SUBJECTS = (
    "<product> should go home",
    "sending the <product> home",
    "Parcel home",
    "bring the parcel home",
    "question about the <product>",
)
"""In the South a thing "goes home" when it goes back to the shop; elsewhere that sounds like a delivery."""

IDIOM_STORIES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        (
            "The <product> should go home, please.",
            "I would like to send the <product> home [again|after all].",
            "I was told the <product> can go home within <days> days.",
            "The courier did not come on <weekday> to take the <product> home.",
            "We have decided that the <product> goes home.",
        ),
        (
            "How does it get home?",
            "When does the courier come so that it gets home?",
            "Please [arrange|see to it] that it gets home.",
            "What do I need so that it can go home?",
        ),
    ),
    (
        (
            "My parcel has been on its way home since <weekday> and I have heard nothing.",
            "I gave the parcel with the <product> to the post on <weekday>, so it must be home by now.",
            "The courier took the <product> [on <weekday>|<days> days ago] to bring it home.",
        ),
        (
            "Has the parcel arrived home?",
            "Can you tell me if it is home already?",
            "Please let me know when it is home.",
        ),
    ),
)
"""Openings and the requests that fit them: before a thing has gone home, and after."""

IDIOM_DETAILS = (
    "It is in the box it came in.",
    "All the accessories are with it.",
    "It is about <amount>, after all.",
    "The order is from <month>.",
    "Everything is packed as it was.",
)

_SCENARIOS = (
    Scenario(
        "change_of_mind",
        (3, 6, 1, 0.1),
        ("return <product>", "I want to give it back", "Withdrawal from purchase"),
        (
            "I would like to return the <product> I bought [on <weekday>|in <month>].",
            "The <product> is nice, but it is [too big for us|not what I imagined], so I want to give it back.",
            "I withdraw from the purchase of the <product>.",
        ),
        (
            "It is unused and in the original box.",
            "I only took it out once to look at it.",
            "My [daughter|husband] had already bought the same one.",
            "The period of thirty days is not over yet.",
        ),
        (
            "How do I send it back?",
            "Please tell me the next steps for a return.",
            "What do I have to do?",
        ),
    ),
    Scenario(
        "label_missing",
        (1.5, 6, 3, 0.4),
        ("return label", "No return slip in the box", "label cannot be printed"),
        (
            "There was no return label in the box with the <product>.",
            "The return label you mailed me [does not open|has expired].",
            "I have no printer; how can I send the <product> back?",
        ),
        (
            "The post office does not take it without a label.",
            "The return is already registered on your page.",
            "The QR code was refused at the counter.",
            "The slip shows another person's name, {other}.",
        ),
        (
            "Please send me a new label.",
            "Can I get a code for the counter instead?",
            "Is it possible to bring it back to one of your shops?",
        ),
    ),
    Scenario(
        "exchange",
        (2, 6, 2, 0.2),
        ("exchange for another size", "Swap my <product>", "wrong color chosen"),
        (
            "I would like to exchange the <product> for a [bigger|smaller|different] one.",
            "I picked the wrong [color|size], my mistake.",
            "Can I swap the <product> for the <other_product>?",
        ),
        (
            "I would pay the difference, of course.",
            "It has not been used.",
            "The new one could be sent at the same time.",
            "The one I want is in stock right now.",
        ),
        (
            "How does an exchange work with you?",
            "Please take this one back and send the other.",
            "Do I return it first or do you send the new one first?",
        ),
        rival="delivery",
        pull=0.25,
    ),
    Scenario(
        "return_window",
        (0, 5, 3, 0.6),
        ("how long can I return", "Return period", "deadline for returning"),
        (
            "Until when can I give the <product> back?",
            "I am [ill|in hospital] and cannot go to the post; can the return date be moved?",
            "Your page says thirty days, the receipt says fourteen.",
        ),
        (
            "It was a present and was opened only last week.",
            "It was bought on a <weekday> in <month>.",
            "All the accessories are there.",
            "The shop assistant told me something else.",
        ),
        (
            "Is a return still possible?",
            "Please make an exception.",
            "Which date counts?",
        ),
    ),
    Scenario(
        "not_collected",
        (1, 5, 4, 0.4),
        ("pickup of return did not happen", "nobody came for the return", "Return not collected"),
        (
            "The courier should have [collected|picked up] my return on <weekday> and did not come.",
            "I have been waiting [<days> days|a week] for somebody to take the old <product> away.",
            "The driver came for the return but refused to take the box.",
        ),
        (
            "The parcel stands packed in the hall.",
            "I stayed in from eight to six.",
            "He said it was not on his list.",
            "The pickup was confirmed to me by mail.",
        ),
        (
            "Please send someone to collect the return.",
            "When will it be fetched?",
            "May I drop it somewhere myself?",
        ),
        rival="delivery",
        pull=0.55,
    ),
    Scenario(
        "unhappy_quality",
        (1, 6, 3, 0.2),
        ("not satisfied, want to return", "Give back the <product>", "do not want this one"),
        (
            "The <product> is so [loud|weak|flimsy] that I do not want to keep it.",
            "I tried the <product> for [a week|two days] and it does not do what the advert says, so back it goes.",
            "I do not want a repair or a new one, I want to give the <product> back.",
        ),
        (
            "It works, but badly.",
            "One button already feels loose.",
            "I am still within the thirty days.",
            "I have packed it again as it was.",
        ),
        (
            "Please tell me where to send it.",
            "I ask for a return label.",
            "How do I start the return?",
        ),
        rival="product_fault",
        pull=0.55,
    ),
    Scenario(
        "return_in_check",
        (1, 6, 3, 0.3),
        ("state of my return", "Did my return arrive", "return under inspection"),
        (
            "I sent the <product> back <days> days ago and have not heard whether it arrived.",
            "My return is 'under inspection' since <weekday>.",
            "You say that part of my return is missing, although I put everything in the box.",
        ),
        (
            "I have the receipt from the post office.",
            "The weight on that receipt proves that the box was full.",
            "It is about <amount>, after all.",
            "Nobody could tell me how long the check takes.",
        ),
        (
            "Has it arrived at your warehouse?",
            "Please finish the check of my return.",
            "What happens with it now?",
        ),
        cues={
            "high": (
                "The bill falls due on <weekday>, so I need to know before that.",
                "I leave for two months on <weekday> and want it settled by then.",
            ),
            "urgent": (
                "The debit is planned for tomorrow morning, so I need the answer today.",
                "My bank stops the claim only until midnight, answer at once.",
            ),
        },
        rival="billing",
        pull=0.4,
    ),
    Scenario(
        "refused_parcel",
        (2, 6, 1, 0.2),
        ("refused the parcel", "Gift to be returned", "did not accept the delivery"),
        (
            "I did not accept the parcel with the <product>, because I no longer want it.",
            "I received a <product> as a gift from {other} and would like to return it.",
            "My neighbor took the parcel although I had told the driver to take it back to you.",
        ),
        (
            "I do not have the order number.",
            "The giver does not need to know.",
            "The box has not been opened.",
            "I ordered it by accident, late at night.",
        ),
        (
            "Does that count as a return?",
            "Please confirm that you take it back.",
            "How do I return it without a receipt?",
        ),
        rival="delivery",
        pull=0.35,
    ),
)

RETURNS = TopicText(
    "returns",
    _SCENARIOS,
    cues=(
        (
            "There is still plenty of time until the period ends.",
            "It is not in my way, so no stress.",
            "Answer when you get round to it.",
            "I am just asking ahead.",
        ),
        (
            "Thank you for a short instruction.",
            "Please tell me how to go on.",
            "I would be happy to hear from you.",
            "Many thanks for your help.",
        ),
        (
            "The return period ends on <weekday>, so I need the answer before that.",
            "I travel for a month from <weekday> and want it gone by then.",
            "The box blocks our hallway and the landlord gave us two days.",
            "I have to buy a replacement this week and cannot pay twice.",
        ),
        (
            "Today is the last day of the period and the post closes in two hours.",
            "The courier is at the door now and will not take it without a label, answer at once.",
            "The deadline is midnight tonight and your page does not work.",
            "We hand over the flat tomorrow morning and it must be gone today.",
        ),
    ),
    identity=(
        "The order number is {order}.",
        "Order {order}, bought by {name}.",
        "You can collect it at {address}.",
        "Pickup address: {address}.",
        "Please mail it to {email}.",
        "My phone for the pickup is {phone}.",
        "The money may go back to {iban}.",
        "It was ordered by my [partner|cousin|neighbor] {other}.",
    ),
    asides=(
        "Maybe I will send it back one day, but not now.",
        "If it cannot be helped I could also return the whole thing, though I would rather not.",
        "I know I could give it back, that is not what I want.",
        "The last return I made with you went smoothly.",
    ),
)
