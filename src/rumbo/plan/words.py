# SPDX-License-Identifier: Apache-2.0
"""The words a plan is shown with, in both languages: standings, levels, directions, completion, kinds."""

from __future__ import annotations

from rumbo.plan.documents import (
    Body,
    Claim,
    Commitment,
    Completion,
    Direction,
    Document,
    Event,
    Framework,
    Goal,
    Indicator,
    Level,
    Party,
    PartyCode,
    Standing,
    Target,
)
from rumbo.terms import Text

KINDS: dict[type[Document], tuple[str, Text, Text]] = {
    Party: ("parties", Text("party", "parte"), Text("parties", "partes")),
    Framework: ("frameworks", Text("framework", "marco de cooperación"), Text("frameworks", "marcos")),
    Body: ("bodies", Text("body", "órgano"), Text("bodies", "órganos")),
    Goal: ("goals", Text("goal", "objetivo general"), Text("goals", "objetivos generales")),
    Indicator: ("indicators", Text("indicator", "indicador"), Text("indicators", "indicadores")),
    Target: ("targets", Text("target", "valor meta"), Text("targets", "valores meta")),
    Event: ("events", Text("event", "suceso"), Text("events", "sucesos")),
    Commitment: ("commitments", Text("commitment", "compromiso"), Text("commitments", "compromisos")),
    Claim: ("claims", Text("claim", "afirmación"), Text("claims", "afirmaciones")),
}
"""Per kind of document: its folder (and field of `Plan`), its noun for one and for several."""

PARTIES: dict[PartyCode, Text] = {
    "us": Text("United States", "Estados Unidos"),
    "mx": Text("Mexico", "México"),
}

STANDINGS: dict[Standing, Text] = {
    "stated": Text("stated in a cited source", "establecido en una fuente citada"),
    "computed": Text("computed from a cited source", "calculado a partir de una fuente citada"),
    "proposed": Text(
        "proposed here; no government has agreed to it", "propuesto aquí; ningún gobierno lo ha acordado"
    ),
    "not_found": Text(
        "searched for and not found in public material", "se buscó y no se encontró en material público"
    ),
}

LEVELS: dict[Level, Text] = {
    "input": Text("input", "insumo"),
    "output": Text("output", "producto"),
    "outcome": Text("outcome", "efecto directo"),
    "impact": Text("impact", "impacto"),
}

DIRECTIONS: dict[Direction, Text] = {
    "down": Text("lower is better", "sentido descendente: menos es mejor"),
    "up": Text("higher is better", "sentido ascendente: más es mejor"),
    "context": Text("context: shown, never judged", "contexto: se muestra sin valorarse"),
}

COMPLETIONS: dict[Completion, Text] = {
    "no_evidence_available": Text("no evidence available", "sin evidencia disponible"),
    "not_started": Text("not started", "no iniciado"),
    "limited": Text("limited", "avance limitado"),
    "substantial": Text("substantial", "avance sustancial"),
    "complete": Text("complete", "cumplido"),
}
"""The five-point scale of completion, worst known first."""

BODY_KINDS: dict[str, Text] = {
    "institution": Text("institution", "institución"),
    "observer": Text("observer", "observador"),
    "working_group": Text("working group of both parties", "grupo de trabajo de ambas partes"),
    "both": Text("both parties", "ambas partes"),
}

CLOCKS: dict[str, Text] = {
    "none": Text("no date", "sin fecha"),
    "immediate": Text("at once", "de inmediato"),
    "due": Text("due", "vence"),
    "recurring": Text("recurring", "periódico"),
}

WINDOWS: dict[str, Text] = {
    "month": Text("month", "mes"),
    "quarter": Text("quarter", "trimestre"),
    "calendar_year": Text("calendar year", "año calendario"),
    "fiscal_year": Text("US fiscal year", "año fiscal de los Estados Unidos"),
    "twelve_months_ending": Text(
        "twelve months ending in the period", "doce meses que terminan en el periodo"
    ),
}

FIELDS: dict[str, Text] = {
    "standing": Text("standing", "sustento"),
    "sources": Text("source", "fuente"),
    "note": Text("note", "nota"),
    "party": Text("party", "parte"),
    "name": Text("name", "nombre"),
    "lead": Text("lead office", "instancia que encabeza"),
    "kind": Text("kind", "tipo"),
    "role": Text("role", "función"),
    "cadence_days": Text("meets", "se reúne"),
    "names": Text("name", "nombre"),
    "begins": Text("begins", "inicia"),
    "ends": Text("ends", "termina"),
    "predecessor": Text("follows", "sucede a"),
    "successor": Text("followed by", "le sucede"),
    "structure": Text("structure", "estructura"),
    "number": Text("number", "número"),
    "title": Text("title", "título"),
    "framework_goal": Text("Bicentennial goal", "meta del Entendimiento Bicentenario"),
    "risks": Text("risk", "riesgo"),
    "assumptions": Text("assumption", "supuesto"),
    "goal": Text("goal", "objetivo general"),
    "counts": Text("counts", "qué se cuenta"),
    "unit": Text("unit", "unidad"),
    "direction": Text("direction", "sentido"),
    "level": Text("level", "nivel"),
    "definition": Text("definition", "definición"),
    "baselines": Text("baseline", "línea base"),
    "indicator": Text("indicator", "indicador"),
    "value": Text("target value", "valor meta"),
    "by": Text("by", "a más tardar"),
    "base_period": Text("base", "periodo base"),
    "relative": Text("change", "cambio"),
    "stated_by": Text("stated by", "establecido por"),
    "document": Text("document", "documento"),
    "page": Text("page or section", "página o apartado"),
    "conflicts_with": Text("contradicts", "contradice a"),
    "date": Text("date", "fecha"),
    "is_confounder": Text("may confound", "puede confundir"),
    "made_on": Text("made on", "asumido el"),
    "actors": Text("who", "quién"),
    "text": Text("undertaking", "compromiso"),
    "wordings": Text("wording", "redacción"),
    "clock": Text("clock", "plazo"),
    "checked_by": Text("checked by", "se verifica con"),
    "check": Text("how to check", "cómo verificarlo"),
    "completion": Text("completion", "cumplimiento"),
    "completion_reason": Text("why", "por qué"),
    "sentence": Text("sentence", "frase"),
    "original": Text("original in", "idioma original"),
    "said_by": Text("said by", "quién lo dijo"),
    "said_on": Text("said on", "fecha"),
    "behind": Text("behind it", "qué hay detrás"),
    "indicators": Text("indicator", "indicador"),
}
"""The keys of documents as a reader sees them."""
