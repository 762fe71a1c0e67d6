# SPDX-License-Identifier: Apache-2.0
"""
The site of one workspace, in a browser on this machine.

Takes a workspace, gives its pages as of any day, through the page models and templates of
`rumbo.publish`; what can be done here, beyond reading, comes with accounts. Layers: `access` ← `views` ←
`urls`; `server` starts it. The only package that knows Django.
"""
