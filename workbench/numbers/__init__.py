"""Numbers with their magnitude and currency, at exact places; read whole or not at all.

``numerals`` reads digits, ``words`` number words, magnitudes and fractions, ``money`` the signs,
codes and names of currencies, ``amounts`` puts one quantity together, ``ranges`` two. What is
counted is decided by the claims; here a quantity is a number, a range, or an amount of money.
Values are exact decimals until they leave in a claim.
"""

from workbench.numbers.amounts import Grammar, grammar
from workbench.numbers.ranges import Quantity
from workbench.numbers.words import VAGUE_START

__all__ = ["Grammar", "Quantity", "VAGUE_START", "grammar"]
