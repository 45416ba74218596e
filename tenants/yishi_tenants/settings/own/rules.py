"""Rules about variants of one's own."""

from __future__ import annotations

from yishi_core.errors import Rule


class OwnVariantRule(Rule):
    """Why a variant of one's own is not changed, released, switched on or spread."""

    BASE_TAKEN = (
        "base_taken",
        "“{base}”在此已有自定工作法“{other}”,请先停用它。",
        "“{other}” is laid over “{base}” here already: switch it off first.",
    )
    CHANGED_NOTHING = (
        "edition_unchanged",
        "与第{number}版相同,不需要再发布。",
        "It is the same as edition {number}: there is nothing to release.",
    )
    NO_EDITION = (
        "no_edition",
        "“{code}”尚未发布,请先发布。",
        "“{code}” has no edition yet: release one first.",
    )
    NOT_OF_THE_COUNTY = (
        "not_of_the_county",
        "“{code}”由下级制定,请先接管,再推广。",
        "“{code}” is an office's own: take it over before you spread it.",
    )
    OF_THE_COUNTY = (
        "of_the_county",
        "“{code}”由本县制定,不需要接管。",
        "“{code}” is the county's own already.",
    )
    OWN_REFUSED = (
        "own_variant_refused",
        "县级不同意“{code}”:{reason}",
        "The county refuses “{code}”: {reason}",
    )
    OWN_WITHDRAWN = (
        "own_variant_withdrawn",
        "“{code}”已撤回,不能再用。",
        "“{code}” was withdrawn and cannot be used again.",
    )
    OWN_TAKEN_OVER = (
        "own_variant_taken_over",
        "“{code}”已由县级接管,请联系县级修改。",
        "The county has taken “{code}” over: ask the county to change it.",
    )
