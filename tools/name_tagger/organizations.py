"""Names of organizations to fill templates with, and patterns to make more."""

from __future__ import annotations

__all__ = ["KNOWN", "PATTERNS"]

KNOWN = (
    "Google|Amazon|Apple|Microsoft|Facebook|Netflix|Tesla|Toyota|Volkswagen|Siemens|Bosch|Nestlé|Unilever|Pfizer|Bayer|Novartis|Roche|Shell|"
    "BP|Exxon|Chevron|Walmart|Target|Costco|IKEA|Lidl|Aldi|Tesco|Carrefour|Starbucks|McDonald's|Burger King|Subway|Uber|Lyft|Airbnb|Booking|"
    "Lufthansa|Ryanair|Delta|United Airlines|British Airways|Air France|KLM|Emirates|Boeing|Airbus|Samsung|Sony|Nokia|Ericsson|Huawei|Intel|"
    "Nvidia|Oracle|SAP|IBM|Dell|Adobe|Cisco|Vodafone|Verizon|Telefónica|Orange|Visa|Mastercard|PayPal|Citibank|HSBC|Barclays|Deutsche Bank|"
    "Goldman Sachs|Morgan Stanley|JPMorgan Chase|Wells Fargo|Bank of America|Credit Suisse|Allianz|AXA|Red Cross|Greenpeace|Amnesty International|"
    "Oxfam|UNICEF|UNESCO|WHO|World Bank|European Union|EU|UN|United Nations|Interpol|FBI|CIA|NASA|NSA|IRS|FDA|EPA|NHS|BBC|CNN|NBC|Reuters|"
    "The Guardian|New York Times|Le Monde|Der Spiegel|Harvard University|Oxford University|MIT|Stanford|Yale|ETH Zurich|Sorbonne|FIFA|UEFA|NBA|"
    "NFL|Real Madrid|Bayern Munich|Manchester United|Chicago Bulls|Supreme Court|House of Commons|Congress|Senate|Labour Party|Green Party|"
    "Spotify|Twitter|LinkedIn|YouTube|Instagram|WhatsApp|Zoom|Slack|GitHub|Wikipedia|Mozilla|Dropbox|eBay|Etsy|Zalando|DHL|FedEx|UPS|USPS|"
    "Royal Mail|Deutsche Post|Amtrak|Hilton|Marriott|Hyatt|Coca-Cola|Pepsi|Heineken|Danone|Procter & Gamble|Johnson & Johnson|General Electric|"
    "General Motors|Ford|Honda|Renault|Fiat|BMW|Daimler|Porsche|Michelin|Caterpillar|John Deere|Lockheed Martin|Accenture|Deloitte|KPMG|"
    "Ernst & Young|McKinsey|Salesforce|Zendesk|Shopify|Stripe|Revolut|Klarna|Western Union|Moody's|Bloomberg|Nasdaq|Equifax|Experian|AT&T|T-Mobile"
).split("|")

PATTERNS = (
    "{family} Inc", "{family} Inc.", "{family} Ltd", "{family} Ltd.", "{family} LLC", "{family} GmbH", "{family} AG", "{family} S.A.", "{family} Group",
    "{family} & Sons", "{family}, {other} and {third}", "{family} and {other}", "{family}-{other}", "{family} & {other}", "{family} Brothers",
    "{family}, {other} & {third} LLP", "{family} Holdings", "{family} Foundation", "{family} Associates", "{family} Partners", "{family} Capital",
    "The {family} Group", "The {family} Company", "University of {city}", "{city} University", "{city} City Council", "Bank of {city}",
    "{city} General Hospital", "{city} Savings Bank", "{city} Museum of Art", "{city} Chamber of Commerce", "{city} Philharmonic", "{city} United",
    "FC {city}", "{city} Tigers", "{family} High School", "St. {family} Church", "{family} College", "{family} Institute", "{family} Insurance",
    "{coined} Technologies", "{coined} Systems", "{coined} Software", "{coined} Inc", "{coined} Labs", "{coined} Media", "{coined} Health",
    "{coined} Energy", "{coined} Solutions", "{coined} Networks", "{coined} Analytics", "{coined} Logistics", "{coined} Airlines", "{coined} Corporation",
    "{coined} Movers", "{coined} Van Lines", "{coined} Traffic", "{coined} Data", "Department of {coined}", "Ministry of {coined}", "{initial}{initial} {coined}",
    "National {coined} Association", "American {coined} Society", "Royal {coined} Club", "International {coined} Council", "United {coined} Workers",
    "First {coined} Bank", "Global {coined}", "General {coined}", "{coined} of America", "{coined} & Co.", "The {coined}s", "{coined} Records",
)  # fmt: skip
