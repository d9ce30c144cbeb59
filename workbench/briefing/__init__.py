"""What is handed over: briefings that can be checked, drafts held against a corpus, exports."""

from workbench.briefing.files import brief
from workbench.briefing.kept import changes, state
from workbench.briefing.manifests import CantVerify, manifest
from workbench.briefing.proof import verify

__all__ = ["CantVerify", "brief", "changes", "manifest", "state", "verify"]
