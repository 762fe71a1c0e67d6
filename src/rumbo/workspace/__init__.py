# SPDX-License-Identifier: Apache-2.0
"""
A workspace: one folder in which the stages meet.

Takes a folder, gives evidence, plan, assessments, record and editions through one object. Start reading
in `folder`; each other module joins two stages: `questions` (evidence and plan to assess), `dossiers`
(all of them to publish), `editions` (publish and record), `condense` (evidence to the pack).
"""

from rumbo.workspace.folder import Workspace

__all__ = ["Workspace"]
