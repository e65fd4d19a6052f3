"""What can I promise? Answers from a portfolio that is held warm, in milliseconds, for as long as a process lives.

.. code-block:: python

    warm = WarmPortfolio.of(portfolio, as_of=day, settings=settings)     # once; seconds for ten thousand promises
    quote = warm.quote(Offer(promise=promise, items=items))              # any number of times, from any thread
    quote.promise.p_kept, quote.promise.p85, quote.endangers
    reserved = warm.with_offer(offer)                                    # another state; ``warm`` stays as it is
    released = reserved.without(offer.key)                               # what ``warm`` was, to the bit

An answer is that of a whole forecast with the offer in it, to the bit. When anything else in the portfolio changes,
make it anew, and answer from the old one until then, saying so. :class:`WarmParts` does so for what has work in common
with the change, and keeps the rest.
"""

from makegood.engine.quoting.hearing import Hearing, alone
from makegood.engine.quoting.offers import Offer, inserted
from makegood.engine.quoting.options import would_help
from makegood.engine.quoting.warm import CHECKPOINTS, TYPICAL_QUESTIONS, Quote, WarmPortfolio
from makegood.engine.quoting.warm_parts import WarmParts

__all__ = [
    "CHECKPOINTS",
    "TYPICAL_QUESTIONS",
    "Hearing",
    "Offer",
    "Quote",
    "WarmParts",
    "WarmPortfolio",
    "alone",
    "inserted",
    "would_help",
]
