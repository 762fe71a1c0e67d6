# SPDX-License-Identifier: Apache-2.0
"""
A made-up edition for the tests: every figure in it is invented, the awkward cases are on purpose.

One release only, no series at all, suppressed months, official targets in conflict, very long Spanish
titles, context measures, months still open, withdrawn figures, text in one language only.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from rumbo.assess.results import (
    Assessment,
    Caveat,
    Comparison,
    Estimate,
    Fan,
    Figure,
    Outlook,
    Trend,
    Verdict,
)
from rumbo.plan.documents import (
    Baseline,
    Citation,
    Claim,
    Clock,
    Commitment,
    Definition,
    Direction,
    Event,
    Goal,
    Indicator,
    PartyCode,
    Plan,
    Target,
)
from rumbo.publish.dossier import Datum, Dossier, EditionInputs, Precision, SourceSheet, VintageSeries
from rumbo.publish.states import known_on, latest_figure, values_of
from rumbo.terms import Period, Text

DAYS = (dt.date(2020, 1, 31), dt.date(2020, 3, 31), dt.date(2020, 9, 30))
CITED = (Citation(text="Example document", url="https://example.org/document", page="14"),)


def month(written: str) -> Period:
    return Period.parse(written)


def wave(i: int, level: float, slope: float, swing: float) -> float:
    return level + slope * i + swing * (math.sin(i / 6.0) + 0.4 * math.sin(i * 1.7))


def monthly_releases(
    *,
    first: str,
    start: dt.date,
    releases: int,
    lag: int,
    level: float,
    slope: float,
    swing: float,
    shortfall: float,
    precision: Precision = "day",
) -> tuple[VintageSeries, ...]:
    """Releases a month apart; the latest months of each come in short and fill up over the next ones."""
    begun = month(first)
    made = []
    for k in range(releases):
        released = Period.month_of(start).shift(k).start + dt.timedelta(days=13)
        last = Period.month_of(released).shift(-lag)
        count = last.first - begun.first + 1
        data = []
        for i in range(count):
            missing = shortfall * max(0, 4 - (count - 1 - i)) / 4
            data.append(
                Datum(begun.shift(i), round(wave(i, level, slope, swing) * (1 - missing)), "provisional")
            )
        made.append(VintageSeries(released, precision, f"Example agency, release of {released}", tuple(data)))
    return tuple(made)


def one_release(
    released: dt.date, rows: Mapping[str, float | None], status: str = "final", precision: Precision = "exact"
) -> VintageSeries:
    data = tuple(
        Datum(Period.parse(p), v, status if v is not None else "suppressed") for p, v in rows.items()
    )
    return VintageSeries(released, precision, f"Example institute, release of {released}", data)


def fan_from(latest: Figure, *, steps: int, slope: float, spread: float) -> Fan:
    periods = tuple(latest.period.shift(i + 1) for i in range(steps))
    levels = (0.1, 0.25, 0.5, 0.75, 0.9)
    scores = (-1.28, -0.67, 0.0, 0.67, 1.28)
    quantiles = tuple(
        tuple(latest.value + slope * (h + 1) + z * spread * math.sqrt(h + 1) for h in range(steps))
        for z in scores
    )
    return Fan(periods, levels, quantiles)


def assess(
    name: str,
    vintages: tuple[VintageSeries, ...],
    verdict: Verdict,
    reason: Text,
    *,
    open_months: int = 0,
    probability: float | None = None,
    target: tuple[float, str] | None = None,
    fan: tuple[int, float, float] | None = None,
    points: bool = False,
    caveats: tuple[Caveat, ...] = (),
    refusal: str | None = None,
) -> dict[dt.date, Assessment]:
    made = {}
    for day in DAYS:
        vintage, _ = known_on(Dossier(INDICATORS[name], None, vintages, {}), day)
        latest = latest_figure(vintage, open_months)
        held = values_of(vintage)
        before = held.get(latest.period.a_year_before()) if latest else None
        comparison = None
        if latest and before is not None:
            comparison = Comparison(
                latest,
                Figure(latest.period.a_year_before(), before),
                latest.value - before,
                None if points else latest.value / before - 1,
            )
        missing = Text("No figure was public yet on this day.", "En esa fecha aún no había cifra pública.")
        made[day] = Assessment(
            indicator=name,
            as_of=day,
            verdict=verdict if latest or verdict == "context" else "cannot_assess",
            reason=reason if latest else missing,
            probability=probability if latest else None,
            refusal=refusal,
            latest=latest,
            comparison=comparison,
            trend=Trend(Estimate(0.03, -0.01, 0.07), 0.97, is_relative=True)
            if verdict == "worsening"
            else None,
            outlook=Outlook(target[0], Period.parse(target[1]), probability, -0.041)
            if target and probability is not None and latest
            else None,
            fan=fan_from(latest, steps=fan[0], slope=fan[1], spread=fan[2]) if fan and latest else None,
            caveats=caveats,
            method=Text(
                "Local level and slope on the logarithm, with the release delays seen so far.",
                "Nivel y pendiente locales sobre el logaritmo, con los retrasos de publicación observados.",
            ),
            inputs="0" * 64,
        )
    return made


def indicator(
    name: str,
    goal: str,
    en: str,
    es: str,
    *,
    unit: str,
    window: Any,
    direction: Direction = "down",
    **more: Any,
) -> Indicator:
    definition = (
        Definition(
            series=f"example.{name}",
            place="MX" if unit != "deaths_12_months" else "US",
            window=window,
            aggregation="as_published",
            says=Text(
                "The figure as the publisher prints it, nationwide, nothing added or left out.",
                "La cifra tal como la publica la fuente, nacional, sin añadir ni quitar nada.",
            ),
        )
        if window
        else None
    )
    return Indicator(
        id=name,
        standing="proposed",
        sources=CITED,
        goal=goal,
        title=Text(en, es),
        counts=more.pop("counts", Text(f"{en}, as counted in the example", f"{es}, según el ejemplo")),
        unit=unit,
        direction=direction,
        level="impact",
        definition=definition,
        **more,
    )


GOALS = (
    Goal(
        id="g1",
        standing="proposed",
        number=1,
        title=Text(
            "Fewer overdose deaths and more treatment", "Menos muertes por sobredosis y más tratamiento"
        ),
        framework_goal=Text("Protect our people", "Proteger a nuestra gente"),
    ),
    Goal(
        id="g2",
        standing="proposed",
        number=2,
        title=Text("Less homicide and fear", "Menos homicidios y menos temor"),
        framework_goal=Text("Protect our people", "Proteger a nuestra gente"),
    ),
    Goal(
        id="g3",
        standing="proposed",
        number=3,
        title=Text(
            "Less fentanyl, methamphetamine, heroin and cocaine reaching users",
            "Menos fentanilo, metanfetamina, heroína y cocaína en manos de consumidores",
        ),
        framework_goal=Text("Prevent transborder crime", "Prevenir los delitos transfronterizos"),
    ),
    Goal(
        id="g7",
        standing="proposed",
        number=7,
        title=Text("Justice that works across the border", "Justicia que funciona entre fronteras"),
        framework_goal=Text("Pursue criminal networks", "Perseguir las redes criminales"),
    ),
)

BASE_2017 = Baseline(value=70237, period=Period.parse("2017-12"), standing="stated", sources=CITED)
BASE_2018 = Baseline(
    value=36685,
    period=Period.parse("2018"),
    standing="stated",
    sources=CITED,
    note=Text("Final figure as first published.", "Cifra definitiva según su primera publicación."),
)

INDICATORS = {
    item.id: item
    for item in (
        indicator(
            "overdose-deaths",
            "g1",
            "Drug overdose deaths, United States",
            "Muertes por sobredosis, Estados Unidos",
            unit="deaths_12_months",
            window="twelve_months_ending",
            baselines=(BASE_2017,),
        ),
        indicator(
            "synthetic-opioid-deaths",
            "g1",
            "Overdose deaths with synthetic opioids",
            "Muertes por sobredosis con opioides sintéticos",
            unit="deaths_12_months",
            window="twelve_months_ending",
        ),
        indicator(
            "homicide-deaths",
            "g2",
            "Homicide deaths, Mexico",
            "Defunciones por homicidio, México",
            unit="deaths",
            window="calendar_year",
            baselines=(BASE_2018,),
        ),
        indicator(
            "homicide-victims",
            "g2",
            "Victims of intentional homicide, Mexico",
            "Víctimas de homicidio doloso, México",
            unit="victims",
            window="month",
        ),
        indicator(
            "perceived-insecurity",
            "g2",
            "Feels unsafe in own city",
            "Se siente insegura en su ciudad",
            unit="percent",
            window="quarter",
        ),
        indicator(
            "crime-incidence",
            "g2",
            "Crime incidence, survey of households",
            "Tasa de incidencia delictiva estimada a partir de la encuesta nacional de hogares sobre "
            "victimización y percepción de la seguridad pública, población de dieciocho años y más",
            unit="per_100k_adults",
            window="calendar_year",
        ),
        indicator(
            "fentanyl-seized",
            "g3",
            "Fentanyl seized at the border, nationwide",
            "Fentanilo asegurado en la frontera, nacional",
            unit="lb",
            window="month",
            direction="context",
        ),
        indicator(
            "apprehensions",
            "g3",
            "Apprehensions, southwest border",
            "Aprehensiones, frontera suroeste",
            unit="apprehensions",
            window="month",
            direction="context",
        ),
        indicator(
            "price-purity",
            "g3",
            "Price and purity in the United States",
            "Precio y pureza en los Estados Unidos",
            unit="usd_per_pure_gram",
            window=None,
            direction="up",
            note=Text(
                "The publisher prints an index without the figures behind it.",
                "La fuente publica un índice sin las cifras que lo sustentan.",
            ),
        ),
        indicator(
            "laboratories",
            "g3",
            "Laboratories dismantled in Mexico",
            "Laboratorios desmantelados en México",
            unit="sites",
            window=None,
            direction="context",
        ),
        indicator(
            "extraditions",
            "g7",
            "Extraditions from Mexico to the United States",
            "Extradiciones de México a los Estados Unidos",
            unit="extraditions",
            window="calendar_year",
            direction="up",
        ),
        indicator(
            "arms-smuggled",
            "g7",
            "Estimated arms smuggled in a year",
            "Armas traficadas al año, estimación",
            unit="firearms",
            window=None,
            counts=Text(es="Estimación oficial sin método publicado."),
        ),
    )
}

TARGETS = (
    Target(
        id="t1",
        standing="stated",
        sources=CITED,
        indicator="overdose-deaths",
        value=59701,
        unit="deaths_12_months",
        by=Period.parse("2022"),
        base_period=Period.parse("2017"),
        relative=-0.15,
        stated_by=Text("National drug policy office", "Oficina nacional de política de drogas"),
        document=Text("Example performance report, 2020", "Informe de desempeño de ejemplo, 2020"),
        page="14",
    ),
    Target(
        id="t2",
        standing="stated",
        sources=CITED,
        indicator="homicide-deaths",
        value=18343,
        unit="deaths",
        by=Period.parse("2024"),
        base_period=Period.parse("2018"),
        relative=-0.5,
        stated_by=Text("Federal government", "Gobierno federal"),
        document=Text("Example plan, epilogue", "Plan de ejemplo, epílogo"),
        page="62",
        conflicts_with=("t3",),
    ),
    Target(
        id="t3",
        standing="stated",
        sources=CITED,
        indicator="homicide-deaths",
        value=30962,
        unit="deaths",
        by=Period.parse("2024"),
        base_period=Period.parse("2017"),
        relative=-0.156,
        stated_by=Text("Federal government", "Gobierno federal"),
        document=Text("Example plan, annex 1.4", "Plan de ejemplo, anexo 1.4"),
        page="21",
        conflicts_with=("t2",),
    ),
    Target(
        id="t4",
        standing="stated",
        sources=CITED,
        indicator="homicide-victims",
        value=1450,
        unit="victims",
        by=Period.parse("2024"),
        stated_by=Text("Federal government", "Gobierno federal"),
        document=Text("Example programme", "Programa de ejemplo"),
    ),
    Target(
        id="t5",
        standing="stated",
        sources=CITED,
        indicator="crime-incidence",
        value=33219,
        unit="per_100k_adults",
        by=Period.parse("2024"),
        relative=-0.156,
        stated_by=Text("Federal government", "Gobierno federal"),
        document=Text("Example plan, annex 1.4", "Plan de ejemplo, anexo 1.4"),
    ),
    Target(
        id="t6",
        standing="stated",
        sources=CITED,
        indicator="extraditions",
        value=60,
        unit="extraditions",
        by=Period.parse("2019"),
        stated_by=Text("Attorney General’s office", "Fiscalía General"),
        document=Text(en="Example communiqué"),
    ),
)

EVENTS = (
    Event(
        id="e1",
        standing="stated",
        sources=CITED,
        date="2019-06-07",
        title=Text("Joint Declaration", "Declaración Conjunta"),
    ),
    Event(
        id="e2",
        standing="stated",
        sources=CITED,
        date="2020-03",
        is_confounder=True,
        title=Text(
            "The pandemic begins to distort every series",
            "La pandemia empieza a distorsionar todas las series",
        ),
    ),
)

OPEN = Caveat(
    "open_months",
    Text(
        "The last four months of a release are still being reported.",
        "Los últimos cuatro meses de cada publicación aún se están reportando.",
    ),
)
ROLLING = Caveat(
    "running_sum",
    Text(
        "A running twelve-month sum: neighbouring points share eleven months.",
        "Suma móvil de doce meses: los puntos vecinos comparten once.",
    ),
)


def commitment(
    number: int, day: str, actors: tuple[PartyCode, ...], en: str, es: str, *, kind: Any, **more: Any
) -> Commitment:
    clock = more.pop("clock", None) or Clock(kind=kind)
    return Commitment(
        id=f"c{number:02d}",
        standing="stated",
        sources=(Citation(text="Example newspaper", on=dt.date(2019, 12, 6)),),
        made_on=day,
        actors=actors,
        text=Text(en, es),
        clock=clock,
        check=more.pop("check", Text("Not checkable as worded.", "No verificable tal como está redactado.")),
        **more,
    )


COMMITMENTS = (
    commitment(
        1,
        "2019-06-07",
        ("mx",),
        "Deploy the National Guard, with priority for the southern border.",
        "Desplegar la Guardia Nacional, con prioridad en la frontera sur.",
        kind="immediate",
        check=Text(
            "Personnel deployed, as reported each month.", "Elementos desplegados, según el informe mensual."
        ),
        completion="substantial",
        completion_reason=Text(
            "Deployment reported; the number is not public by month.",
            "Despliegue informado; la cifra mensual no es pública.",
        ),
    ),
    commitment(
        2,
        "2019-06-07",
        ("us", "mx"),
        "Keep discussing; further action if results are insufficient.",
        "Continuar las conversaciones; nuevas acciones si los resultados son insuficientes.",
        kind="due",
        clock=Clock(kind="due", due=dt.date(2019, 9, 5), says=Text("90 days", "90 días")),
    ),
    commitment(
        3,
        "2019-10-21",
        ("us", "mx"),
        "Executive meetings of the arms subgroup every fifteen days.",
        "Reuniones ejecutivas del subgrupo de armas cada quince días.",
        kind="recurring",
        clock=Clock(kind="recurring", every_days=15),
        check=Text("Minutes of each meeting.", "Minuta de cada reunión."),
        completion="limited",
    ),
    commitment(
        4,
        "2019-10-21",
        ("us", "mx"),
        "Share information quickly and deliver concrete results.",
        "Compartir información con rapidez y entregar resultados concretos.",
        kind="none",
    ),
    commitment(
        5,
        "2019-11",
        ("us", "mx"),
        "Inspection technology at five pairs of border cities.",
        "Tecnología de inspección en cinco pares de ciudades fronterizas.",
        kind="none",
        wordings=(
            Text(
                "Announced as a strategy in mid-December 2019.",
                "Anunciada como estrategia a mediados de diciembre de 2019.",
            ),
            Text(es="“Se analizará” (16 de enero de 2020)."),
        ),
        checked_by=("fentanyl-seized", "apprehensions"),
        check=Text(
            "Seizures at the ports, shown as context.", "Aseguramientos en los puertos, como contexto."
        ),
    ),
    commitment(
        6,
        "2019-12-06",
        ("us",),
        "Hold off the designation; step up joint efforts.",
        "Posponer la designación; intensificar los esfuerzos conjuntos.",
        kind="none",
        clock=Clock(kind="none", says=Text("“temporarily”", "“temporalmente”")),
    ),
)

CLAIMS = tuple(
    Claim(
        id=f"k{i:02d}",
        standing="stated",
        sources=CITED,
        sentence=sentence,
        original=original,
        said_by=Text("Opinion article", "Artículo de opinión"),
        said_on=said_on,
        behind=behind,
        indicators=about,
    )
    for i, (sentence, original, said_on, behind, about) in enumerate(
        (
            (
                Text(
                    "Drug seizures are up 28 percent over the past year",
                    "Los aseguramientos de drogas subieron 28 por ciento en el último año",
                ),
                "en",
                "2020-02",
                Text(
                    "A press release of 9 January 2020 on three months of a fiscal year.",
                    "Un comunicado del 9 de enero de 2020 sobre tres meses de un año fiscal.",
                ),
                ("fentanyl-seized",),
            ),
            (
                Text("Homicides fell 6.7 percent", "Los homicidios bajaron 6.7 por ciento"),
                "es",
                "2024-07",
                Text("A preliminary year against a final one.", "Un año preliminar contra uno definitivo."),
                ("homicide-deaths",),
            ),
        ),
        start=1,
    )
)


def dossiers() -> tuple[Dossier, ...]:
    overdose = monthly_releases(
        first="2015-01",
        start=dt.date(2018, 10, 1),
        releases=24,
        lag=5,
        level=47500,
        slope=520,
        swing=900,
        shortfall=0.05,
    )
    synthetic = monthly_releases(
        first="2015-01",
        start=dt.date(2019, 6, 1),
        releases=16,
        lag=5,
        level=5200,
        slope=480,
        swing=300,
        shortfall=0.03,
        precision="inferred",
    )
    victims = monthly_releases(
        first="2015-01",
        start=dt.date(2018, 1, 1),
        releases=33,
        lag=1,
        level=1450,
        slope=24,
        swing=110,
        shortfall=0.04,
    )
    fentanyl = monthly_releases(
        first="2018-10",
        start=dt.date(2019, 11, 1),
        releases=11,
        lag=1,
        level=210,
        slope=7,
        swing=60,
        shortfall=0.0,
    )
    years = {
        str(y): v
        for y, v in zip(
            range(2010, 2019), (25757, 27213, 25967, 23063, 20010, 20762, 24559, 32079, 36685), strict=True
        )
    }
    homicides = (
        one_release(dt.date(2019, 9, 25), years),
        one_release(dt.date(2020, 9, 23), {**years, "2016": 24560, "2019": 36476}),
    )
    quarters = {
        f"{y}-Q{q}": 70.0 + 4.5 * math.sin((y * 4 + q) / 3.1) for y in range(2016, 2020) for q in (1, 2, 3, 4)
    }
    seen: dict[str, float | None] = {
        str(month("2018-10").shift(i)): float(round(38000 + 30000 * math.sin(i / 3.4))) for i in range(18)
    }
    seen["2019-03"] = None
    seen["2019-04"] = None
    incidence = {
        "2012": 35139.0,
        "2013": 41563.0,
        "2014": 41655.0,
        "2015": 37017.0,
        "2016": 40205.0,
        "2017": 39369.0,
        "2018": 33659.0,
        "2019": 35323.0,
    }
    sent = {"2017": 57.0, "2018": 69.0, "2019": 61.0}
    made = {
        "overdose-deaths": Dossier(
            INDICATORS["overdose-deaths"],
            "example-deaths",
            overdose,
            assess(
                "overdose-deaths",
                overdose,
                "uncertain",
                Text(
                    "The fall of 2018 has stopped; the target is within reach but not likely.",
                    "La baja de 2018 se detuvo; el valor meta es alcanzable, pero no probable.",
                ),
                open_months=4,
                probability=0.41,
                target=(59701, "2022"),
                fan=(36, -330, 900),
                caveats=(OPEN, ROLLING),
            ),
            4,
        ),
        "synthetic-opioid-deaths": Dossier(
            INDICATORS["synthetic-opioid-deaths"],
            "example-deaths",
            synthetic,
            assess(
                "synthetic-opioid-deaths",
                synthetic,
                "worsening",
                Text(
                    "Deaths have risen in every release since June 2019.",
                    "Las muertes suben en cada publicación desde junio de 2019.",
                ),
                open_months=4,
                probability=0.97,
                fan=(12, 480, 500),
                caveats=(OPEN,),
            ),
            4,
        ),
        "homicide-deaths": Dossier(
            INDICATORS["homicide-deaths"],
            "example-homicide",
            homicides,
            assess(
                "homicide-deaths",
                homicides,
                "cannot_assess",
                Text(
                    "Two official targets contradict each other; one verdict would hide that.",
                    "Dos valores meta oficiales se contradicen; un solo veredicto lo ocultaría.",
                ),
                refusal="conflicting_targets",
            ),
        ),
        "homicide-victims": Dossier(
            INDICATORS["homicide-victims"],
            "example-homicide",
            victims,
            assess(
                "homicide-victims",
                victims,
                "off_course",
                Text(
                    "The level would have to halve in four years; it has not fallen.",
                    "El nivel tendría que reducirse a la mitad en cuatro años; no ha bajado.",
                ),
                open_months=2,
                probability=0.06,
                target=(1450, "2024"),
                fan=(40, -2, 90),
            ),
            2,
        ),
        "perceived-insecurity": Dossier(
            INDICATORS["perceived-insecurity"],
            "example-survey",
            (one_release(dt.date(2020, 1, 16), dict(quarters)),),
            assess(
                "perceived-insecurity",
                (one_release(dt.date(2020, 1, 16), dict(quarters)),),
                "uncertain",
                Text(
                    "The change is within the survey’s error.",
                    "El cambio está dentro del error de la encuesta.",
                ),
                points=True,
            ),
        ),
        "crime-incidence": Dossier(
            INDICATORS["crime-incidence"],
            "example-survey",
            (one_release(dt.date(2020, 1, 20), dict(incidence)),),
            assess(
                "crime-incidence",
                (one_release(dt.date(2020, 1, 20), dict(incidence)),),
                "on_course",
                Text(
                    "At this pace the target is reached before its date.",
                    "A este paso, el valor meta se alcanza antes de su fecha.",
                ),
                probability=0.86,
                target=(33219, "2024"),
                fan=(5, -800, 1500),
                points=True,
            ),
        ),
        "fentanyl-seized": Dossier(
            INDICATORS["fentanyl-seized"],
            "example-border",
            fentanyl,
            assess(
                "fentanyl-seized",
                fentanyl,
                "context",
                Text(
                    "Effort and flow are mixed: more seized can mean either.",
                    "Mezcla esfuerzo y flujo: asegurar más puede significar ambas cosas.",
                ),
            ),
        ),
        "apprehensions": Dossier(
            INDICATORS["apprehensions"],
            "example-border",
            (one_release(dt.date(2020, 5, 4), seen),),
            assess(
                "apprehensions",
                (one_release(dt.date(2020, 5, 4), seen),),
                "context",
                Text("Counts events, not persons.", "Cuenta eventos, no personas."),
            ),
        ),
        "extraditions": Dossier(
            INDICATORS["extraditions"],
            "example-homicide",
            (one_release(dt.date(2020, 1, 28), dict(sent)),),
            assess(
                "extraditions",
                (one_release(dt.date(2020, 1, 28), dict(sent)),),
                "met",
                Text("The stated value for 2019 was reached.", "Se alcanzó el valor fijado para 2019."),
            ),
        ),
    }
    for name in ("price-purity", "laboratories", "arms-smuggled"):
        made[name] = Dossier(INDICATORS[name], None, (), {})
    return tuple(made[name] for name in INDICATORS)


def sheet(
    name: str, en: str, es: str, *, country: PartyCode, held: tuple[VintageSeries, ...], every: int | None
) -> SourceSheet:
    periods = sorted({d.period for v in held for d in v.data}, key=lambda period: period.first)
    return SourceSheet(
        id=name,
        title=Text(en, es),
        publisher=Text("Example agency", "Agencia de ejemplo"),
        country=country,
        counts=Text("Figures as the example prints them.", "Cifras según las imprime el ejemplo."),
        licence="CC BY 4.0",
        citation=f"Example agency, {en}",
        pages=("https://example.org/figures",),
        calendar=Text("Monthly, in the second week.", "Mensual, en la segunda semana."),
        revision_policy=Text(
            "Figures of the last twelve months are revised with each release.",
            "Las cifras de los últimos doce meses se revisan en cada publicación.",
        ),
        traps=(
            Text(
                "The file changed its column names in 2019.",
                "El archivo cambió los nombres de columna en 2019.",
            ),
            Text(es="Los totales incluyen casos sin municipio."),
        ),
        series=2,
        vintages=tuple((v.released_on, v.precision, f"{name}-{v.released_on}.csv") for v in held),
        first_period=periods[0] if periods else None,
        last_period=periods[-1] if periods else None,
        expected_every_days=every,
    )


def example_inputs() -> EditionInputs:
    """The made-up edition."""
    held = dossiers()
    series = {d.indicator.id: d.vintages for d in held}
    return EditionInputs(
        plan=Plan(
            id="example",
            title=Text("Example of a common plan", "Ejemplo de un plan común"),
            goals=GOALS,
            indicators=tuple(INDICATORS.values()),
            targets=TARGETS,
            events=EVENTS,
            commitments=COMMITMENTS,
            claims=CLAIMS,
        ),
        as_of_days=DAYS,
        dossiers=held,
        sources=(
            sheet(
                "example-deaths",
                "Overdose deaths, provisional",
                "Muertes por sobredosis, provisionales",
                country="us",
                held=series["overdose-deaths"],
                every=31,
            ),
            sheet(
                "example-homicide",
                "Homicide statistics",
                "Estadísticas de homicidio",
                country="mx",
                held=series["homicide-victims"],
                every=31,
            ),
            sheet(
                "example-survey",
                "Survey of victimisation",
                "Encuesta de victimización",
                country="mx",
                held=series["perceived-insecurity"],
                every=92,
            ),
            sheet(
                "example-border",
                "Border figures",
                "Cifras de la frontera",
                country="us",
                held=series["fentanyl-seized"],
                every=None,
            ),
        ),
        generator="rumbo 0.1.0",
        signed_by=(Text("United States", "Estados Unidos"), Text("Mexico", "México")),
    )
