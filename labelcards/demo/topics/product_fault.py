"""Tickets about a thing that does not work."""

from __future__ import annotations

from labelcards.demo.scenario import Scenario, TopicText

__all__ = ["PRODUCT_FAULT"]

_WET = ("coffee machine", "dehumidifier", "espresso machine", "humidifier", "kettle", "steam iron", "steam mop",
        "washing machine", "water filter", "window cleaner", "rice cooker", "juicer")  # fmt: skip
_CONNECTED = ("robot vacuum", "router", "smart thermostat", "soundbar", "weather station", "headset", "projector",
              "kitchen scale", "e-reader", "tablet", "desk lamp", "air fryer", "washing machine")  # fmt: skip
_MOVING = ("blender", "coffee grinder", "food processor", "hand mixer", "ice cream maker", "juicer", "hair dryer",
           "milk frother", "robot vacuum", "sewing machine", "vacuum cleaner", "washing machine", "fan heater",
           "bread maker", "dehumidifier", "projector")  # fmt: skip
_LIDDED = ("air fryer", "blender", "bread maker", "coffee machine", "espresso machine", "food processor", "juicer",
           "kettle", "pressure cooker", "rice cooker", "slow cooker", "vacuum cleaner", "waffle iron", "water filter",
           "humidifier", "washing machine")  # fmt: skip
_HEATED = ("air fryer", "bread maker", "coffee machine", "electric blanket", "espresso machine", "fan heater", "hair dryer",
           "induction hob", "kettle", "microwave", "rice cooker", "slow cooker", "steam iron", "steam mop", "toaster",
           "waffle iron", "washing machine", "dehumidifier", "vacuum cleaner")  # fmt: skip
_BATTERY = ("e-reader", "electric toothbrush", "headset", "robot vacuum", "tablet", "vacuum cleaner", "window cleaner",
            "weather station", "hand mixer", "radio")  # fmt: skip

