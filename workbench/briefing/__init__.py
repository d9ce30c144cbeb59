"""What is handed over: briefings that can be checked, drafts held against a corpus, exports."""

from workbench.briefing.brief import brief
from workbench.briefing.state import changes, state
from workbench.briefing.verify import CantVerify, manifest, verify

__all__ = ["CantVerify", "brief", "changes", "manifest", "state", "verify"]
