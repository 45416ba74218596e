# Written by `make face` from what the package declares; do not edit.
from .models import ItemVerdict as ItemVerdict
from .models import StandardCheck as StandardCheck
from .models import StandardCheckItem as StandardCheckItem
from .models import StandardChecklist as StandardChecklist
from .service import AdoptChecklistInput as AdoptChecklistInput
from .service import ChangeStandardCheckInput as ChangeStandardCheckInput
from .service import ItemResultInput as ItemResultInput
from .service import RecordStandardCheckInput as RecordStandardCheckInput
from .service import StandardScore as StandardScore
from .service import StandardScores as StandardScores
from .service import StandardScoresInput as StandardScoresInput
from .service import WriteChecklistInput as WriteChecklistInput
from .service import adopt_checklist as adopt_checklist
from .service import change_standard_check as change_standard_check
from .service import record_standard_check as record_standard_check
from .service import standard_scores as standard_scores
from .service import write_checklist as write_checklist
