"""An Arabic font made readable: each letter keeps a glyph of its own, so that text read from a PDF is in order.

Programs that read PDFs turn right-to-left text round glyph by glyph. A glyph that stands for two letters comes out as
the two in the wrong order: الأرض as األرض. Most pairs that a font joins look as well apart. Lam and alef must be
joined: their picture becomes the alef's, with half of its width, and an empty glyph of the other half the lam's.
"""

from dataclasses import dataclass
from typing import Any

_LAM = {"uniFEDF": "lam.before_alef", "uniFEE0": "lam.before_alef.medi"}
"""Lam at the beginning and in the middle of a word → its glyph before an alef."""
_ALEF = ("uniFE8E", "uniFE82", "uniFE84", "uniFE88", "uniFB51", "uni0672.fina", "uni0673.fina")
"""Alef at the end of what is joined, plain and with hamza, madda or wasla."""
_LETTER = 1
"""GDEF's class of glyphs that stand on the line."""
_LIGATURES = 4
"""GSUB's type of a lookup that joins glyphs."""
_ON_LETTERS, _ON_LIGATURES = 4, 5
"""GPOS's types of lookups that place marks."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A lam and an alef, by the names of their glyphs."""

    lam: str
    alef: str
    joined: str
    """The glyph of both."""

    @property
    def after(self) -> str:
        """The name of the alef's new glyph."""
        return f"{self.joined}.alef"


def part_letters(font: Any) -> None:  # noqa: ANN401 (untyped library)
    """Change a font of the family IBM Plex Sans Arabic so that no glyph stands for two letters.

    Raises:
        ValueError: the font does not join lam and alef as it is known to.
    """
    lookup = _required_ligatures(font)
    ligatures = lookup.SubTable[0].ligatures if lookup.LookupType == _LIGATURES else {}
    pairs = [
        Pair(lam, one.Component[0], one.LigGlyph)
        for lam in _LAM
        for one in ligatures.get(lam, ())
        if one.Component[0] in _ALEF
    ]
    if len(pairs) != len(_LAM) * len(_ALEF):
        msg = f"expected {len(_LAM) * len(_ALEF)} pairs of lam and alef in the font, saw {len(pairs)}"
        raise ValueError(msg)
    for pair in pairs:
        _add_glyphs(font, pair)
    _add_anchors(font, pairs)
    _replace(font, lookup, pairs)


def _required_ligatures(font: Any) -> Any:  # noqa: ANN401
    table = font["GSUB"].table
    feature = next(one for one in table.FeatureList.FeatureRecord if one.FeatureTag == "rlig").Feature
    return table.LookupList.Lookup[feature.LookupListIndex[0]]


def _add_glyphs(font: Any, pair: Pair) -> None:  # noqa: ANN401
    from fontTools.pens.ttGlyphPen import TTGlyphPen  # noqa: PLC0415 (loads only where a font is missing)

    width, bearing = font["hmtx"][pair.joined]
    half = width // 2
    picture, nothing = TTGlyphPen(font["glyf"]), TTGlyphPen(None)
    picture.addComponent(pair.joined, (1, 0, 0, 1, 0, 0))
    new = {pair.after: (picture.glyph(), (width - half, bearing)), _LAM[pair.lam]: (nothing.glyph(), (half, 0))}
    font.setGlyphOrder([*font.getGlyphOrder(), *(name for name in new if name not in font["hmtx"].metrics)])
    for name, (glyph, metrics) in new.items():
        font["glyf"].glyphs[name], font["hmtx"][name] = glyph, metrics
        font["GDEF"].table.GlyphClassDef.classDefs[name] = _LETTER


def _replace(font: Any, lookup: Any, pairs: list[Pair]) -> None:  # noqa: ANN401
    """Put the context lam, alef in the place of the ligatures."""
    from fontTools.otlLib import builder  # noqa: PLC0415

    lookups = font["GSUB"].table.LookupList.Lookup
    context = builder.ChainContextSubstBuilder(font, None)
    context.lookupflag = lookup.LookupFlag
    for lam, hidden in _LAM.items():
        changes = []
        for mapping in ({lam: hidden}, {pair.alef: pair.after for pair in pairs if pair.lam == lam}):
            change = builder.SingleSubstBuilder(font, None)
            change.mapping, change.lookup_index, change.lookupflag = mapping, len(lookups), lookup.LookupFlag
            lookups.append(change.build())
            changes.append([change])
        context.rules.append(builder.ChainContextualRule([], [{lam}, set(_ALEF)], [], changes))
    built = context.build()
    lookup.LookupType, lookup.SubTable, lookup.SubTableCount = built.LookupType, built.SubTable, len(built.SubTable)
    font["GSUB"].table.LookupList.LookupCount = len(lookups)


def _add_anchors(font: Any, pairs: list[Pair]) -> None:  # noqa: ANN401
    """Let marks stand where they stood on each half of the ligature."""
    found = [one for lookup in font["GPOS"].table.LookupList.Lookup for one in lookup.SubTable]
    joined = next(one for one in found if one.LookupType == _ON_LIGATURES)
    single = max((one for one in found if one.LookupType == _ON_LETTERS), key=lambda one: len(one.BaseCoverage.glyphs))
    single_classes = _mark_classes(single)
    classes = {mark_class: single_classes[mark] for mark, mark_class in _mark_classes(joined).items()}
    attached = dict(zip(joined.LigatureCoverage.glyphs, joined.LigatureArray.LigatureAttach, strict=True))
    for pair in pairs:
        if pair.joined not in attached:
            continue
        right, left = (one.LigatureAnchor for one in attached[pair.joined].ComponentRecord)
        halves = {pair.after: (left, 0), _LAM[pair.lam]: (right, -font["hmtx"][pair.after][0])}
        for name, (anchors, shift) in halves.items():
            if name not in single.BaseCoverage.glyphs:
                _anchor(single, name, {classes[key]: one for key, one in enumerate(anchors) if one}, shift)


def _mark_classes(table: Any) -> dict[str, int]:  # noqa: ANN401
    records = zip(table.MarkCoverage.glyphs, table.MarkArray.MarkRecord, strict=True)
    return {mark: record.Class for mark, record in records}


def _anchor(table: Any, name: str, anchors: dict[int, Any], shift: int) -> None:  # noqa: ANN401
    from fontTools.otlLib import builder  # noqa: PLC0415

    moved = {key: builder.buildAnchor(one.XCoordinate + shift, one.YCoordinate) for key, one in anchors.items()}
    table.BaseCoverage.glyphs.append(name)
    table.BaseArray.BaseRecord.append(builder.buildBaseRecord([moved.get(key) for key in range(table.ClassCount)]))
    table.BaseArray.BaseCount = len(table.BaseArray.BaseRecord)
