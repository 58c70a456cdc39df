"""Tickets about signing in, the profile, and who may use an account."""

from __future__ import annotations

from labelcards.demo.scenario import Scenario, TopicText

__all__ = ["ACCOUNT_ACCESS"]

_SCENARIOS = (
    Scenario(
        "password_reset",
        (1, 6, 3, 0.3),
        ("password reset does not work", "no reset mail", "Cannot log in"),
        (
            "I forgot my password and the reset mail never comes.",
            "The link for a new password [says it has expired|leads to an error page].",
            "Your site does not accept my password any more, although I wrote it down.",
        ),
        (
            "I looked in the spam folder.",
            "I tried it on the phone and on the computer.",
            "Each time it says 'unknown user or password'.",
            "The new password was accepted and a minute later it was wrong again.",
        ),
        (
            "Please send me a link that works.",
            "How do I get back in?",
            "Can you set a new password for me?",
        ),
    ),
    Scenario(
        "locked",
        (0.5, 5, 5, 1),
        ("account locked", "Locked out", "blocked after three tries"),
        (
            "My account has been locked since <weekday>.",
            "After three wrong tries the site [shut me out|blocked me].",
            "When I sign in it says that my profile is 'suspended for review'.",
        ),
        (
            "Nobody told me the reason.",
            "I had only mistyped my password.",
            "The message says I should contact support, so here I am.",
            "I used it yesterday without any trouble.",
        ),
        (
            "Please unlock it.",
            "What do you need from me to open it again?",
            "Kindly remove the block.",
        ),
    ),
    Scenario(
        "two_factor",
        (1, 5, 4, 0.5),
        ("code goes to old number", "Two-step sign-in", "no SMS code"),
        (
            "I have a new phone number and the sign-in code goes to the old one.",
            "The six-digit code for logging in never arrives.",
            "I lost the phone with the code app and cannot get into my profile.",
        ),
        (
            "The new number is {phone}.",
            "The backup codes are gone with the phone.",
            "I can prove who I am, I was born on {dob}.",
            "The text message comes, but an hour too late.",
        ),
        (
            "Please change the number for the codes.",
            "How do I sign in without the code?",
            "Could you switch the second step off for me?",
        ),
    ),
    Scenario(
        "hacked",
        (0, 0, 4, 6),
        ("somebody is in my account", "Account hacked", "orders I did not make"),
        (
            "Someone else is using my account.",
            "There are orders in my profile that I did not make.",
            "My e-mail address in the profile was changed by a stranger to something I do not know.",
        ),
        (
            "The delivery address there is now that of a certain {other}.",
            "A <product> for <amount> was ordered, not by me.",
            "I got a mail about a sign-in from another country.",
            "My saved card is in there as well.",
        ),
        (
            "Please lock the account and throw the other person out.",
            "Give me back the control over my profile.",
            "Block every access until we have talked.",
        ),
        cues={
            "high": (
                "The next order is announced for <weekday> and must not go out.",
                "The new address gets a parcel this week, please act before that.",
            ),
            "urgent": (
                "They are ordering with my saved card at this very moment.",
                "I can see new orders appear every few minutes, stop it now.",
                "The thief has my address and my bank data, please act within the hour.",
            ),
        },
        rival="billing",
        pull=0.45,
    ),
    Scenario(
        "delete_account",
        (5, 5, 0, 0),
        ("delete my account", "Close profile", "remove my data"),
        (
            "I want my account to be deleted.",
            "Please close my customer profile and [erase|remove] my data.",
            "I no longer shop with you and want to end my account.",
        ),
        (
            "There is no button for that in the settings.",
            "I have no open orders and owe you nothing.",
            "The newsletter keeps coming although I signed off.",
            "It should include the stored cards.",
        ),
        (
            "Please confirm when it is done.",
            "What else do you need for the deletion?",
            "Kindly remove everything that is tied to {email}.",
        ),
        rival="billing",
        pull=0.4,
    ),
    Scenario(
        "change_email",
        (3, 6, 1, 0.1),
        ("change my e-mail address", "New name after wedding", "update profile"),
        (
            "I have a new e-mail address and cannot change it in my profile.",
            "I got married and my name in the profile should be {name}.",
            "The old mailbox of my account no longer exists.",
        ),
        (
            "The page wants me to confirm it in the old mailbox, which is gone.",
            "Both the old and the new one are shown as 'in use'.",
            "I would like to keep my order history.",
            "The save button stays gray.",
        ),
        (
            "Please change it to {email}.",
            "Can you do this on your side?",
            "How can I update it?",
        ),
    ),
    Scenario(
        "order_invisible",
        (1.5, 6, 2, 0.2),
        ("order not in my account", "Cannot see my purchases", "history is empty"),
        (
            "After signing in I cannot see the <product> I ordered.",
            "My order history is empty since the new website.",
            "The app shows me somebody else's orders instead of mine.",
        ),
        (
            "The name at the top is {other}, that is not me.",
            "The parcel is on its way, I only cannot open the page about it.",
            "I signed in with the same address as always.",
            "On the computer it is the same.",
        ),
        (
            "Please link the order to my profile.",
            "Why am I not able to see it?",
            "Could you check what is wrong with my login?",
        ),
        rival="delivery",
        pull=0.45,
    ),
    Scenario(
        "two_profiles",
        (4, 5, 0.5, 0.1),
        ("two accounts", "merge profiles", "Guest order and account"),
        (
            "I have two accounts by mistake and would like to keep one.",
            "I bought as a guest and now want that order in my account.",
            "My wife and I share one login and need two.",
        ),
        (
            "One is under {email}, the other under an older address.",
            "The bonus points are all in the wrong one.",
            "When I log in I never know which one opens.",
            "The second one was made by the shop assistant.",
        ),
        (
            "Please put them together.",
            "Is that possible?",
            "Which one should I use from now on?",
        ),
        rival="billing",
        pull=0.15,
    ),
)

ACCOUNT_ACCESS = TopicText(
    "account_access",
    _SCENARIOS,
    cues=(
        (
            "There is no hurry at all.",
            "Do it whenever it fits.",
            "It can wait, I hardly use it.",
            "It only bothers me a little.",
        ),
        (
            "I would be thankful for a reply.",
            "Please tell me what to do next.",
            "Thanks for your support.",
            "I hope to hear from you.",
        ),
        (
            "I have to place an order for my company by <weekday>, and without the login I cannot.",
            "The warranty papers I need for an appointment on <weekday> are in there.",
            "My bonus points expire this week, so I need access before that.",
            "I cannot work with your shop until this is solved, please react this week.",
        ),
        (
            "I am the carer of a patient and must order his supplies tonight, every hour counts.",
            "I need the papers in there for the court tomorrow morning.",
            "My bonus points expire at midnight and it is a large sum, please act today.",
            "The purchase for our clinic has to be made within the hour.",
        ),
    ),
    identity=(
        "The account is under {email}.",
        "My login is {email}, my name {name}.",
        "My date of birth is {dob}, in case you need it to check.",
        "You can call me back on {phone}.",
        "Name: {name}, born {dob}, mail {email}.",
        "The profile was opened by {other}, my [father|mother|partner].",
        "The last order in there is {order}.",
        "My address in the profile is {address}.",
    ),
    asides=(
        "Your website also asked me for a new password, that was annoying but it worked.",
        "I could not log in at first, so I am writing by mail.",
        "My account shows the old phone number too, I will change that myself.",
        "Signing in took three tries, as usual.",
    ),
)
