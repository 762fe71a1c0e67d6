# SPDX-License-Identifier: Apache-2.0
"""
The table as printed: every cell as text, with its line, before anything is understood.

`Printed` also holds the small steps that every reader takes: labels to slugs, numbers to numbers,
years and months to periods, each listing what it refuses with the line it stands on.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import fastexcel
import polars as pl

from rumbo.errors import EvidenceError, Fault
from rumbo.evidence.card import Key, Layout, SourceCard
from rumbo.evidence.snapshot import Source, check_workbook, decode, unpack
from rumbo.terms.language import gettext as _
from rumbo.terms.place import spelling

MOST_FAULTS = 20
_GROUPED = r"^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$"
"""Thousands separators; “0,123” is a decimal comma and no number here."""
_MOST_ROWS = (65_535, 1_048_575)
"""Rows below the header that an old and a new workbook can hold."""
_WORKBOOK = b"PK\x03\x04"


@dataclass
class Printed:
    """
    A file's table, all text.

    Parameters
    ----------
    frame : polars.DataFrame
        One text column per printed column, and ``line`` (1-based).
    name : str
        The file's name, for error messages.
    notes : list of str
        What was noticed while opening it.
    faults : list of Fault
        Filled by the steps below.
    above : tuple of str
        The lines that stand above the column names, as printed.
    """

    frame: pl.DataFrame
    name: str
    notes: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    above: tuple[str, ...] = ()

    def refuse(self, line: int, column: str, what: str, *, expected: str, hint: str | None = None) -> None:
        """List a fault in `column` at `line`."""
        where = _("{name}, line {line}, column “{column}”").format(name=self.name, line=line, column=column)
        self.faults.append(Fault(what, where, expected, hint))

    def label(self, column: str, key: Key) -> pl.Expr:
        """`column` as slugs of `key`; spellings it does not know are refused."""
        known = key.slugs
        mapping: dict[str, str | None] = {}
        first_lines = self.frame.group_by(column).agg(pl.col("line").min()).sort("line")
        for written, line in first_lines.iter_rows():
            mapping[written] = known.get(spelling(written)) if written is not None else None
            if mapping[written] is None:
                self._refuse_label(column, written, line, known)
        written_values = pl.Series([w for w in mapping if w is not None], dtype=pl.String)
        slugs = pl.Series([mapping[w] for w in written_values], dtype=pl.String)
        return pl.col(column).replace_strict(written_values, slugs, default=None, return_dtype=pl.String)

    def _refuse_label(self, column: str, written: str | None, line: int, known: Mapping[str, str]) -> None:
        near: list[str] = []
        if written and len(self.faults) < MOST_FAULTS:  # the others are only counted
            near = difflib.get_close_matches(spelling(written), known, n=3, cutoff=0.6)
        self.refuse(
            line,
            column,
            _said(_("“{value}” is not known here"), written),
            expected=_("one of the card's {n} values").format(n=len(set(known.values()))),
            hint=_("nearest: {names}").format(names=", ".join(near)) if near else None,
        )

    def number(
        self, column: str, *, may_be_empty: bool = False, whole: bool = False, empty: str = ""
    ) -> pl.Expr:
        """
        `column` as Float64, thousands separators taken out; what is no number is refused.

        `empty` is the publisher's own mark for a cell without a figure ("NA").
        """
        text = pl.col(column).str.strip_chars()
        clean = pl.when(text.str.contains(_GROUPED)).then(text.str.replace_all(",", "")).otherwise(text)
        value = clean.cast(pl.Float64, strict=False)
        is_empty = pl.col(column).is_null() | text.is_in(["", empty])
        bad = value.is_null() & ~is_empty | value.is_nan() | value.is_infinite()
        if whole:
            bad = bad | (value != value.floor())
        wrong = self.frame.filter(bad).select("line", column).head(MOST_FAULTS)
        for line, written in wrong.iter_rows():
            what = _("“{value}” is not a whole number") if whole else _("“{value}” is not a number")
            self.refuse(line, column, _said(what, written), expected=_("digits, with “.” before decimals"))
        if not may_be_empty:
            for (line,) in self.frame.filter(is_empty).select("line").head(MOST_FAULTS).iter_rows():
                self.refuse(line, column, _("an empty cell"), expected=_("a number"))
        return value

    def word(self, column: str, allowed: Sequence[str]) -> pl.Expr:
        """`column` as one of the words `allowed`; others are refused."""
        for written, line in self.frame.group_by(column).agg(pl.col("line").min()).sort("line").iter_rows():
            if written not in allowed:
                what = _said(_("“{value}” is not known here"), written)
                self.refuse(line, column, what, expected=", ".join(allowed))
        return pl.col(column)

    def year(self, column: str, *, suffixes: tuple[str, ...] = ()) -> pl.Expr:
        """`column` as a year from 1900 to 2099; one of `suffixes`, such as “(FYTD)”, may stand after it."""
        text = pl.col(column).str.strip_chars()
        for suffix in suffixes:
            text = text.str.strip_suffix(suffix).str.strip_chars()
        value = text.str.extract(r"^((?:19|20)\d\d)$").cast(pl.Int32)
        wrong = self.frame.filter(value.is_null()).select("line", column).head(MOST_FAULTS)
        for line, written in wrong.iter_rows():
            self.refuse(line, column, _said(_("“{value}” is not a year"), written), expected="2019")
        return value

    def month_number(self, column: str) -> pl.Expr:
        """`column` as a month number, 1 to 12."""
        value = pl.col(column).str.strip_chars().str.extract(r"^(0?[1-9]|1[0-2])$").cast(pl.Int8)
        wrong = self.frame.filter(value.is_null()).select("line", column).head(MOST_FAULTS)
        for line, written in wrong.iter_rows():
            self.refuse(line, column, _said(_("“{value}” is not a month"), written), expected="1–12")
        return value

    def month_name(self, column: str, names: Mapping[str, int]) -> pl.Expr:
        """`column` as a month number by its name."""
        first_lines = self.frame.group_by(column).agg(pl.col("line").min()).sort("line")
        for written, line in first_lines.iter_rows():
            if spelling(written or "") not in names:
                self.refuse(
                    line,
                    column,
                    _said(_("“{value}” is not a month"), written),
                    expected=", ".join(list(names)[:3]) + "…",
                )
        found = [w for w in first_lines[column] if w is not None and spelling(w) in names]
        return pl.col(column).replace_strict(
            pl.Series(found, dtype=pl.String),
            pl.Series([names[spelling(w)] for w in found], dtype=pl.Int8),
            default=None,
            return_dtype=pl.Int8,
        )


def _said(what: str, written: str | None) -> str:
    return what.format(value=written) if written else _("an empty cell")


@dataclass(frozen=True)
class Opened:
    """A file opened under the card and layout its columns belong to."""

    card: SourceCard
    layout: Layout
    printed: Printed


def open_file(source: Source, cards: Mapping[str, SourceCard]) -> Opened:
    """
    Recognise `source` by its columns and give its table as printed.

    Raises
    ------
    EvidenceError
        If it is no table, is cut off, or has columns that no card knows.
    """
    if source.content.startswith(_WORKBOOK):
        return _open_workbook(source, cards)
    content = unpack(source)
    decoded = decode(content, name=source.name)
    notes = [] if decoded.encoding == "utf-8" else [_("read as {encoding}").format(encoding="Latin-1")]
    text = _with_line_ends(decoded.text)
    found = _below_a_title(text, cards) or recognise(_header(text), cards, name=source.name)
    if found[1].encoding and decoded.encoding != "utf-8":
        text = _with_line_ends(content.decode(found[1].encoding))
        notes = [_("read as {encoding}").format(encoding=found[1].encoding)]
    above, table, header = _table(text, found[1])
    frame = _read_csv(table, len(header), name=source.name, above=len(above))
    frame.columns = ["line", *header]
    card, layout = _told_apart(found, cards, frame)
    printed = _printed(frame, source.name, notes)
    printed.above = above
    return Opened(card, layout, printed)


def _with_line_ends(text: str) -> str:
    """`text` with the line ends of today: the old Macintosh ended lines with a carriage return alone."""
    return text if "\n" in text else text.replace("\r", "\n")


def _header(text: str, layout: Layout | None = None) -> tuple[str, ...]:
    """The column names as `layout` places them; a column without a name is called by its number."""
    line = layout.header_line if layout else 1
    below = text[: 1 << 16].split("\n", line - 1)[line - 1 :]
    try:
        names = next(csv.reader(io.StringIO("".join(below), newline="")), [])
    except csv.Error:  # longer than any name of a column: no header at all
        names = []
    if layout and layout.closing_comma == "rows":
        names.append("")
    if layout and layout.closing_comma == "names" and names and not names[-1]:
        names.pop()
    return tuple(name or f"#{n}" for n, name in enumerate(names, start=1))


def _below_a_title(text: str, cards: Mapping[str, SourceCard]) -> tuple[SourceCard, Layout] | None:
    """The card and layout of a table whose column names stand below a title."""
    for card in cards.values():
        for layout in card.layouts:
            if layout.header_line == 1:
                continue
            header = _header(text, layout)
            if len(header) == len(layout.columns) and set(header) == set(layout.columns):
                return card, layout
    return None


def _table(text: str, layout: Layout) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """The lines above the table, the table itself, and its column names."""
    header = _header(text, layout)
    *above, table = text.split("\n", layout.header_line - 1)
    if layout.closing_comma:
        first, _end, rest = table.partition("\n")
        first = f"{first.rstrip()}," if layout.closing_comma == "rows" else _without_last_cell(first)
        table = f"{first}\n{rest}"
    if layout.ends_at_blank:
        table = re.split(r"\n[ \t\r]*\n", table, maxsplit=1)[0]
    return tuple(line.strip() for line in above), table, header


def _without_last_cell(names: str) -> str:
    return re.sub(r',("")?\s*$', "", names)


def _told_apart(
    found: tuple[SourceCard, Layout], cards: Mapping[str, SourceCard], frame: pl.DataFrame
) -> tuple[SourceCard, Layout]:
    """Of the layouts with the columns of `found`, the one whose marks the table holds, else one without."""
    columns = set(found[1].columns)
    same = [found] if not found[1].marks else []
    same += [(c, la) for c in cards.values() for la in c.layouts if set(la.columns) == columns]
    for card, layout in same:
        if any(frame[column].is_in(values).any() for column, values in layout.marks.items()):
            return card, layout
    return next(((card, layout) for card, layout in same if not layout.marks), found)


def recognise(
    header: tuple[str, ...], cards: Mapping[str, SourceCard], *, name: str
) -> tuple[SourceCard, Layout]:
    """The card and layout whose columns are exactly those of `header`."""
    printed = set(header)
    best: tuple[int, SourceCard, Layout] | None = None
    for card in cards.values():
        for layout in card.layouts:
            expected = set(layout.columns)
            if printed == expected and len(header) == len(expected):
                return card, layout
            shared = sum(1 for column in printed & expected if not column.startswith("#"))
            if shared and (best is None or shared > best[0]):
                best = (shared, card, layout)
    where = _("{name}, line 1").format(name=name)
    if best is None:
        raise EvidenceError(
            _("no source has these columns: {columns}").format(columns=", ".join(header[:8]) or "—"),
            where=where,
            expected=_("the columns of one of the {n} sources that have a card").format(n=len(cards)),
            hint="rumbo evidence list",
        )
    raise EvidenceError.of(_differing_columns(header, best[1], best[2], where))


def _differing_columns(header: tuple[str, ...], card: SourceCard, layout: Layout, where: str) -> list[Fault]:
    faults: list[Fault] = []
    missing = [c for c in layout.columns if c not in header]
    extra = [c for c in header if c not in layout.columns]
    for column in missing:
        near = _renamed(column, extra)
        faults.append(
            Fault(
                _("column “{column}” is missing").format(column=column),
                where,
                _("the layout “{layout}” of {source}").format(layout=layout.name, source=card.id),
                _("was it renamed to “{column}”?").format(column=near) if near else None,
            )
        )
    faults += [
        Fault(
            _("column “{column}” is not in the card").format(column=column),
            where,
            _("the layout “{layout}” of {source}").format(layout=layout.name, source=card.id),
        )
        for column in extra
    ]
    repeated = sorted({c for c in header if header.count(c) > 1})
    return faults + [Fault(_("column “{column}” stands twice").format(column=c), where) for c in repeated]


def _renamed(column: str, extra: Sequence[str]) -> str | None:
    """The one of `extra` that `column` may have become: with an addition, or much alike."""
    compared = {spelling(name): name for name in extra}
    longer = [name for written, name in compared.items() if spelling(column) in written]
    near = difflib.get_close_matches(spelling(column), compared, n=1, cutoff=0.5)
    return next(iter([*longer, *(compared[name] for name in near)]), None)


def _read_csv(text: str, width: int, *, name: str, above: int = 0) -> pl.DataFrame:
    frame, why = None, ""
    try:
        frame = pl.read_csv(
            io.BytesIO(text.encode()), infer_schema=False, row_index_name="line", row_index_offset=above + 2
        )
    except pl.exceptions.PolarsError as error:
        why = str(error).splitlines()[0]
    if frame is None or frame.height == 0 or frame[frame.columns[-1]].null_count():
        # polars fills short rows with nulls without a word: count the fields ourselves
        faults = _uneven_rows(text, width, name, above)
        if faults:
            raise EvidenceError.of(faults)
    if frame is None:  # every row has its fields, and still: a quotation mark that is never closed
        raise EvidenceError(
            _("the table cannot be read: {why}").format(why=why),
            where=name,
            hint=_("the file looks cut off or shifted: fetch it again"),
        )
    return frame.with_columns(pl.col("line").cast(pl.Int64))


def _uneven_rows(text: str, width: int, name: str, above: int = 0) -> list[Fault]:
    faults: list[Fault] = []
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        for row in reader:
            if row and len(row) != width:
                faults.append(
                    Fault(
                        _("the row has {n} fields").format(n=len(row)),
                        _("{name}, line {line}").format(name=name, line=above + reader.line_num),
                        _("{n} fields, as in the header").format(n=width),
                        _("the file looks cut off or shifted: fetch it again"),
                    )
                )
                if len(faults) == MOST_FAULTS:
                    break
    except csv.Error as error:
        where = _("{name}, line {line}").format(name=name, line=above + reader.line_num)
        faults.append(Fault(_("the row cannot be read: {why}").format(why=error), where))
    return faults


def _printed(frame: pl.DataFrame, name: str, notes: list[str]) -> Printed:
    """`frame` without its empty rows, if rows remain and were not cut at what a workbook can hold."""
    if frame.height in _MOST_ROWS:
        raise EvidenceError(
            _("the table has {n} rows, the most a workbook can hold").format(n=f"{frame.height + 1:,}"),
            where=name,
            hint=_("rows were probably cut off: ask the publisher for a CSV"),
        )
    cells = [c for c in frame.columns if c != "line"]
    full = frame.filter(~pl.all_horizontal(pl.col(c).is_null() for c in cells))
    if not full.height:
        raise EvidenceError(
            _("there is no row of figures below the header"), where=_("{name}, line 1").format(name=name)
        )
    dropped = frame.height - full.height
    if dropped:
        notes.append(_("{n} empty rows left out").format(n=dropped))
    return Printed(full, name, notes)


def _open_workbook(source: Source, cards: Mapping[str, SourceCard]) -> Opened:
    check_workbook(source)
    try:
        frame = _read_sheets(source.content, cards)
    except Exception as error:  # noqa: BLE001 -- the spreadsheet engine has no common error class
        raise EvidenceError(
            _("the workbook cannot be read: {why}").format(why=str(error).splitlines()[0]), where=source.name
        ) from None
    header = tuple(column for column in frame.columns if column != "line")
    card, layout = _told_apart(recognise(header, cards, name=source.name), cards, frame)
    return Opened(card, layout, _printed(frame, source.name, []))


def _read_sheets(content: bytes, cards: Mapping[str, SourceCard]) -> pl.DataFrame:
    """
    The sheets that a layout names, one under the other, or else the first sheet; all text, with lines.

    A column that only some of the sheets have is empty in the rows of the others.
    """
    held = fastexcel.read_excel(content).sheet_names
    named = [layout.sheets for card in cards.values() for layout in card.layouts if layout.sheets]
    wanted = next((sheets for sheets in named if set(sheets) <= set(held)), held[:1])
    read = [
        pl.read_excel(io.BytesIO(content), sheet_name=name, infer_schema_length=0, drop_empty_rows=False)
        for name in wanted
    ]
    texts = [sheet.with_columns(pl.all().cast(pl.String)).with_row_index("line", 2) for sheet in read]
    return pl.concat(texts, how="diagonal").with_columns(pl.col("line").cast(pl.Int64))
