# SPDX-License-Identifier: Apache-2.0
"""The pack's figures are what the publishers' files give: anyone who has these can make them again."""

from pathlib import Path

import pytest

from rumbo.errors import InputError
from rumbo.workspace.condense import condense_pack


@pytest.mark.data
def test_the_packs_figures_made_again_are_unchanged(data: Path) -> None:
    report = condense_pack("us-mexico", data, into=None, check_only=True)

    assert report
    assert [name for name, _size, is_same in report if not is_same] == []


def test_a_file_that_is_not_in_the_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nationwide-drugs-fy19-fy22\.csv is not in the folder"):
        condense_pack("us-mexico", tmp_path, into=tmp_path / "made", check_only=False)

    assert not (tmp_path / "made").exists()
