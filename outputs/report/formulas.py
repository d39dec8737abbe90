"""The indicator's formulas as pages write them, the same in every language."""

from types import MappingProxyType

FORMULAS = MappingProxyType(
    {
        "lcr": "LCR = ((V₂ − V₁) / V₁) / t",
        "pgr": "PGR = ln(P₂ / P₁) / t",
        "lcrpgr": "LCRPGR = LCR / PGR",
        "lcr_log": "LCR, log = ln(V₂ / V₁) / t",
    }
)
"""Rate or ratio → its formula: V built-up area, P population at the start and end of t years."""
