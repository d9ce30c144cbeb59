"""What is handed over: briefings that can be checked, drafts held against a corpus, exports."""

from workbench.briefing.check import check
from workbench.briefing.old import brief, page

__all__ = ["brief", "check", "page"]
