# SPDX-License-Identifier: Apache-2.0
"""
What each page says, as plain frozen records in one language, already formatted.

Takes `rumbo.publish.dossier.EditionInputs`, gives page models; `rumbo.publish.rendering` turns one into
HTML and knows nothing about figures. Start reading in `scorecard`, then `indicator`.
"""

from rumbo.publish.pages.claims import ClaimsPage, claims_page
from rumbo.publish.pages.commitments import CommitmentsPage, commitments_page
from rumbo.publish.pages.frame import Frame
from rumbo.publish.pages.indicator import IndicatorPage, indicator_page
from rumbo.publish.pages.scorecard import Scorecard, scorecard
from rumbo.publish.pages.sources import SourcePage, SourcesPage, source_page, sources_page
from rumbo.publish.pages.verify import FrontPage, VerifyPage, front_page, verify_page

Page = (
    Scorecard
    | IndicatorPage
    | CommitmentsPage
    | SourcesPage
    | SourcePage
    | ClaimsPage
    | VerifyPage
    | FrontPage
)

__all__ = [
    "ClaimsPage",
    "CommitmentsPage",
    "Frame",
    "FrontPage",
    "IndicatorPage",
    "Page",
    "Scorecard",
    "SourcePage",
    "SourcesPage",
    "VerifyPage",
    "claims_page",
    "commitments_page",
    "front_page",
    "indicator_page",
    "scorecard",
    "source_page",
    "sources_page",
    "verify_page",
]
