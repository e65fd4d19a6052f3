"""How people blame in English.

Words such as product, delivery or production name a thing as often as those who make it ("the product failed the
test"), so they count as people only with a word that says so. "We failed" is no blame: it takes responsibility.
"""

from __future__ import annotations

from makegood.engine.wording.rules import Rule, rule

_FUNCTION = (
    r"(?:sales|operations|ops|engineering|customer success|management|purchasing|procurement|logistics|finance"
    r"|marketing|legal)"
)
_THING = r"(?:product|delivery|production|quality|support|development|assembly|planning|service)"
_PEOPLE = r"(?:team|people|guys|folks|department|lot|manager|managers|reps?|colleagues)"
_NAMED = rf"(?:(?:the |your |their )?(?:{_FUNCTION}(?: {_PEOPLE})?|{_THING} {_PEOPLE}))"
_WHO = rf"\b(?:you(?: (?:people|guys|lot|all))?|they|he|she|{_NAMED}|(?:your|their|those|that) {_PEOPLE})\b"
_HAVING = r"(?: (?:have|has|had|is|are|were|was|once|again|yet|just|simply|really|clearly|obviously|also))*"
_FAIL = (
    r"(?:fail(?:s|ed)?(?! (?:over|safe))|mess(?:ed|es)? (?:it |this |everything )?up|screw(?:ed|s)? (?:it |this |us )?(?:up|over)?"
    r"|botched|bungled|blew|ruined|wrecked|sabotaged|dropp(?:ed|ing) the ball|let (?:us|me|everyone|the customer) down"
    r"|cannot be trusted|can't be trusted|lied|made (?:us|me) look|overpromised|threw (?:us|me) under the bus)"
)
_ALWAYS = r"(?:always|never(?! (?:received|got|saw|heard|had|were|was|been))|constantly|every (?:single )?time|forever)"
_ITS = rf"(?:your|their|his|her|{_NAMED}(?:'s|’s|'|’)?)"

