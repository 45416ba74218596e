"""The settings of liaison committees."""

from __future__ import annotations

from yishi_core import PluginSettings, setting

POSTS = {
    "township_party_secretary": "乡镇党委书记",
    "township_head": "乡镇长",
    "township_deputy_secretary": "乡镇党委副书记",
    "organisation_publicity_united_front_member": "组织、宣传、统战委员",
    "leader_in_charge": "分管领导",
}
"""The posts of a township's leaders, of the vocabulary `post_kind`."""


class Settings(PluginSettings):
    """What the county's setting-up scheme leaves to be filled in."""

    head_posts: list[str] = setting(
        "可任主任的职务",
        default=["township_deputy_secretary"],
        min=1,
        choices=POSTS,
        help="设置方案规定由乡镇党委副书记任主任。",
        open_to=("county",),
    )
    deputy_posts: list[str] = setting(
        "可任副主任的职务",
        default=["organisation_publicity_united_front_member"],
        min=1,
        choices=POSTS,
        help="设置方案规定由组织、宣传、统战委员任副主任。",
        open_to=("county",),
    )
    ledger_day: int = setting(
        "每月报送台账的日期",
        default=5,
        min=1,
        max=28,
        help="每月这一天前报送上月的民情台账。",
        open_to=("county",),
    )
