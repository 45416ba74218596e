"""The settings of core, declared as a plugin declares its own.

A number behind `#` is a section of docs/reference/domain.md; [D] is a default that no source
prescribes, so every county may change it.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from yishi_core.kernel.variants.plugin_settings import PluginSettings, setting
from yishi_core.kernel.variants.procedure import StepDef


class CoreSettings(PluginSettings):
    """The settings of core, read with `context.settings.of(CoreSettings)`.

    Days are calendar days unless the label says working days.
    """

    __plugin__: ClassVar[str] = "core"

    # 2.5
    anonymity_policy: Literal["required_real_name", "optional", "anonymous_allowed"] = setting(
        "群众反映的实名要求",
        default="optional",
        choices={
            "required_real_name": "必须实名",
            "optional": "自愿留名",
            "anonymous_allowed": "允许匿名",
        },
        help="必须实名:须留姓名和电话。自愿:可不留。允许匿名:选择匿名时不保存姓名、电话和任何设备信息。",
        open_to=("county", "township"),
    )
    anonymous_per_day: int = setting(
        "每个站点每天最多受理的匿名反映",
        default=200,
        min=1,
        max=10_000,
        help="防止刷单。超过后提示次日再来或到现场反映。",
        open_to=("county", "township"),
    )
    # 2.5 [D]
    intake_accept_days: int = setting(
        "来件受理期限(工作日)",
        default=5,
        min=1,
        max=60,
        help="收到来件后多少个工作日内决定受理或不受理。",
        open_to=("county", "township"),
    )
    # 2.5 [D]
    intake_reply_days: int = setting(
        "来件首次答复期限(工作日)",
        default=15,
        min=1,
        max=120,
        open_to=("county", "township"),
    )
    # 2.9 [D]
    assignment_due_days: int = setting(
        "交办事项办理期限(天)",
        default=30,
        min=1,
        max=365,
        open_to=("county", "township"),
    )
    # 2.9 [D]
    assignment_due_days_complicated: int = setting(
        "复杂交办事项办理期限(天)",
        default=90,
        min=1,
        max=365,
        open_to=("county", "township"),
    )
    # 3.2 [D]
    assignment_due_days_small: int = setting(
        "小微协商成果办理期限(天)",
        default=0,
        min=0,
        max=365,
        help="小微协商的成果速办速回;填 0 时与其他交办事项期限相同。",
        open_to=("county", "township"),
    )
    # 2.9 [D]
    assignment_due_in_working_days: bool = setting(
        "办理期限按工作日计算",
        default=False,
        help="开启后,未指定期限的交办按上述天数的工作日推算。",
        open_to=("county", "township"),
    )
    # 2.9 [D]
    assignment_return_days: int = setting(
        "承办单位退回交办的期限(工作日)",
        default=5,
        min=1,
        max=30,
        help="认为不属本单位职责的,应在此期限内退回并说明理由。",
        open_to=("county",),
    )
    # 2.9 [S0]: checked at intervals; how long they are no source says
    progress_check_days: int = setting(
        "交办事项定期检查间隔(天)",
        default=0,
        min=0,
        max=365,
        help="交办后每隔多少天检查一次办理进展,到期列入待办,督办(含催办)后重新计算;0 为不定期检查。",
        open_to=("county", "township"),
    )
    # 2.9 [D]
    special_report_days: int = setting(
        "B 类成果专报期限(天)",
        default=15,
        min=1,
        max=180,
        help="成果列为 B 类后多少天内报送专报或交村(居)两委;专报的批复期限未填写时,也按此天数推算。",
        open_to=("county", "township"),
    )
    # 2.9 [P]
    reply_max_days: int = setting(
        "答复最长期限(天)",
        default=90,
        min=1,
        max=365,
        help="提案类答复最迟三个月。",
        open_to=("county",),
    )
    # 2.9 [P]
    reply_max_days_difficult: int = setting(
        "疑难事项答复最长期限(天)",
        default=180,
        min=1,
        max=730,
        help="须事先告知延期。",
        open_to=("county",),
    )
    # 2.9
    reply_needs_review: bool = setting(
        "答复须经会签和审核后发出",
        default=False,
        help="开启后,主办、分办单位须先拟稿,经会办单位会签、交办单位审核通过后发出答复。",
        open_to=("county", "township"),
    )
    # 2.9 [D]
    co_sign_days: int = setting(
        "会签期限(工作日)",
        default=5,
        min=1,
        max=30,
        help="会办单位应在拟稿后多少个工作日内会签;不晚于办理期限。",
        open_to=("county", "township"),
    )
    # 2.9 [D]
    recheck_months: int = setting(
        "C 类成果复查间隔(月)",
        default=12,
        min=1,
        max=60,
        open_to=("county", "township"),
    )
    # 2.8 [D]
    notice_days_small: int = setting(
        "小微协商提前通知(天)",
        default=3,
        min=0,
        max=60,
        open_to=("county", "township", "village"),
    )
    # 2.8 [D]
    notice_days_key: int = setting(
        "重点专题协商提前通知(天)",
        default=7,
        min=0,
        max=60,
        open_to=("county", "township"),
    )
    # 2.8 [P]
    minutes_days: int = setting(
        "会议纪要印发期限(工作日)",
        default=7,
        min=1,
        max=60,
        open_to=("county", "township"),
    )
    # 2.1: the stations worked on paper for years
    back_entry_steps: bool = setting(
        "补录协商时自动完成此前步骤",
        default=True,
        help="开启时,一次性补录的协商活动,其事项在协商及以前的步骤记为“补录”完成;关闭时须逐步办理。",
        open_to=("county", "township"),
    )
    # 5.15 [D]
    due_soon_days: int = setting(
        "到期前多少天提醒(黄色)",
        default=3,
        min=1,
        max=30,
        open_to=("county", "township", "village"),
    )
    # 2.9
    conversion_base: Literal["consultations_small_micro", "consultations_all", "outcomes"] = (
        setting(
            "成果转化率的分母",
            default="outcomes",
            choices={
                "consultations_small_micro": "小微协商场次",
                "consultations_all": "全部协商场次",
                "outcomes": "协商成果件数",
            },
            help="报告中总会写明所用分母。",
            open_to=("county",),
        )
    )
    # 2.19
    township_may_convert_small: bool = setting(
        "乡镇可认定小微协商成果已转化",
        default=True,
        help="开启时乡镇可认定本级小微协商成果;关闭后一律由县级认定。",
        open_to=("county",),
    )
    # 2.15 [D]
    publisher_is_not_author: bool = setting(
        "公开须由非撰稿人审核发布",
        default=True,
        open_to=("county", "township"),
    )
    # 2.10 [P]
    opinion_max_characters: int = setting(
        "社情民意信息字数上限",
        default=1500,
        min=200,
        max=10_000,
        open_to=("county",),
    )
    # 2.10 [P]
    proposal_max_characters: int = setting(
        "提案字数上限",
        default=1500,
        min=200,
        max=10_000,
        open_to=("county",),
    )
    # 2.7
    default_procedure: tuple[StepDef, ...] | None = setting(
        "社区协商默认工作法",
        procedure="community_default",
        help="没有启用其他工作法时使用;可整体替换步骤。",
        open_to=("county", "township"),
    )
