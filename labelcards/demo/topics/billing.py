"""Tickets about money: charges, invoices, prices, payments, subscriptions."""

from __future__ import annotations

from labelcards.demo.scenario import Scenario, TopicText

__all__ = ["BILLING"]

_SCENARIOS = (
    Scenario(
        "double_charge",
        (1, 5, 4, 1),
        (
            "charged twice",
            "Double payment for one order",
            "two charges, one <product>",
            "Duplicate [debit|charge] on my card",
        ),
        (
            "I was charged twice for [the same|one] order.",
            "My bank statement shows [two|2] payments of <amount> to you, although I bought only one <product>.",
            "You [took|debited] <amount> on <weekday> and the very same amount again [the day after|two days later].",
            "There are two identical [charges|bookings] from your shop on my [statement|card] in <month>.",
        ),
        (
            "Only one confirmation [mail|e-mail] ever [reached me|came], so what is the second payment for?",
            "The first one is correct, the second one is not.",
            "My bank says the [request|debit] came from your side and they cannot [stop|reverse] it.",
            "The checkout page [hung|froze] for a minute and I pressed the button only once.",
        ),
        (
            "Please [refund|send back] the second payment.",
            "I [would like|expect] the duplicate charge to be reversed.",
            "Can you check the payments and tell me when the extra money comes back?",
        ),
        cues={
            "urgent": (
                "My account is overdrawn right now because of this and my rent bounces tomorrow.",
                "More money left my account in the last hour, please stop it immediately.",
                "I cannot buy food for my children until that money is back, I need it today.",
            )
        },
    ),
    Scenario(
        "unknown_charge",
        (0.5, 4, 4, 2),
        ("what is this charge", "Payment I do not recognize", "<amount> taken, no order"),
        (
            "There is a charge of <amount> from your shop that I [do not recognize|cannot explain].",
            "On <weekday> <amount> left my [bank account|card] with your name on it, and I have not ordered "
            "anything [in months|since <month>].",
            "I found a payment to you in my banking app which does not belong to any order of mine.",
        ),
        (
            "Nobody else [in the family|at home] uses this card.",
            "When I look at my orders on the website, the list ends in <month>.",
            "The reference on the statement is just a row of digits and your shop name.",
            "It may be the yearly fee for something, but then I never agreed to it.",
        ),
        (
            "What is this payment for?",
            "Please explain the amount or [give it back|refund it].",
            "Kindly send me the invoice that belongs to this sum.",
        ),
        cues={
            "urgent": (
                "My account is overdrawn right now because of this and my rent bounces tomorrow.",
                "More money left my account in the last hour, please stop it immediately.",
                "I cannot buy food for my children until that money is back, I need it today.",
            )
        },
        rival="account_access",
        pull=0.35,
    ),
    Scenario(
        "invoice_copy",
        (6, 4, 0.5, 0.1),
        ("Invoice needed", "[copy of|corrected] invoice please", "VAT invoice for <product>"),
        (
            "I need [a copy of the|an] invoice for the <product> I bought in <month>.",
            "The invoice you sent shows the wrong [company name|billing name].",
            "For my tax return I am [missing|looking for] the receipt from <month>.",
            "Our bookkeeper asks for a proper invoice with the VAT shown separately.",
        ),
        (
            "The PDF in your mail [was empty|cannot be opened].",
            "The amount of <amount> is right, only the header is not.",
            "The order confirmation is not accepted as a receipt.",
            "I searched the page with my purchases, but there is only a delivery note.",
        ),
        (
            "Could you [send|mail] it to me [again|as a PDF]?",
            "Please issue a corrected [document|invoice].",
            "Where can I download it?",
        ),
    ),
    Scenario(
        "discount_missing",
        (4, 6, 1, 0.1),
        ("discount not applied", "Wrong price charged", "voucher ignored"),
        (
            "The [voucher|discount code] I entered was accepted, yet I was charged the full <amount>.",
            "Your newsletter promised ten percent off the <product>, but the bill shows the normal price.",
            "The price on the page was lower than what you finally [took|debited].",
        ),
        (
            "I have a screenshot of the basket with the reduced total.",
            "The code is valid until the end of <month>, it says so in the mail.",
            "A friend used the same offer the same day and it worked for her.",
            "The difference is not huge, but it adds up.",
        ),
        (
            "Please [correct the bill|refund the difference].",
            "How do I get the discount afterwards?",
            "I would like to pay the price that was advertised, not more.",
        ),
    ),
    Scenario(
        "cancel_plan",
        (2, 5, 3, 0.5),
        ("cancel my plan", "stop the monthly fee", "End of subscription"),
        (
            "I want to cancel the [care plan|filter subscription|protection plan] that came with my <product>.",
            "I cancelled my monthly plan in <month> and you still [take|collect] <amount> every month.",
            "Please end my membership, I [no longer need|do not use] it.",
        ),
        (
            "There is no cancel button [anywhere|in my profile].",
            "The last [debit|fee] was on <weekday>, after my notice.",
            "I only took it because the first month was free.",
            "Your chat told me to log in and close it there, but that page only lets me change my password.",
        ),
        (
            "Stop the payments and confirm it in writing.",
            "Please confirm the end date and that nothing more will be charged.",
            "Tell me what I must do so that no further money is taken.",
        ),
        cues={
            "urgent": (
                "My account is overdrawn right now because of this and my rent bounces tomorrow.",
                "More money left my account in the last hour, please stop it immediately.",
                "I cannot buy food for my children until that money is back, I need it today.",
            )
        },
        rival="account_access",
        pull=0.5,
    ),
    Scenario(
        "refund_missing",
        (1, 5, 4, 0.8),
        ("where is my refund", "Refund still missing", "money not back after return"),
        (
            "You confirmed on <weekday> that the <product> I sent back [has arrived|was received], but the "
            "<amount> never came.",
            "My return was accepted [<days> days|weeks] ago and I am still waiting for the money.",
            "The warehouse has had my parcel since <month>; the refund has not [shown up|been paid].",
        ),
        (
            "Your mail said five working days.",
            "My bank [sees|has] nothing pending.",
            "The status online reads 'return completed'.",
            "I paid by card, maybe it went to the old one that expired.",
        ),
        (
            "When will you pay me back?",
            "Please transfer the amount [now|at last].",
            "Could someone in accounting look into this?",
        ),
        cues={
            "urgent": (
                "My account is overdrawn right now because of this and my rent bounces tomorrow.",
                "The bailiff comes tomorrow morning and that money is all I have, pay it today.",
                "I cannot buy food for my children until that money is back, I need it today.",
            )
        },
        rival="returns",
        pull=0.6,
    ),
    Scenario(
        "payment_declined",
        (1, 5, 3, 0.6),
        ("payment fails", "card not accepted", "Cannot pay for my basket"),
        (
            "Your checkout [refuses|declines] my card each time I try to pay for the <product>.",
            "The payment page says 'transaction failed', although my bank [approved|released] it.",
            "I tried to pay <amount> three times and got an error every time.",
        ),
        (
            "The card works in every other shop.",
            "After the code from my bank I land on an empty page.",
            "The money is shown as reserved in my banking app, but there is no order.",
            "It asks me to sign in again in the middle of the payment.",
        ),
        (
            "Is there another way to pay?",
            "Please release the blocked amount and tell me how to pay.",
            "What is wrong with my card on your side?",
        ),
        rival="account_access",
        pull=0.25,
    ),
    Scenario(
        "shipping_fee",
        (4, 5, 1, 0.1),
        ("express fee", "shipping costs on the bill", "Charged for shipping that was free"),
        (
            "The bill for my <product> contains a shipping fee, although the page said free delivery.",
            "I paid extra for express and it came with the normal post, so I want that fee back.",
            "You charged the delivery costs twice for two parcels of one order.",
        ),
        (
            "The parcel itself is fine and arrived on <weekday>.",
            "It is only about the fee, not about the goods.",
            "The order was well above the free shipping limit.",
            "The courier was friendly and not to blame.",
        ),
        (
            "Please take the fee off.",
            "I ask for the shipping costs to be refunded.",
            "Why was this added?",
        ),
        rival="delivery",
        pull=0.45,
    ),
)

