"""The question `consultationForms`: the forms that an org offers, by group (domain.md 5.3)."""

from __future__ import annotations

from pydantic import Field

from yishi_core.domain.consultations.models import ConsultationForm
from yishi_core.domain.consultations.rules import GROUP_OF_FORM, FormGroup
from yishi_core.errors import Text
from yishi_core.kernel.operation import Input, OperationContext, Ref, Structure, like, question
from yishi_core.kernel.tree.models import OrgUnit


class ConsultationFormsInput(Input):
    """An org."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="Whose forms.")


class FormChoice(Structure):
    """A form in which one may consult."""

    form: ConsultationForm = Field(title="形式", description="What records hold.")
    label: str = Field(title="名称", description="As the office says it.")


class FormChoices(Structure):
    """A group of forms that figures count together."""

    label: str = Field(title="名称", description="As the office says it.")
    groups: list[FormGroup] = Field(
        title="形式类别",
        description="Words of the dimension `form_group`; several that an office calls by one name "
        "are one group there.",
    )
    forms: list[FormChoice] = Field(title="形式", description="Those that are offered.")


@question(Text("协商形式", "Forms of consultation"), permission="org_unit:read", subject="org")
async def consultation_forms(
    context: OperationContext, data: ConsultationFormsInput
) -> list[FormChoices]:
    """The forms that are offered at an org, by group, in the office's own words.

    A group of which no form is offered is not listed.
    """
    offered = context.settings.vocabularies["form"]
    found: dict[str, FormChoices] = {}
    for group in FormGroup:
        label = context.settings.label("form_group", group.value)
        choices = [
            FormChoice(form=form, label=offered[form.value])
            for form in ConsultationForm
            if GROUP_OF_FORM[form.value] == group and form.value in offered
        ]
        if choices:
            same = found.setdefault(label, FormChoices(label=label, groups=[], forms=[]))
            same.groups.append(group)
            same.forms.extend(choices)
    return list(found.values())