ENGLISH: tuple[Rule, ...] = (
    rule("accusation", rf"{_WHO}{_HAVING} {_FAIL}\b"),
    rule("accusation", rf"\b{_ITS} (?:own |damn |bloody )?(?:fault|mess|incompetence|carelessness|negligence)\b"),
    rule("accusation", rf"{_WHO}(?:'re|’re| is| are| was| were) (?:\w+ )?(?:to blame|responsible for this (?:mess|disaster))\b"),
    rule("accusation", rf"\bblame {_WHO}"),
    rule("accusation", rf"\bbecause of (?:you|them|{_NAMED})\b(?!'|’)"),
    rule("accusation", r"\b(?:you|those) (?:people|lot)\b"),
    rule("accusation", rf"(?:\bthat|\bthis|\bit)(?:'s|’s| is) {_ITS} (?:problem|job)\b"),
    rule("accusation", r"\bnot (?:my|our) (?:problem|fault|job)\b"),
    rule("absolute", rf"(?<!\bdo\s)(?<!\bdoes\s){_WHO}(?: (?:have|has|had|are|is|do|does|just|will)|'ve|’ve|'re|’re)? {_ALWAYS}\b"),
    rule("absolute", rf"\b(?:nobody|no one|no-one) (?:in|at|from) {_NAMED}(?: \w+)? ever\b"),
    rule("absolute", rf"\b(?:always|every time) the same (?:story )?with {_WHO}"),
    rule("absolute", rf"{_WHO}(?:'ve|’ve| have| has)? (?:yet|once) again\b"),
    rule("mind reading", rf"{_WHO}(?: clearly| obviously| just| simply)* (?:do not|don't|don’t|does not|doesn't|doesn’t|did not|didn't|didn’t) (?:even |really )?(?:care|bother|give a)\b"),
    rule("mind reading", rf"{_WHO}(?: \w+)? (?:only|just) (?:care|cares|cared|think|thinks|want|wants|wanted)\b"),
    rule("mind reading", rf"{_WHO} (?:couldn't|couldn’t|could not|can't|can’t) (?:even )?be bothered\b"),
    rule("mind reading", rf"{_WHO}{_HAVING} (?:deliberately|intentionally|purposely|wilfully|willfully|conveniently)\b"),
    rule("mind reading", rf"{_WHO} [^.!?;]{{0,60}}\bon purpose\b"),
    rule("mind reading", rf"{_WHO} knew (?:full|perfectly|very|exactly|all along)\b"),
    rule("mind reading", rf"{_WHO}{_HAVING} (?:refuse[sd]? to (?:listen|understand|cooperate|help)|pretend(?:s|ed|ing)?)\b"),
    rule("mind reading", rf"{_WHO}(?:'re|’re)?{_HAVING} (?:trying|try|tried|want(?:s|ed)?) to (?:hide|cover|make (?:us|me)|shift|blame|get rid|look good)\b"),
    rule("sarcasm", rf"\bthanks (?:for nothing|a lot for|to (?:you|them|{_NAMED}))\b"),
    rule("sarcasm", r"\b(?:surprise,? surprise|what a surprise|how surprising|slow clap|so much for|yeah,? right|good luck with that)\b"),
    rule("sarcasm", r"(?<![a-z,;:]\s)\b(?:great|nice|brilliant|wonderful|fantastic|bravo|well done|congratulations)(?: job| work)?,? (?:as (?:always|usual)|again|once again|now we|now I|another)\b"),
    rule("sarcasm", rf"\bas (?:usual|always),? {_WHO}"),
    rule("sarcasm", rf"{_WHO} [^.!?;]{{0,60}}\bas (?:usual|always)\b"),
    rule("sarcasm", rf"\b(?:how )?typical(?: of)? {_NAMED}\b|\btypical of (?:you|them)\b"),
    rule("sarcasm", rf"\b(?:bravo|well done|congratulations|nice one|hats off),? (?:to )?{_NAMED}(?=[.!,]|$)"),
    rule("reproach", rf"{_WHO} (?:really |simply )?(?:should|could|ought to)(?:n't|n’t| not)?(?: have|'ve|’ve) (?!received|been asked|been told)"),
    rule("reproach", r"\b(?:as|like) (?:we|i)(?:'ve|’ve| have)? (?:already |repeatedly |clearly )*(?:told|warned) (?:you|them|everyone)\b"),
    rule("reproach", r"\b(?:we|i)(?:'ve|’ve| have| had)? (?:already |repeatedly )?(?:told|warned) you (?:so|that|this|before|about|again|a)\b"),
    rule("reproach", rf"\bwhy (?:on earth |the hell )?(?:didn't|didn’t|did|don't|don’t|can't|can’t|couldn't|couldn’t|won't|won’t|doesn't|doesn’t|does) {_WHO} (?:not |ever |even |just |simply |bother)"),
    rule("reproach", rf"\bwhy (?:on earth |the hell )?(?:didn't|didn’t|don't|don’t|can't|can’t|couldn't|couldn’t|won't|won’t|doesn't|doesn’t) {_WHO}"),
    rule("reproach", rf"\bhow many times\b|\bhow could {_WHO}|\bwhat (?:were|was) {_WHO} thinking\b"),
    rule("reproach", rf"\bif (?:only )?{_WHO} had(?:n't|n’t| not| only| just| simply| done| listened)"),
    rule("label", r"\b(?:incompetent|lazy|clueless|idiots?|idiotic|liars?|amateurs?|amateurish|pathetic|disgraceful|unprofessional|irresponsible|morons?|cowards?)\b"),
    rule("label", rf"{_WHO}(?:'re|’re| is| are| were| was) (?:\w+ )?(?:useless|hopeless|careless|sloppy|stupid|dumb|a joke|a disgrace|impossible|blind)\b"),
    rule("half apology", r"\b(?:sorry|apologi[sz]e) (?:if|that) you (?:feel|felt|think|thought|are|were|got|took)\b"),
)  # fmt: skip  # one rule a line reads as a table
