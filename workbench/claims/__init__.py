"""Figures of a document as claims: what they are of, whose word they are, and why."""

from workbench.claims.claim import FAMILIES, Claim, claim_id, find

__all__ = ["FAMILIES", "Claim", "claim_id", "find"]
