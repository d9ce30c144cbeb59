"""What is handed over: briefings that can be checked, drafts held against a corpus, exports."""

from workbench.briefing.brief import brief
from workbench.briefing.verify import verify

__all__ = ["brief", "verify"]
