"""The functions that may act with more than the caller's rights (`elevation.py`), each with its
reason.

`module:function`, or `module:Class.method`. An entry that elevates no more is refused, too.
"""

from __future__ import annotations

OWN_LOOKUP = "the caller has no account yet, or acts on the own one: there are no places to enter"
ACCOUNTS = "an account may hold roles outside the caller's places: all of them count in its care"
SYSTEM = "no caller: a job, a clock or a reaction of the platform"
OPERATOR = "a command of the operator, who owns the machine"
COUNTY_BOUND = "names the county itself, by a bound parameter, so that the statement is made once"

ELEVATED: dict[str, str] = {
    # kernel: the ways of elevation themselves
    "yishi_core.kernel.audit.service:record_failure": (
        "a refusal is kept even where the caller may write nothing"
    ),
    "yishi_core.kernel.database.driver.unit:<module>": "declares NAMES_COUNTY",
    "yishi_core.kernel.database.driver.unit:_add_county": (
        "adds the condition on the county, or leaves it out"
    ),
    "yishi_core.kernel.operation.context:_by_id": COUNTY_BOUND,
    "yishi_core.kernel.operation.elevation:as_platform": (
        "the one way for an operation to read as the platform"
    ),
    "yishi_core.kernel.operation.refs:_query": COUNTY_BOUND,
    "yishi_core.kernel.operation.attempt:Attempt.once_more": (
        "enters the places of the next row's caller"
    ),
    "yishi_core.kernel.operation.attempt:Attempt._system_entry": OWN_LOOKUP,
    "yishi_core.kernel.operation.attempt:Attempt._context": (
        "enters exactly the places where the permission is held"
    ),
    "yishi_core.kernel.operation.attempt:Attempt._owner": (
        "a guest acts on a record of an org that it cannot see"
    ),
    "yishi_core.kernel.operation.attempt:_owner_query": COUNTY_BOUND,
    "yishi_core.kernel.operation.finishing:_running": (
        "those who finish a record under a retired plugin may not see its case"
    ),
    "yishi_core.kernel.operation.subject_settings:ahead": (
        "a case keeps the settings of what belongs to it, also for a guest who cannot see it; "
        "only the digest is read, and used once the subject was loaded under the caller's rights"
    ),
    "yishi_core.kernel.operation.ruling:require_rules": (
        "what must hold of a record does not depend on what the caller may see"
    ),
    "yishi_core.kernel.operation.ruling:_within": "enters what `require_rules` names, and back",
    "yishi_core.kernel.operation.system_context:unasked": SYSTEM,
    "yishi_core.kernel.operation.system_context:standing": SYSTEM,
    # facilities
    "yishi_core.facilities.daily.running:after_calendar": SYSTEM,
    "yishi_core.facilities.daily.running:run_once": SYSTEM,
    "yishi_core.facilities.daily.running:_missed": SYSTEM,
    "yishi_core.facilities.jobs.delivery:_unit": SYSTEM,
    "yishi_core.facilities.jobs.delivery:_waiting": SYSTEM,
    "yishi_core.facilities.jobs.delivery:_context": SYSTEM,
    "yishi_core.facilities.ledgers.importing:_note": "the audit of a file is kept whoever sent it",
    "yishi_core.facilities.ledgers.large:enter_kept": (
        "enters a file under its sender's rights, then notes the end"
    ),
    "yishi_core.facilities.ledgers.large:_tell": SYSTEM,
    "yishi_core.facilities.ledgers.large:_as_system": SYSTEM,
    "yishi_core.facilities.notifications.deliver:tell": SYSTEM,
    "yishi_core.facilities.numbering.blocks:reserve": (
        "numbers of a register are taken whoever asks"
    ),
    "yishi_core.facilities.numbering.blocks:give_back": (
        "numbers of a register are given back whoever took them"
    ),
    "yishi_core.facilities.search.indexing:IndexBuffer.conclude": (
        "a guest's row is found by those at its place"
    ),
    # domain and views
    "yishi_core.domain.collaboration.joint.receiving:share": SYSTEM,
    "yishi_core.domain.collaboration.joint.receiving:carry_back": SYSTEM,
    "yishi_core.domain.collaboration.joint.receiving:_is_joint": SYSTEM,
    "yishi_core.domain.collaboration.joint.receiving:_receive": SYSTEM,
    "yishi_core.domain.collaboration.joint.service:_org": (
        "that a partner exists, and its name, are no secret"
    ),
    "yishi_core.domain.comments.service:add_comment": (
        "who comments may not read those whom it must not name"
    ),
    "yishi_core.domain.consultations.arrival:sign_in_by_code": (
        "the event of a code may lie beyond the member's places"
    ),
    "yishi_core.domain.consultations.arrival:_at_the_door": (
        "the arrival is written where the event lies"
    ),
    "yishi_core.domain.intake.entry:qr_entry": (
        "a visitor reads the name of the place that a code hangs at"
    ),
    "yishi_core.domain.intake.handling:look_up": (
        "a visitor finds its matter under the mark of its code"
    ),
    "yishi_core.domain.outcomes.conversions:propose_conversion": (
        "who proposes may not read those whom it must not name"
    ),
    "yishi_core.domain.outcomes.drafts.signers:signers_of": (
        "the lead unit does not see the assisting ones by itself"
    ),
    "yishi_core.domain.outcomes.feedback:_outcome": (
        "the outcome of a matter may lie above the station"
    ),
    "yishi_core.domain.outcomes.handling.subject:accepted": (
        "the unit does not own the proposal whose state it changes"
    ),
    "yishi_core.domain.outcomes.routes:record_village_result": (
        "whether anything of the outcome still waits elsewhere"
    ),
    "yishi_core.domain.outcomes.sheets:_others": (
        "a sheet names the other units, whose assignments one unit does not see"
    ),
    "yishi_core.domain.procedures.service:case_progress": (
        "where a case stands is told to whoever may read the case"
    ),
    "yishi_core.domain.procedures.advancing:_steps_and_topic": COUNTY_BOUND,
    "yishi_core.views.duty_files.service:duty_file": (
        "a member reads its own file, built of records of other offices"
    ),
    # tenants
    "yishi_tenants.accounts.logins:examine": OWN_LOOKUP,
    "yishi_tenants.accounts.read_scope:see_county": "the one way for operations on the own account",
    "yishi_tenants.accounts.read_scope:seeing_county": (
        "the one way for operations on other accounts"
    ),
    "yishi_tenants.accounts.rules:own_account": OWN_LOOKUP,
    "yishi_tenants.settings.layers:seeing_whole": "the one way to what a county has in common",
    "yishi_tenants.settings.own.drafts:_of_county": (
        "a code has one meaning in all figures of a county, so its variants are read whole; of "
        "others only a code and a label are told, where they are used for something else"
    ),
    "yishi_tenants.settings.own.editions:edition_of": (
        "a township under the county's or a neighbour's variant need not be able to list it"
    ),
    "yishi_tenants.settings.own.service:require_free": (
        "a code and a name are taken in a whole county; the refusal does not say by whom"
    ),
    "yishi_tenants.accounts.service:login": OWN_LOOKUP,
    "yishi_tenants.accounts.service:create_account": ACCOUNTS,
    "yishi_tenants.accounts.service:link_account": ACCOUNTS,
    "yishi_tenants.accounts.service:reset_password": ACCOUNTS,
    "yishi_tenants.accounts.service:disable_account": ACCOUNTS,
    "yishi_tenants.accounts.service:enable_account": ACCOUNTS,
    "yishi_tenants.accounts.service:hand_over_account": ACCOUNTS,
    "yishi_tenants.accounts.grants.service:give_grant": ACCOUNTS,
    "yishi_tenants.accounts.grants.service:end_grant": ACCOUNTS,
    "yishi_tenants.accounts.grants.service:explain": "who above would hold the permission",
    "yishi_tenants.settings.layers:ground": (
        "settings are inherited from orgs that the caller does not see"
    ),
    "yishi_tenants.settings.source:TenantSettings.at": (
        "a case's settings are kept at the county's root"
    ),
    "yishi_tenants.settings.source:TenantSettings.keep": (
        "a case's settings are kept at the county's root"
    ),
    "yishi_tenants.settings.switches.places:rights_changed": (
        "everybody with a role at the org is asked anew"
    ),
    "yishi_tenants.accounts.tokens.service:issue_token": ACCOUNTS,
    "yishi_tenants.accounts.tokens.service:revoke_token": ACCOUNTS,
    "yishi_tenants.accounts.tokens.source:TokenPrincipals.links_changed": (
        "everybody with the linked role is asked anew"
    ),
    # face
    "yishi_graphql.cli.acting:as_operator": OPERATOR,
    "yishi_graphql.cli.ledger:_template": OPERATOR,
    "yishi_graphql.cli.ledger:_import": OPERATOR,
    "yishi_graphql.cli.ledger:_export": OPERATOR,
    "yishi_graphql.place.trial:_county": (
        "an author tries a plugin on a database of its own, which is thrown away"
    ),
    "yishi_graphql.demo.loading:_all_delivered": (
        "the demonstration county is loaded by the operator"
    ),
    "yishi_graphql.demo.scene:TownshipScene.rows": (
        "the demonstration county is loaded by the operator"
    ),
    "yishi_graphql.demo.scene:TownshipScene._events": (
        "the demonstration county is loaded by the operator"
    ),
    "yishi_graphql.ledgers.export:Ledger.note": "the audit of an export is kept whoever takes it",
}
