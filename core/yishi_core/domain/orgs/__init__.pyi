# Written by `make face` from what the package declares; do not edit.
from .rules import OrgRule as OrgRule
from .service import ChangeOrgInput as ChangeOrgInput
from .service import ChangeOrgLinkInput as ChangeOrgLinkInput
from .service import CloseOrgInput as CloseOrgInput
from .service import CreateOrgInput as CreateOrgInput
from .service import LinkOrgsInput as LinkOrgsInput
from .service import RenameOrgInput as RenameOrgInput
from .service import UnlinkOrgsInput as UnlinkOrgsInput
from .service import change_org as change_org
from .service import change_org_link as change_org_link
from .service import close_org as close_org
from .service import create_org as create_org
from .service import link_orgs as link_orgs
from .service import rename_org as rename_org
from .service import unlink_orgs as unlink_orgs
