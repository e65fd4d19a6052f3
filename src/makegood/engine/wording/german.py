"""How people blame in German, where the verb stands second and what is blamed may stand before or behind it.

"Wir haben versagt" is no blame: it takes responsibility.
"""

from __future__ import annotations

from makegood.engine.wording.rules import Rule, rule

_TEAM = (
    r"(?:der Vertrieb|die (?:Produktion|Fertigung|Entwicklung|Technik|Logistik|Montage|Planung|Geschäftsleitung|Chefetage)"
    r"|das (?:Produktmanagement|Management|Marketing)|der (?:Einkauf|Kundendienst|Support)|die Kundenbetreuung)"
)
_OF_TEAM = (
    r"(?:vom (?:Vertrieb|Einkauf|Support|Kundendienst|Produktmanagement)"
    r"|(?:aus|in|von) der (?:Produktion|Fertigung|Entwicklung|Technik|Logistik|Montage|Planung))"
)
_TO_TEAM = (
    r"(?:euch|dir|ihnen|denen|dem Vertrieb|der (?:Produktion|Fertigung|Entwicklung|Technik|Logistik|Montage|Planung)"
    r"|dem (?:Einkauf|Support|Produktmanagement))"
)
_WHOM = r"(?:euch|dich|sie|den Vertrieb|die (?:Produktion|Fertigung|Entwicklung|Technik|Logistik))"
_WHO = rf"\b(?:ihr(?: (?:alle|Leute))?|du|sie|(?:die|diese|eure) (?:Leute|Kollegen|Herrschaften)(?: {_OF_TEAM})?|die {_OF_TEAM}|{_TEAM}|(?:dein|euer) Team)\b"
_FAIL = (
    r"(?:versagt|vermasselt|verbockt|verpatzt|verschlampt|vergeigt|verschlafen|versaut|ruiniert|verpennt|gelogen"
    r"|im Stich gelassen|an die Wand gefahren|in den Sand gesetzt|hängen lassen|hängengelassen|zu viel versprochen)"
)
_ALWAYS = r"(?:immer(?! (?:noch|wenn|dann))|nie(?!mand)(?! (?:bekommen|erhalten|gesehen|erfahren|gefragt))|niemals|ständig|dauernd|andauernd|jedes ?mal|schon wieder|mal wieder)"
_FREE = r"(?:(?!(?:könnt|können|kannst|kann|dürft|dürfen|darf|darfst)\b)[\wäöüß]+ )"
_OWN = r"(?:eure|deine|deren|des Vertriebs|der (?:Produktion|Fertigung|Entwicklung|Technik|Logistik|Planung))"

