"""The settings of 雨事多商量."""

from __future__ import annotations

from yishi_core import PluginSettings, setting
from yishi_core.domain.procedures import StepDef


class Settings(PluginSettings):
    """The settings that a county or township may change for its consultations."""

    first_convener_posts: list[str] = setting(
        "召集人职务(镇街)",
        default=["township_deputy_secretary"],
        min=1,
        choices={
            "township_deputy_secretary": "乡镇党委副书记",
            "township_party_secretary": "乡镇党委书记",
            "township_head": "乡镇长",
        },
        help="每次协商须有一名召集人担任其中一职。",
        open_to=("county",),
    )
    second_convener_posts: list[str] = setting(
        "召集人职务(政协)",
        default=["committee_director"],
        min=1,
        choices={"committee_director": "专委会主任", "vice_chair": "县政协副主席"},
        help="每次协商须另有一名召集人担任其中一职;登记了联系专委会及其主任的,须由其主任召集。",
        open_to=("county",),
    )
    # 3.6: four publications; that each link waits for its own is [D]
    wall_first: bool = setting(
        "环节结束前须在回音壁公开",
        default=True,
        help="议题收集结束前公开议题征集,民主协商结束前公开协商过程,成果转化结束前公开采纳决策和成果转化。",
        open_to=("county", "township"),
    )
    three_links_steps: tuple[StepDef, ...] | None = setting(
        "三环节的步骤",
        procedure="three_links_345",
        open_to=("county", "township"),
    )
