"""Sentences that fit any ticket: greetings, small talk, history, closings, and the plain words templates use."""

from __future__ import annotations

__all__ = [
    "AMOUNTS",
    "CLOSINGS",
    "EARLIER",
    "FORWARD_NOTES",
    "GREETINGS",
    "HISTORY",
    "MONTHS",
    "NOTES",
    "PLAIN_CUES",
    "PLAIN_IDENTITY",
    "PLAIN_REQUESTS",
    "PRODUCTS",
    "RANTS",
    "REASONS",
    "SETTLED",
    "SMALLTALK",
    "TRANSCRIPT_AGENT",
    "TRANSCRIPT_ENDS",
    "TRANSCRIPT_FOLLOW_UPS",
    "VAGUE_OPENINGS",
    "VAGUE_SUBJECTS",
    "WEEKDAYS",
]

PRODUCTS = (
    "air fryer", "blender", "bread maker", "coffee grinder", "coffee machine", "desk lamp", "dehumidifier", "e-reader",
    "electric blanket", "electric toothbrush", "espresso machine", "fan heater", "food processor", "hair dryer",
    "hand mixer", "headset", "humidifier", "ice cream maker", "induction hob", "juicer", "kettle", "kitchen scale",
    "microwave", "milk frother", "pressure cooker", "projector", "radio", "rice cooker", "robot vacuum", "router",
    "sewing machine", "slow cooker", "smart thermostat", "soundbar", "steam iron", "steam mop", "tablet", "toaster",
    "vacuum cleaner", "waffle iron", "washing machine", "water filter", "weather station", "window cleaner",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
AMOUNTS = ("19.90", "24.95", "34.50", "39.99", "49.00", "59.95", "64.80", "79.90", "89.00", "99.99", "119.00", "129.50",
           "149.90", "179.00", "199.95", "229.00", "249.90", "299.00", "349.00", "412.60")  # fmt: skip

GREETINGS: dict[str, tuple[str, ...]] = {
    "plain": (
        "Hello,",
        "Hi there,",
        "Good morning,",
        "Good afternoon,",
        "Hello support team,",
        "Hi,",
        "Good evening,",
        "",
    ),
    "formal": (
        "Dear Sir or Madam,",
        "To whom it may concern,",
        "Dear customer service team,",
        "Ladies and gentlemen,",
        "Dear Larkfield team,",
        "Dear Ms. {agent},",
    ),
    "chatty": (
        "Hi everyone!",
        "Hello lovely people,",
        "Hey Larkfield team :)",
        "Good day to you all,",
        "Hi {agent_first}, it's {first} again!",
        "Hello hello,",
    ),
    "learner": ("Hello dear,", "Good day,", "Dear Mister or Misses,", "Hello Sir/Madam,", "Dear friends,", "Hello,"),
}

VAGUE_SUBJECTS = (
    "[question|a question|problem]",
    "please help",
    "my order",
    "<product>",
    "Re: Re: your message",
    "again",
    "[Complaint|Request]",
    "still not solved",
    "for the attention of customer service",
    "(no subject)",
)

VAGUE_OPENINGS = (
    "I need your help [with something|once more].",
    "There is a problem [again|once more] and I hope that you can sort it out.",
    "I do not know whom else to ask, so I write to you.",
    "As I said on the phone, it is still not solved.",
    "Something went wrong with my order of the <product>.",
    "It is about the <product> from <month>.",
    "I am not happy at all with how this is going.",
    "You know my case, it is the one with the <product>.",
)

PLAIN_REQUESTS = (
    "Please [sort|straighten] this out.",
    "What do we do now?",
    "Can you help me?",
    "Please take care of it.",
    "I would like to know how this goes on.",
    "Kindly [deal with|look into] this matter.",
    "Please tell me what you need from me.",
    "I count on you.",
)

PLAIN_IDENTITY = (
    "The order is {order}.",
    "Order number {order}.",
    "My name is {name}.",
    "My name is {name}, the order {order}.",
    "You can reach me on {phone}.",
    "Please answer to {email}.",
    "I live at {address}.",
    "If you have questions: {phone} or {email}.",
    "My [partner|cousin|neighbor] {other} can tell you more.",
    "I was born on {dob} and have been your customer for years, name {name}.",
)

PLAIN_CUES: tuple[tuple[str, ...], ...] = (
    ("There is no hurry.", "It can wait.", "Take your time.", "Whenever you get round to it.", "This is not pressing."),
    ("Thanks in advance.", "Please let me know.", "I look forward to your answer.", "Many thanks.", "Thank you."),
    (
        "I need an answer by <weekday>.",
        "It has to be solved this week.",
        "From <weekday> on I cannot be reached, so before that, please.",
        "I can wait two more days, not longer.",
    ),
    (
        "It must be solved today.",
        "Tomorrow morning is too late.",
        "I need help within the hour.",
        "Every hour counts, please act right now.",
    ),
)
"""For each urgency, sentences that fit any topic."""

EARLIER = (
    "In <month> my trouble was another: ",
    "Last time I wrote because of this: ",
    "You may still have my old message: ",
    "It is not about what I wrote in <month>, which was: ",
)
"""How an older, settled matter is brought up; `SETTLED` follows."""

SETTLED = (
    "That is settled.",
    "You solved that one well.",
    "That one is closed, thanks.",
    "This has nothing to do with today.",
)

SMALLTALK = (
    "I hope you [are all well|had a good start into the week].",
    "First of all, I [usually love|have always liked] your shop.",
    "My [mother|neighbor|sister-in-law] recommended you, and [until now|so far] I could only agree.",
    "I know you must get [hundreds|tons] of these mails.",
    "It is raining cats and dogs here, so I finally have time to write.",
    "I am not someone who complains easily, as {other} always says.",
    "You won't believe [my week|what happened].",
    "Please bear with me, this is a bit of a story.",
    "We had just come back from [the seaside|our holiday|a long shift] when I noticed it.",
    "I am writing while the baby sleeps, so excuse any mistakes.",
    "I spent [half an hour|my lunch break] reading your help pages before writing.",
    "At my age one does not like to fight with websites.",
)

HISTORY = (
    "This is the [second|third] time I write about it.",
    "I already [called|phoned] on <weekday> and spoke to {agent}.",
    "I have been a customer [for years|since you opened].",
    "Your colleague {agent} promised to call back and never did.",
    "The chat robot did not understand me.",
    "I was on hold for [twenty|forty] minutes and gave up.",
    "Last time you solved things quickly, so I hope for the same.",
    "Until now I have had no answer to my mail of <weekday>.",
    "It is my first order with you.",
    "My [wife|husband|son] tried as well, with the same result.",
    "I have attached [two photos|a screenshot].",
    "Friends of mine had the same experience in <month>.",
)

RANTS = (
    "This is [unbelievable|a joke|not acceptable].",
    "Do you even read your mails?",
    "I am sick and tired of this.",
    "What kind of service is this?",
    "I will tell everyone about it.",
    "Never again.",
    "I have had enough of your excuses.",
    "Is anybody working there at all?",
    "{agent} on the phone was no help either.",
)

CLOSINGS: dict[str, tuple[str, ...]] = {
    "plain": ("Thanks", "Best regards", "Regards", "Thank you", "Kind regards", "Cheers", "Best wishes"),
    "formal": ("Yours faithfully,", "Yours sincerely,", "With kind regards,", "Respectfully,"),
    "chatty": ("Have a lovely day!", "Thanks a million,", "Hugs and thanks,", "Fingers crossed,", "All the best,"),
    "learner": (
        "Thank you very much and good day,",
        "With friendly greetings,",
        "Many thanks in advance,",
        "Greetings,",
    ),
}

FORWARD_NOTES = (
    "See below, can you please take care of this?",
    "I am forwarding my mail from <weekday>, which was never answered.",
    "Below is what I wrote to your colleague {agent}.",
    "Forwarded from my work address, please reply to {email}.",
    "As discussed on the phone, here is the message again.",
)

TRANSCRIPT_AGENT = (
    "Thank you for calling Larkfield, my name is {agent}. How can I help?",
    "Larkfield customer care, {agent_first} speaking.",
    "Good morning, you are talking to {agent}. What is it about?",
    "Hello, this is {agent_first} from Larkfield. What can I do for you?",
)

TRANSCRIPT_FOLLOW_UPS = (
    "I see. Can you give me some details?",
    "Sorry to hear that. How can I find your case?",
    "Let me check. Is there anything that helps me find you?",
    "All right. Anything else I should know?",
    "Can you tell me a bit more, so that I find you in the system?",
)

TRANSCRIPT_ENDS = (
    "I will pass it on.",
    "Thank you, we will come back to you.",
    "Noted. Have a good day.",
    "Okay, somebody from the team will write to you.",
    "I have put it in the system, is there anything else? - No. - Goodbye then.",
)

NOTES = (
    "Called {name} back on {phone}, no answer.",
    "{name} is known to us, polite, second contact this month.",
    "Identity checked: {name}, born {dob}.",
    "Escalated to {agent}. Customer mail {email}.",
    "Goodwill voucher sent to {email}, do not repeat.",
    "Spoke to {other}, who lives at the same address ({address}).",
    "",
    "",
    "No notes.",
    "Card ends as in {card}, confirmed with accounting.",
)

REASONS = (
    "The last sentence says what the customer wants; guideline section on borderline cases applied.",
    "Discussed with {annotator}: the main request decides, not the first sentence.",
    "Checked against the decision tree, second branch.",
    "{annotator} and I read it twice; the deadline makes the difference.",
    "The customer, {name}, only mentions the other matter in passing.",
    "Tone is angry, but the situation itself has no deadline.",
    "Compared with a similar ticket in the guidelines.",
    "Two of three annotators missed the second paragraph.",
    "Followed the example added to the guidelines after the pilot.",
    "{annotator} was right to raise this one.",
)
