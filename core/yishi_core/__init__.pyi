# What every author of a plugin needs, whatever the plugin is about (docs/plugins/). What a plugin
# needs of a noun stands in the noun's own face: `from yishi_core.domain.topics import Topic`.
# Everything else in this package may change without notice.
#
# A name is added here when a plugin needs it, and never taken away within a major version; a golden
# file pins the list.
from .errors import Conflict as Conflict
from .errors import FieldError as FieldError
from .errors import Forbidden as Forbidden
from .errors import InvalidInput as InvalidInput
from .errors import NotFound as NotFound
from .errors import Refused as Refused
from .errors import Rule as Rule
from .errors import Text as Text
from .errors import YishiError as YishiError
from .kernel.access.authorize import authorize as authorize
from .kernel.access.permissions import Permission as Permission
from .kernel.access.permissions import Rights as Rights
from .kernel.database.migrations import op as op
from .kernel.entity import Drafted as Drafted
from .kernel.entity import Entity as Entity
from .kernel.entity import Handed as Handed
from .kernel.entity import Inherited as Inherited
from .kernel.entity import Labelled as Labelled
from .kernel.entity import OwnFields as OwnFields
from .kernel.entity import Personal as Personal
from .kernel.entity import Shared as Shared
from .kernel.entity import column as column
from .kernel.entity import ref as ref
from .kernel.events.declaration import EventType as EventType
from .kernel.events.view import EventView as EventView
from .kernel.messages import BadValue as BadValue
from .kernel.operation import Advice as Advice
from .kernel.operation import Beside as Beside
from .kernel.operation import Input as Input
from .kernel.operation import OperationContext as OperationContext
from .kernel.operation import ReadContext as ReadContext
from .kernel.operation import Ref as Ref
from .kernel.operation import Structure as Structure
from .kernel.operation import Term as Term
from .kernel.operation import like as like
from .kernel.operation import operation as operation
from .kernel.operation import question as question
from .kernel.operation.change import Change as Change
from .kernel.operation.changing import Correction as Correction
from .kernel.operation.changing import correct as correct
from .kernel.operation.changing import require_one_county as require_one_county
from .kernel.operation.entering import entered as entered
from .kernel.operation.rules import not_before as not_before
from .kernel.operation.rules import not_future as not_future
from .kernel.operation.rules import require as require
from .kernel.operation.rules import require_field as require_field
from .kernel.operation.rules import require_state as require_state
from .kernel.plugins.hooks import advise as advise
from .kernel.plugins.hooks import guard as guard
from .kernel.plugins.hooks import holds as holds
from .kernel.plugins.hooks import reacts_to as reacts_to
from .kernel.refusals import CommonRule as CommonRule
from .kernel.variants.core_settings import CoreSettings as CoreSettings
from .kernel.variants.plugin_settings import PluginSettings as PluginSettings
from .kernel.variants.plugin_settings import setting as setting
from .kernel.variants.settings import Effective as Effective

__version__: str
