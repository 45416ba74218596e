# Written by `make face` from what the package declares; do not edit.
from .events import LEDGER_IMPORT_DONE as LEDGER_IMPORT_DONE
from .events import LEDGER_IMPORT_FAILED as LEDGER_IMPORT_FAILED
from .events import LEDGER_IMPORT_REFUSED as LEDGER_IMPORT_REFUSED
from .events import LEDGER_IMPORT_TRIED as LEDGER_IMPORT_TRIED
from .models import ImportState as ImportState
from .models import LedgerImport as LedgerImport
from .rules import LedgerRule as LedgerRule
from .service import Ledger as Ledger
from .service import LedgerError as LedgerError
from .service import LedgerHead as LedgerHead
from .service import LedgerImported as LedgerImported
from .service import LedgerImportInput as LedgerImportInput
from .service import LedgersInput as LedgersInput
from .service import SheetHead as SheetHead
from .service import ledger_import as ledger_import
from .service import ledgers as ledgers