_SCENARIOS = (
    Scenario(
        "stopped_working",
        (1, 6, 4, 0.4),
        ("<product> stopped working", "broken after <days> days", "<product> is dead"),
        (
            "The <product> stopped working after <days> days.",
            "Since <weekday> my <product> does not switch on.",
            "My <product> [goes off|dies] after two minutes [each time|again and again].",
        ),
        (
            "I tried another socket.",
            "The light blinks three times and then nothing.",
            "It had been running without problems until then.",
            "I reset it as the manual says.",
        ),
        (
            "What can I do?",
            "Please repair or replace it.",
            "Is this covered by the warranty?",
        ),
    ),
    Scenario(
        "dead_on_arrival",
        (0.5, 6, 4, 0.4),
        ("new <product> does not start", "Defective from the start", "does nothing out of the box"),
        (
            "The <product> came on <weekday> and does not [start|do anything].",
            "I unpacked the <product>, plugged it in, and nothing happened.",
            "The new <product> you delivered is defective.",
        ),
        (
            "The box looked perfect from outside.",
            "The display stays black.",
            "I charged it the whole night.",
            "The delivery was quick, but what use is it.",
        ),
        (
            "Please get me one that works.",
            "What should I try?",
            "I need a working device.",
        ),
        rival="delivery",
        pull=0.4,
    ),
    Scenario(
        "danger",
        (0, 0, 0, 1),
        ("smoke from <product>", "Electric shock!", "burning smell"),
        (
            "Smoke came out of the <product> [this morning|last night].",
            "I got an electric shock when I touched the <product>.",
            "The plug of the <product> melted and smells burnt.",
        ),
        (
            "The fuse of the whole flat went out.",
            "The table under it has a black mark.",
            "It was switched off at that time.",
            "It had been used as described, nothing else.",
        ),
        (
            "Is there a recall?",
            "Tell me what to do with it.",
            "Please look into this model before somebody gets hurt.",
        ),
        cues={
            "urgent": (
                "I am afraid it catches fire, my children sleep next door.",
                "I do not dare to pull the plug, what shall I do now?",
                "My hand hurts and I am on the way to the doctor, warn the others today.",
                "It could happen to the next one tonight, so call me at once.",
            )
        },
        products=_HEATED,
    ),
    Scenario(
        "noise",
        (3, 6, 1, 0.1),
        ("strange noise", "<product> rattles", "very loud <product>"),
        (
            "My <product> makes a [grinding|whistling|rattling] noise.",
            "The <product> has become much louder since <month>.",
            "Whenever I use the <product> on the highest level it [shakes|vibrates] across the table.",
        ),
        (
            "I cleaned it and nothing changed.",
            "It stands on a flat surface.",
            "A video of it is attached.",
            "The model of my neighbor is quiet.",
        ),
        (
            "Is that normal?",
            "Can I fix it myself?",
            "Please advise what part could be worn.",
        ),
        products=_MOVING,
    ),
    Scenario(
        "pairing",
        (2, 6, 2, 0.2),
        ("app does not find <product>", "cannot connect", "Pairing fails"),
        (
            "The app does not find my <product>.",
            "My <product> loses the Wi-Fi [every evening|all the time].",
            "After the update the <product> does not [pair|connect] with the phone.",
        ),
        (
            "It asks me to log in and then says 'device offline'.",
            "I deleted the app and installed it again.",
            "The router is new and all other devices work.",
            "The lamp on the front stays orange.",
        ),
        (
            "How do I get it connected?",
            "Is there a new firmware?",
            "Please help me to set it up.",
        ),
        rival="account_access",
        pull=0.4,
        products=_CONNECTED,
    ),
    Scenario(
        "broken_part",
        (2, 6, 2, 0.2),
        ("part broken", "spare part for <product>", "lid does not close"),
        (
            "The [lid|handle|hinge] of my <product> broke off.",
            "A screw that holds the <product> together does not fit and one piece is badly made.",
            "The [seal|filter holder] of the <product> is cracked after [<days> days|normal use].",
        ),
        (
            "It did not fall.",
            "It is plastic where the picture shows metal.",
            "In the box there was no spare one either.",
            "Glue does not hold.",
        ),
        (
            "Can I get the part?",
            "Please send a replacement part.",
            "Where do I order this piece?",
        ),
        rival="delivery",
        pull=0.3,
        products=_LIDDED,
    ),
    Scenario(
        "warranty",
        (3, 6, 1, 0.1),
        ("warranty repair", "Claim under warranty", "repair of my <product>"),
        (
            "My <product> is one year old and has a defect; I would like it to be repaired.",
            "The battery of the <product> lasts only ten minutes now.",
            "The repaired <product> has the same fault as before.",
        ),
        (
            "I have the receipt from <month>.",
            "The seller told me to contact you.",
            "Do I have to send it in, or does somebody come?",
            "I like it and want to keep it, if it can be mended.",
        ),
        (
            "How does the repair work?",
            "Please open a warranty case.",
            "Who pays for the repair?",
        ),
        rival="returns",
        pull=0.5,
        products=_BATTERY,
    ),
    Scenario(
        "leak",
        (0.5, 4, 4, 2),
        ("<product> leaks", "Water on the floor", "leaking"),
        (
            "Water runs out of the bottom of the <product>.",
            "The <product> leaks, there is a puddle every [time|morning].",
            "The tank of my <product> is not tight.",
        ),
        (
            "The kitchen floor has already swollen.",
            "I turned it and dried it, it starts again.",
            "The rubber ring looks fine.",
            "It happens even when it is not running.",
        ),
        (
            "What is wrong with it?",
            "Please replace the device.",
            "Can a technician look at it?",
        ),
        cues={
            "urgent": (
                "The water reaches the sockets as I write, tell me at once what to do.",
                "The neighbor below already has it on the ceiling, I need somebody today.",
                "I cannot turn it off and the floor is under water.",
            )
        },
        products=_WET,
    ),
)

PRODUCT_FAULT = TopicText(
    "product_fault",
    _SCENARIOS,
    cues=(
        (
            "It still does its job, so take your time.",
            "Not urgent, I have a second one.",
            "I can live with it for a while.",
            "I only wanted to mention it.",
        ),
        (
            "I would be glad about an answer.",
            "Thanks in advance.",
            "Please let me know what you suggest.",
            "I hope you can help me.",
        ),
        (
            "I need it for my work and have customers on <weekday>.",
            "We have guests from <weekday> on and cannot do without it.",
            "With a newborn at home we use it daily, so this week would be important.",
            "It gets worse every day, please react by <weekday>.",
        ),
        (
            "I work from home with it and the customer comes tomorrow at eight, so it has to be today.",
            "My sick father depends on it tonight, please call at once.",
            "We open our stall tomorrow morning and cannot do so without it.",
            "Without it I cannot prepare the food for my baby, I need help within the hour.",
        ),
    ),
    identity=(
        "It was order {order}.",
        "Bought under the name {name}, order {order}.",
        "A technician can reach me on {phone}.",
        "The device stands at {address}.",
        "Pictures can be sent from {email} if you need them.",
        "My [partner|cousin|neighbor] {other} saw it too.",
        "It is registered to {email}.",
        "Please call {phone} after five.",
    ),
    asides=(
        "One of the buttons sticks a little, but I can live with that.",
        "The device itself works well so far.",
        "My old <other_product> from you broke last year too, but that is history.",
        "It also makes a funny noise sometimes, not important.",
    ),
)
