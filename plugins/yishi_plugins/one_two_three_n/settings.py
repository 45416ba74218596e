"""What a county, a township or a village may change: the ten steps, the size rule."""

from __future__ import annotations

from yishi_core import PluginSettings, setting
from yishi_core.domain.consultations import ConsultationForm
from yishi_core.domain.procedures import StepDef


class Settings(PluginSettings):
    """The size rule 大事大议、小事小议、急事快议、难事广议: forms and days for each size [D]."""

    steps: tuple[StepDef, ...] | None = setting(
        "十步",
        procedure="ten_step",
        help="可整体替换步骤;民主协商、反馈评议两个环节的要求不因改名而变。",
        open_to=("county", "township", "village"),
    )
    big_forms: tuple[ConsultationForm, ...] = setting(
        "大事大议的形式",
        default=(
            ConsultationForm.MEETING,
            ConsultationForm.ROUNDTABLE,
            ConsultationForm.GROUP_MEETING,
        ),
        min=1,
        help="影响面广的议题。",
        open_to=("county", "township"),
    )
    big_days: int = setting(
        "大事大议的期限(天)", default=60, min=1, max=365, open_to=("county", "township")
    )
    small_forms: tuple[ConsultationForm, ...] = setting(
        "小事小议的形式",
        default=(
            ConsultationForm.SITE_VISIT,
            ConsultationForm.ON_SITE,
            ConsultationForm.YARD,
            ConsultationForm.FIELD,
            ConsultationForm.BENCH,
            ConsultationForm.COMMUNITY,
        ),
        min=1,
        help="局部、日常的议题。",
        open_to=("county", "township"),
    )
    small_days: int = setting(
        "小事小议的期限(天)", default=30, min=1, max=365, open_to=("county", "township")
    )
    urgent_forms: tuple[ConsultationForm, ...] = setting(
        "急事快议的形式",
        default=(
            ConsultationForm.ONLINE,
            ConsultationForm.VIDEO,
            ConsultationForm.CHAT_GROUP,
            ConsultationForm.ON_SITE,
        ),
        min=1,
        help="紧急的议题。",
        open_to=("county", "township"),
    )
    urgent_days: int = setting(
        "急事快议的期限(天)", default=7, min=1, max=365, open_to=("county", "township")
    )
    hard_forms: tuple[ConsultationForm, ...] = setting(
        "难事广议的形式",
        default=(
            ConsultationForm.SYMPOSIUM,
            ConsultationForm.SITE_VISIT,
            ConsultationForm.MEETING,
            ConsultationForm.ROUNDTABLE,
        ),
        min=1,
        help="专业性强、取向为“难点问题”的议题。",
        open_to=("county", "township"),
    )
    hard_days: int = setting(
        "难事广议的期限(天)", default=90, min=1, max=365, open_to=("county", "township")
    )
