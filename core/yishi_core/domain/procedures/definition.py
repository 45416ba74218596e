"""A procedure as a variant defines it stands in the kernel, which reads it from `variant.toml`; the
noun's face offers it from here.
"""

from __future__ import annotations

from yishi_core.kernel.variants.procedure import ProcedureDef, Stage, StepDef

__all__ = ["ProcedureDef", "Stage", "StepDef"]