GERMAN: tuple[Rule, ...] = (
    rule("accusation", rf"{_WHO}[^.!?;,]{{0,60}}\b{_FAIL}\b"),
    rule("accusation", rf"\b(?:habt ihr|hast du|haben sie|hat {_TEAM})[^.!?;,]{{0,60}}\b{_FAIL}\b"),
    rule("accusation", rf"{_WHO} (?:ist|sind|seid|bist|war|waren|wart)(?: \w+)?(?: daran)? schuld\b"),
    rule("accusation", rf"\bschuld (?:daran )?(?:ist|sind|seid|hat|habt|haben|trägt|tragt)(?: \w+)? {_WHO}"),
    rule("accusation", rf"\b{_OWN} (?:schuld|unfähigkeit|schlamperei|nachlässigkeit)\b|\b(?:schuld|unfähigkeit|schlamperei|nachlässigkeit) {_OWN}\b"),
    rule("accusation", r"\bwegen (?:euch|dir|denen|des Vertriebs)\b"),
    rule("accusation", r"\bihr Leute\b|\bdiese Leute\b|\bdie da (?:oben|drüben)\b"),
    rule("accusation", r"\bdas ist (?:euer|dein) (?:problem|bier|job)\b|\bnicht (?:mein|unser) (?:problem|bier)\b"),
    rule("absolute", rf"{_WHO} {_FREE}{{1,3}}{_ALWAYS}\b"),
    rule("absolute", rf"\b(?:immer|nie|ständig|dauernd|schon wieder|jedes mal) [\wäöüß]+ (?:ihr|du|{_TEAM}|die {_OF_TEAM})\b"),
    rule("absolute", rf"\b(?:immer|jedes mal) (?:das|die) gleiche[^.!?]{{0,20}} mit {_TO_TEAM}\b"),
    rule("mind reading", rf"\b{_TO_TEAM} (?:ist|war) [^.!?;]{{0,40}}\b(?:egal|wurscht|wurst|gleichgültig)\b"),
    rule("mind reading", rf"\b(?:egal|gleichgültig) (?:ist|war) [^.!?;]{{0,15}}{_TO_TEAM}\b"),
    rule("mind reading", rf"\binteressiert {_WHOM} [^.!?;]{{0,30}}\bnicht\b"),
    rule("mind reading", rf"{_WHO} (?:woll\w+|denk\w+|dach\w+) (?:doch |ja |wohl )?(?:nur|bloß|immer nur)\b"),
    rule("mind reading", r"\bwolltet ihr (?:doch |ja )?(?:nur|bloß)\b"),
    rule("mind reading", rf"{_WHO} [^.!?;]{{0,60}}\b(?:absichtlich|mit absicht|mutwillig|vorsätzlich|bewusst verschwiegen)\b"),
    rule("mind reading", rf"{_WHO} wuss\w+ (?:doch |ja |das |es )*(?:ganz |sehr )?(?:genau|wohl)\b"),
    rule("mind reading", r"\bnicht (?:einmal |mal )?für nötig (?:gehalten|befunden|gehalten habt)\b"),
    rule("mind reading", rf"{_WHO} [^.!?;]{{0,30}}\bnicht (?:einmal|mal) versucht\b"),
    rule("sarcasm", r"\bna,? (?:toll|super|prima|bravo|herzlichen glückwunsch|danke)\b"),
    rule("sarcasm", r"\b(?:toll|super|ganz toll|klasse|prima) gemacht, (?:ihr|vertrieb|produktion)|\b(?:danke für (?:nichts|gar nichts)|vielen dank auch)\b"),
    rule("sarcasm", r"\b(?:wer hätte das gedacht|welch(?:e)? überraschung|was für eine überraschung|glanzleistung|meisterleistung|viel spaß damit)\b"),
    rule("sarcasm", rf"\bwie (?:immer|üblich|gewohnt),? (?:hat|habt|haben|ist|sind|seid|war) {_WHO}"),
    rule("sarcasm", rf"\btypisch(?: (?:für|mal wieder))? (?:{_WHO}|vertrieb|technik|produktion|entwicklung|fertigung|{_WHOM})"),
    rule("sarcasm", rf"\bdank {_TO_TEAM}\b"),
    rule("reproach", rf"(?:\bihr hättet|\bhättet ihr|\bdu hättest|\bhättest du|\bsie hätten|\bhätten sie|{_TEAM} hätte|\bhätte {_TEAM})[^.!?]{{0,80}}\b(?:müssen|sollen|können|dürfen|gesagt|gefragt|zugehört|aufgepasst)\b"),
    rule("reproach", r"\bwie (?:wir|ich) (?:euch|dir|ihnen) [^.!?,]{0,30}\b(?:gesagt|erklärt|gewarnt|mitgeteilt)\b"),
    rule("reproach", r"\b(?:wir haben|ich habe?|haben wir|habe? ich) (?:es |das )?(?:euch|dir|ihnen) (?:es |das )?(?:doch|ja|gleich|schon)\b"),
    rule("reproach", rf"\b(?:warum|wieso|weshalb) (?:habt|könnt|macht|hört|seid|hat|kann|macht|hast|kannst) (?:ihr|du|{_TEAM}|die {_OF_TEAM})[^.!?]{{0,80}}\b(?:nicht|nie|kein\w*)\b"),
    rule("reproach", rf"\bwie oft (?:muss|müssen|soll|sollen)\b|\bwie (?:konntet|könnt) ihr\b|\bwie konnte {_TEAM}|\bwas habt ihr euch dabei gedacht\b"),
    rule("label", r"\b(?:unfähig\w*|inkompeten\w+|versager|idiot\w*|deppen?|lügner\w*|stümper\w*|dilettant\w*|unprofessionell\w*|saftladen|ahnungslos\w*|verantwortungslos\w*|faulpelze?|feiglinge?)\b"),
    rule("label", rf"{_WHO} (?:ist|sind|seid|bist|war|waren|wart)(?: \w+)? (?:faul|dumm|blind|nutzlos|schlampig|lächerlich|ein witz)\b"),
    rule("half apology", r"\bleid,? (?:wenn|falls|dass) (?:ihr|du|sie) (?:euch|dich|sich|das|es)\b"),
)  # fmt: skip  # one rule a line reads as a table