BILLING = TopicText(
    "billing",
    _SCENARIOS,
    cues=(
        (
            "No hurry, [next month|whenever you find the time] is fine.",
            "It is not pressing, I just want my papers in order.",
            "There is no deadline on my side.",
            "Take your time with it.",
        ),
        (
            "Please let me know how we proceed.",
            "I look forward to your reply.",
            "An answer in the coming days would be nice.",
            "I hope this can be solved.",
        ),
        (
            "I need this settled by <weekday>, because other bills [are waiting|depend on it].",
            "My account is close to its limit, so please act this week.",
            "The month is closed at the end of the week and it has to be right by then.",
            "If there is no solution within three days I will go to my bank.",
        ),
        (
            "Tomorrow morning is my appointment at the tax office, so it has to be today.",
            "The debit is due tomorrow and my account does not cover it, please act today.",
            "The offer ends at midnight, answer within the hour.",
            "Our books close tonight, after that it is too late.",
        ),
    ),
    identity=(
        "The order is {order}.",
        "I paid with the card {card}.",
        "The card used was {card}, order {order}.",
        "You may pay it to {iban}.",
        "My account for the refund: {iban}, in the name of {name}.",
        "The bill is made out to {name}, {address}.",
        "Invoices go to {email}.",
        "My customer number does not help, but the order number is {order}.",
        "The card belongs to my [partner|cousin|neighbor], {other}.",
    ),
    asides=(
        "Besides, the invoice has not come yet, but that is another matter.",
        "By the way I was also charged a small fee I did not expect, we can talk about that later.",
        "I paid everything on time, as always.",
        "The price went up again too, but that is not why I write.",
    ),
)
