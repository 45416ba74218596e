# The public face: what a plugin may import (docs/plugins/). Everything else in this package may change without notice.
#
# A name is added here when a plugin needs it, and never taken away within a major version; a golden file pins the list.
# ruff: isort: skip_file
# fmt: off
from .kernel.access.authorize import authorize as authorize, holds as holds
from .kernel.access.permissions import Permission as Permission, Rights as Rights, Scope as Scope, reading as reading
from .domain.activities.corrections import (
    ChangeActivityInput as ChangeActivityInput, ChangeDeedInput as ChangeDeedInput, ChangeDisputeInput as ChangeDisputeInput, ChangeWishInput as
    ChangeWishInput, change_activity as change_activity, change_deed as change_deed, change_dispute as change_dispute, change_wish as change_wish,
)
from .domain.activities.models import (
    Activity as Activity, ActivityKind as ActivityKind, Deed as Deed, DeedKind as DeedKind, DeedMember as DeedMember, DeedState as
    DeedState, Dispute as Dispute,
    DisputeKind as DisputeKind, Donation as Donation, DutyFunction as DutyFunction, IntroducedProject as IntroducedProject,
    MemberProject as MemberProject, OrganiserLevel as OrganiserLevel, Pledge as Pledge, PledgeState as PledgeState, ProcessKind as
    ProcessKind, VisitMeans as VisitMeans, VisitTarget as VisitTarget,
)
from .domain.activities.pledges import (
    ChangePledgeInput as ChangePledgeInput, FulfilPledgeInput as FulfilPledgeInput, MakePledgeInput as MakePledgeInput,
    WithdrawPledgeInput as WithdrawPledgeInput, change_pledge as change_pledge,
    fulfil_pledge as fulfil_pledge, make_pledge as make_pledge, withdraw_pledge as withdraw_pledge,
)
from .domain.activities.projects import (
    ChangeDonationInput as ChangeDonationInput, ChangeIntroducedProjectInput as ChangeIntroducedProjectInput, ChangeMemberProjectInput as
    ChangeMemberProjectInput, change_donation as change_donation, change_introduced_project as change_introduced_project,
    change_member_project as change_member_project,
    RecordDonationInput as RecordDonationInput, RecordIntroducedProjectInput as RecordIntroducedProjectInput, RecordMemberProjectInput
    as RecordMemberProjectInput, record_donation as record_donation, record_introduced_project as record_introduced_project,
    record_member_project as record_member_project,
)
from .domain.activities.service import (
    RecordActivityInput as RecordActivityInput, RecordDeedInput as RecordDeedInput, RecordDisputeInput as RecordDisputeInput, SaidThereInput
    as SaidThereInput, SettleDisputeInput as SettleDisputeInput, record_activity as record_activity, record_deed as record_deed,
    record_dispute as record_dispute, settle_dispute as settle_dispute,
)
from .domain.activities.wishes import (
    ClaimWishInput as ClaimWishInput, CollectWishInput as CollectWishInput, FulfilWishInput as FulfilWishInput, ReleaseWishInput as
    ReleaseWishInput, claim_wish as claim_wish, collect_wish as collect_wish, fulfil_wish as fulfil_wish, release_wish as release_wish,
)
from .domain.assessments.appeals import (
    AnswerAppealInput as AnswerAppealInput, AppealScoreInput as AppealScoreInput, ScoreSheetInput as ScoreSheetInput, answer_appeal as
    answer_appeal, appeal_score as appeal_score, score_sheet as score_sheet,
)
from .domain.assessments.models import (
    AppealState as AppealState, AssessmentAppeal as AssessmentAppeal, AssessmentResult as AssessmentResult, AssessmentScheme as
    AssessmentScheme, AssessmentState as AssessmentState, ScoreEntry as ScoreEntry, SubjectKind as SubjectKind,
)
from .domain.assessments.scores import (
    AddScoreInput as AddScoreInput, CorrectScoreInput as CorrectScoreInput, JudgedInput as JudgedInput, SelfScoreInput as SelfScoreInput,
    add_score as add_score, correct_score as correct_score, self_score as self_score,
)
from .domain.assessments.service import (
    ConfirmRemovalInput as ConfirmRemovalInput, DecideAssessmentInput as DecideAssessmentInput, OpenAssessmentInput as
    OpenAssessmentInput, SchemeInput as SchemeInput, check_assessment as check_assessment, confirm_removal as confirm_removal,
    count_scores as count_scores, decide_assessment as decide_assessment, end_self_scoring as end_self_scoring, freeze_assessment as
    freeze_assessment, open_assessment as open_assessment, publish_assessment as publish_assessment,
)
from .domain.assessments.tables import (
    ChangeAssessmentInput as ChangeAssessmentInput, ConsequenceInput as ConsequenceInput, GradeInput as GradeInput, ScoreItemInput as
    ScoreItemInput, change_assessment as change_assessment,
)
from .facilities.attachments.models import Attachment as Attachment
from .domain.people.bodies import (
    AppointExpertInput as AppointExpertInput, EndCouncilSeatInput as EndCouncilSeatInput, EndExpertInput as EndExpertInput,
    FoundCouncilInput as FoundCouncilInput, FoundExpertCommitteeInput as FoundExpertCommitteeInput, SeatCouncilMemberInput as
    SeatCouncilMemberInput, appoint_expert as appoint_expert, end_council_seat as end_council_seat, end_expert as end_expert,
    found_council as found_council, found_expert_committee as found_expert_committee, seat_council_member as seat_council_member,
)
from .domain.stations.boxes import (
    OpenBoxInput as OpenBoxInput, PutUpBoxInput as PutUpBoxInput, PutUpNoticeBoardInput as PutUpNoticeBoardInput, TakeDownBoxInput as
    TakeDownBoxInput, TakeDownNoticeBoardInput as TakeDownNoticeBoardInput, open_box as open_box, put_up_box as put_up_box,
    put_up_notice_board as put_up_notice_board, take_down_box as take_down_box, take_down_notice_board as take_down_notice_board,
)
from .domain.collaboration.models import InfoExchange as InfoExchange, Question as Question, QuestionSetter as QuestionSetter
from .domain.collaboration.service import (
    AnswerQuestionInput as AnswerQuestionInput, HandleInformationInput as HandleInformationInput, PassInformationInput as
    PassInformationInput, SetQuestionInput as SetQuestionInput, answer_question as answer_question, handle_information as
    handle_information, pass_information as pass_information, set_question as set_question,
)
from .domain.consultations.minutes import (
    ConfirmMinutesInput as ConfirmMinutesInput, DraftMinutesInput as DraftMinutesInput, confirm_minutes as confirm_minutes, draft_minutes as draft_minutes,
)
from .domain.consultations.models import (
    Consensus as Consensus, Consultation as Consultation, ConsultationForm as ConsultationForm, ConsultationLink as ConsultationLink,
    ConsultationState as ConsultationState, Convener as Convener, MicroKind as MicroKind, Minutes as Minutes, OnSpotReply as
    OnSpotReply, Participation as Participation, PartyKind as PartyKind, Suggestion as Suggestion,
)
from .domain.consultations.rules import HELD as HELD
from .domain.consultations.recording import RecordConsultationInput as RecordConsultationInput, record_consultation as record_consultation
from .domain.consultations.service import (
    CancelConsultationInput as CancelConsultationInput, CloseConsultationInput as CloseConsultationInput, ConvenerInput as ConvenerInput, HoldConsultationInput
    as HoldConsultationInput, LinkCaseInput as LinkCaseInput, NotifyConsultationInput as NotifyConsultationInput, PlanConsultationInput as PlanConsultationInput,
    PostponeConsultationInput as PostponeConsultationInput, cancel_consultation as cancel_consultation, close_consultation as close_consultation,
    hold_consultation as hold_consultation, link_case as link_case, notify_consultation as notify_consultation, plan_consultation as
    plan_consultation, postpone_consultation as postpone_consultation,
)
from .domain.consultations.speaking import (
    AddSuggestionInput as AddSuggestionInput, RecordOnSpotReplyInput as RecordOnSpotReplyInput, RecordSuggestionInput as RecordSuggestionInput, SignInInput as SignInInput,
    add_suggestion as add_suggestion, record_on_spot_reply as record_on_spot_reply, record_suggestion as record_suggestion, sign_in as
    sign_in,
)
from .facilities.daily.declaration import daily as daily
from .kernel.database.migrations import op as op
from .domain.documents.models import (
    RuleDocument as RuleDocument,
)
from .domain.documents.service import (
    ChangeDocumentInput as ChangeDocumentInput, RegisterDocumentInput as RegisterDocumentInput, RepealDocumentInput as
    RepealDocumentInput, change_document as change_document, register_document as register_document, repeal_document as
    repeal_document,
)
from .views.duty_files.service import (
    DutyFile as DutyFile, DutyFileInput as DutyFileInput, DutyLine as DutyLine, DutySection as DutySection, duty_file as duty_file,
)
from .kernel.entity import (
    Drafted as Drafted, Entity as Entity, Handed as Handed, Inherited as Inherited, Labelled as Labelled, Personal as Personal, Shared as
    Shared, column as column, ref as ref,
)
from .errors import (
    Conflict as Conflict, FieldError as FieldError, Forbidden as Forbidden, InvalidInput as InvalidInput, NotFound as NotFound, Refused
    as Refused, Rule as Rule, Text as Text, YishiError as YishiError,
)
from .kernel.refusals import CommonRule as CommonRule, KernelRule as KernelRule
from .domain.procedures.walks.rules import WalkRule as WalkRule
from .domain.funds.corrections import (
    ChangeBudgetInput as ChangeBudgetInput, ChangeExpenseInput as ChangeExpenseInput, ChangeFundSecuredInput as ChangeFundSecuredInput,
    ChangeStipendInput as ChangeStipendInput, ChangeSubsidyInput as ChangeSubsidyInput, change_budget as change_budget, change_expense as
    change_expense, change_fund_secured as change_fund_secured, change_stipend as change_stipend, change_subsidy as change_subsidy,
)
from .domain.funds.models import (
    Budget as Budget, BudgetSource as BudgetSource, Expense as Expense, FundSecured as FundSecured, FundYear as FundYear, SecuredSource
    as SecuredSource, Stipend as Stipend, Subsidy as Subsidy,
)
from .domain.funds.secured import (
    FundAccountsInput as FundAccountsInput, RecordFundSecuredInput as RecordFundSecuredInput, fund_accounts as fund_accounts,
    record_fund_secured as record_fund_secured,
)
from .domain.funds.service import (
    CloseFundYearInput as CloseFundYearInput, GrantSubsidyInput as GrantSubsidyInput,
    PayStipendInput as PayStipendInput, PaySubsidyInput as PaySubsidyInput, RecordBudgetInput as RecordBudgetInput, RecordExpenseInput
    as RecordExpenseInput, close_fund_year as close_fund_year, grant_subsidy as grant_subsidy,
    pay_stipend as pay_stipend, pay_subsidy as pay_subsidy, record_budget as record_budget, record_expense as record_expense,
)
from .domain.impact.models import (
    ImpactMetric as ImpactMetric, ManualFigure as ManualFigure, Sign as Sign,
)
from .domain.impact.service import (
    ImpactTotalsInput as ImpactTotalsInput, RecordImpactInput as RecordImpactInput, TypeFigureInput as TypeFigureInput, impact_totals as
    impact_totals, record_impact as record_impact, type_figure as type_figure,
)
from .domain.intake.handling import (
    AcceptIntakeInput as AcceptIntakeInput, AnalyseIntakeInput as AnalyseIntakeInput, AnswerIntakeInput as AnswerIntakeInput,
    CloseIntakeInput as CloseIntakeInput, IntakeByCodeInput as IntakeByCodeInput, MergeIntakeInput as MergeIntakeInput,
    RejectIntakeInput as RejectIntakeInput, TransferIntakeInput as TransferIntakeInput, accept_intake as accept_intake, analyse_intake
    as analyse_intake, answer_intake as answer_intake, close_intake as close_intake, intake_by_code as intake_by_code, merge_intake as
    merge_intake, reject_intake as reject_intake, reply_to_intake as reply_to_intake, transfer_intake as transfer_intake,
)
from .domain.intake.models import Channel as Channel, Intake as Intake, IntakeState as IntakeState, SubmitterKind as SubmitterKind
from .domain.intake.passing import (
    NewOpinionInput as NewOpinionInput, TurnIntoOpinionInput as TurnIntoOpinionInput, TurnIntoProposalInput as TurnIntoProposalInput,
    turn_into_opinion as turn_into_opinion, turn_into_proposal as turn_into_proposal,
)
from .domain.intake.service import (
    RecordIntakeInput as RecordIntakeInput, SubmitIntakeInput as SubmitIntakeInput, record_intake as record_intake, submit_intake as
    submit_intake,
)
from .domain.meetings.attendance import Attendance as Attendance, PlenaryAttendance as PlenaryAttendance
from .domain.meetings.attendance import (
    AttendanceLineInput as AttendanceLineInput, RecordPlenaryAttendanceInput as RecordPlenaryAttendanceInput, record_plenary_attendance as
    record_plenary_attendance,
)
from .domain.meetings.models import (
    PlenaryMeeting as PlenaryMeeting, PlenarySpeech as PlenarySpeech, SpeechMode as SpeechMode,
)
from .domain.meetings.service import (
    ChangePlenaryMeetingInput as ChangePlenaryMeetingInput, PlanPlenaryMeetingInput as PlanPlenaryMeetingInput, RecordSpeechInput as
    RecordSpeechInput, RecordTermInput as RecordTermInput, change_plenary_meeting as change_plenary_meeting, plan_plenary_meeting as
    plan_plenary_meeting, record_speech as record_speech, record_term as record_term,
)
from .facilities.duty_files.source import DutySource as DutySource, SectionCode as SectionCode
from .facilities.metrics.counter import CountedFor as CountedFor, Counter as Counter
from .facilities.metrics.figures import Reading as Reading
from .facilities.metrics.metric import (
    Addend as Addend, Asked as Asked, Computed as Computed, Metric as Metric, Rate as Rate,
)
from .facilities.metrics.overdue import late as late
from .facilities.metrics.periods import Span as Span
from .facilities.metrics.printing import FigureUnit as FigureUnit
from .facilities.overview.figure import OverviewFigure as OverviewFigure
from .facilities.voiding.declaration import Voiding as Voiding
from .views.metrics.service import (
    FigureInput as FigureInput, MetricFigure as MetricFigure, MetricInput as MetricInput, MetricsInput as MetricsInput, metric as metric,
)
from .facilities.notifications.declaration import (
    Notice as Notice, to_author as to_author, to_holders as to_holders, to_person as to_person, to_those_of as to_those_of,
)
from .facilities.numbering.service import next_number as next_number
from .kernel.operation import (
    Advice as Advice, Beside as Beside, Input as Input, OperationContext as OperationContext, Ref as Ref, Structure as Structure, Term as
    Term, like as like, operation as operation, question as question,
)
from .kernel.operation.changing import Correction as Correction, correct as correct, entered as entered, require_one_county as require_one_county
from .kernel.messages import BadValue as BadValue
from .kernel.operation.rules import (
    not_before as not_before, not_future as not_future, require as require, require_field as require_field, require_state as
    require_state,
)
from .domain.opinions.ledger import (
    LedgerEntity as LedgerEntity, LedgerItem as LedgerItem, LedgerReport as LedgerReport, LedgerReportState as LedgerReportState,
)
from .domain.opinions.ledger import (
    ReceiveLedgerReportInput as ReceiveLedgerReportInput, ReturnLedgerReportInput as ReturnLedgerReportInput, SubmitLedgerReportInput as
    SubmitLedgerReportInput, receive_ledger_report as receive_ledger_report, return_ledger_report as return_ledger_report,
    submit_ledger_report as submit_ledger_report,
)
from .domain.opinions.models import (
    Adoption as Adoption, AdoptionMode as AdoptionMode, Endorsement as Endorsement, Opinion as Opinion, OpinionLevel as OpinionLevel,
    OpinionState as OpinionState, Submission as Submission, SubmissionRoute as SubmissionRoute,
)
from .domain.opinions.service import (
    AdoptOpinionInput as AdoptOpinionInput, ChangeOpinionInput as ChangeOpinionInput, CloseOpinionInput as CloseOpinionInput,
    CreateOpinionInput as CreateOpinionInput, DiscardOpinionInput as DiscardOpinionInput, EditOpinionInput as EditOpinionInput,
    EndorseOpinionInput as EndorseOpinionInput, FeedBackEffectInput as FeedBackEffectInput, HandInOpinionInput as HandInOpinionInput,
    MergeOpinionInput as MergeOpinionInput, ReportOpinionInput as ReportOpinionInput, SetAsideOpinionInput as SetAsideOpinionInput,
    SubmitOpinionInput as SubmitOpinionInput, adopt_opinion as adopt_opinion, change_opinion as change_opinion, close_opinion as
    close_opinion, create_opinion as create_opinion, discard_opinion as discard_opinion, edit_opinion as edit_opinion, endorse_opinion as
    endorse_opinion, feed_back_effect as feed_back_effect, hand_in_opinion as hand_in_opinion, merge_opinion as merge_opinion,
    report_opinion as report_opinion, set_aside_opinion as set_aside_opinion, submit_opinion as submit_opinion,
)
from .kernel.tree.models import (
    OrgLinkKind as OrgLinkKind, OrgKind as OrgKind, OrgLink as OrgLink, OrgUnit as OrgUnit,
)
from .domain.orgs.service import (
    ChangeOrgInput as ChangeOrgInput, CloseOrgInput as CloseOrgInput, CreateOrgInput as CreateOrgInput, LinkOrgsInput as
    LinkOrgsInput, RenameOrgInput as RenameOrgInput, UnlinkOrgsInput as UnlinkOrgsInput, change_org as change_org, close_org as
    close_org, create_org as create_org, link_orgs as link_orgs, rename_org as rename_org, unlink_orgs as unlink_orgs,
)
from .domain.outcomes.feedback import (
    GiveFeedbackInput as GiveFeedbackInput, RateAnswerInput as RateAnswerInput, give_feedback as give_feedback, rate_answer as
    rate_answer,
)
from .domain.outcomes.handling.handing import HandingInput as HandingInput
from .domain.outcomes.handling.service import (
    AcceptAssignmentInput as AcceptAssignmentInput, AssignFromOnSpotInput as AssignFromOnSpotInput, AssignOutcomeInput as
    AssignOutcomeInput, ConfirmReplyInput as ConfirmReplyInput, DemandReworkInput as DemandReworkInput,
    ReassignInput as ReassignInput, ReplyAssignmentInput as ReplyAssignmentInput, ReturnAssignmentInput as ReturnAssignmentInput,
    StartAssignmentInput as StartAssignmentInput, accept_assignment as accept_assignment, assign_from_on_spot as assign_from_on_spot,
    assign_outcome as assign_outcome, confirm_reply as confirm_reply, demand_rework as demand_rework, reassign as reassign,
    reply_assignment as reply_assignment, return_assignment as return_assignment, start_assignment as start_assignment,
)
from .domain.outcomes.models import (
    Assignment as Assignment, AssignmentState as AssignmentState, Communication as Communication, ConversionKind as ConversionKind,
    Evaluation as Evaluation, EvaluationKind as EvaluationKind, Explanation as Explanation, Feedback as Feedback, FeedbackDirection as
    FeedbackDirection, HandlingRole as HandlingRole, Outcome as Outcome, OutcomeState as OutcomeState, Reply as Reply, ResultClass as
    ResultClass, RouteClass as RouteClass, Satisfaction as Satisfaction, SpecialReport as SpecialReport, Supervision as Supervision,
    SupervisionMethod as SupervisionMethod, VillageReferral as VillageReferral,
)
from .domain.outcomes.routes import (
    DecideSpecialReportInput as DecideSpecialReportInput, ExplainOutcomeInput as ExplainOutcomeInput, RecordVillageResultInput as
    RecordVillageResultInput, ReferToVillageInput as ReferToVillageInput, SubmitSpecialReportInput as SubmitSpecialReportInput,
    decide_special_report as decide_special_report, explain_outcome as explain_outcome, record_village_result as record_village_result,
    refer_to_village as refer_to_village, submit_special_report as submit_special_report,
)
from .domain.outcomes.conversions import ConvertOutcomeInput as ConvertOutcomeInput, convert_outcome as convert_outcome
from .domain.outcomes.service import (
    ChangeOutcomeInput as ChangeOutcomeInput, CloseOutcomeInput as CloseOutcomeInput,
    EvaluateCaseInput as EvaluateCaseInput, RecordOutcomeInput as RecordOutcomeInput, RouteOutcomeInput as RouteOutcomeInput,
    change_outcome as change_outcome, close_outcome as close_outcome, evaluate_case as
    evaluate_case, record_outcome as record_outcome, route_outcome as route_outcome,
)
from .domain.outcomes.supervision import (
    PressPromiseInput as PressPromiseInput, PressingInput as PressingInput, SuperviseInput as SuperviseInput, press_promise as press_promise,
    supervise as supervise,
)
from .views.overview.service import OverviewInput as OverviewInput, overview as overview
from .domain.people.deployments import (
    MemberDeployment as MemberDeployment, PlaceKind as PlaceKind,
)
from .domain.people.deployments import (
    ChangeDeploymentInput as ChangeDeploymentInput, DeployMemberInput as DeployMemberInput, EndDeploymentInput as EndDeploymentInput,
    change_deployment as change_deployment, deploy_member as deploy_member, end_deployment as end_deployment,
)
from .domain.people.models import (
    Council as Council, CouncilMember as CouncilMember, Expert as Expert, ExpertCommittee as ExpertCommittee, ExpertRole as
    ExpertRole, GroupPosition as GroupPosition, Member as Member, MemberLevel as MemberLevel, OrgMembership as OrgMembership, Person
    as Person, Sex as Sex,
)
from .domain.people.service import (
    AddMemberInput as AddMemberInput, AddToGroupInput as AddToGroupInput, ChangePersonInput as ChangePersonInput, EndMembershipInput as
    EndMembershipInput, LeaveGroupInput as LeaveGroupInput, RegisterPersonInput as RegisterPersonInput, add_member as add_member,
    add_to_group as add_to_group, change_person as change_person, end_membership as end_membership, leave_group as leave_group,
    register_person as register_person,
)
from .domain.people.sectors import Sector as Sector
from .domain.people.sectors import (
    AddSectorInput as AddSectorInput, ChangeSectorInput as ChangeSectorInput, CountySector as CountySector, CountySectorsInput as
    CountySectorsInput, add_sector as add_sector, change_sector as change_sector, county_sectors as county_sectors,
)
from .domain.people.talents import (
    TalentEntry as TalentEntry, TalentPool as TalentPool,
)
from .domain.people.talents import (
    AddTalentInput as AddTalentInput, CloseTalentPoolInput as CloseTalentPoolInput, EndTalentInput as EndTalentInput,
    FoundTalentPoolInput as FoundTalentPoolInput, add_talent as add_talent, close_talent_pool as close_talent_pool, end_talent as
    end_talent, found_talent_pool as found_talent_pool,
)
from .kernel.plugins.event_filter import reacts_to as reacts_to
from .kernel.plugins.hookspecs import hookimpl as hookimpl
from .kernel.events.view import EventView as EventView
from .testing.scene import Scene as Scene
from .kernel.variants.schedule import MonthParity as MonthParity, OnHoliday as OnHoliday, ScheduleKind as ScheduleKind
from .kernel.variants.settings import Effective as Effective
from .kernel.variants.variant import ProcedureDef as ProcedureDef, Stage as Stage, StepDef as StepDef
from .domain.procedures.models import (
    CaseState as CaseState, ConsultationCase as ConsultationCase, StepRecord as StepRecord, StepState as StepState, WalkGroup as
    WalkGroup, WalkGroupMember as WalkGroupMember,
)
from .domain.procedures.service import (
    AdvanceStepInput as AdvanceStepInput, ArchiveCaseInput as ArchiveCaseInput, CaseProgressInput as CaseProgressInput, OpenCaseInput as OpenCaseInput, RestartCaseInput as
    RestartCaseInput, ReturnToStepInput as ReturnToStepInput, SkipStepInput as SkipStepInput, StepDocumentInput as StepDocumentInput, StopCaseInput as StopCaseInput, advance_step as
    advance_step, archive_case as archive_case, case_progress as case_progress, open_case as open_case, restart_case as restart_case,
    return_to_step as return_to_step, skip_step as skip_step, stop_case as stop_case,
)
from .domain.procedures.walks.service import (
    FormWalkGroupInput as FormWalkGroupInput, RecordConsensusInput as RecordConsensusInput, ReportWalkGroupInput as ReportWalkGroupInput, form_walk_group as
    form_walk_group, record_consensus as record_consensus, report_walk_group as report_walk_group,
)
from .domain.proposals.handling import (
    AppraiseProposalInput as AppraiseProposalInput, AssignProposalInput as AssignProposalInput, CloseProposalInput as CloseProposalInput,
    GiveProposalFeedbackInput as GiveProposalFeedbackInput, SuperviseProposalInput as SuperviseProposalInput, appraise_proposal as
    appraise_proposal, assign_proposal as assign_proposal, close_proposal as close_proposal, give_proposal_feedback as
    give_proposal_feedback, supervise_proposal as supervise_proposal,
)
from .domain.proposals.models import (
    CoProposer as CoProposer, Proposal as Proposal, ProposalKind as ProposalKind, ProposalState as ProposalState, TimeKind as TimeKind,
)
from .domain.proposals.recording import (
    RecordProposalInput as RecordProposalInput, RecordedEnd as RecordedEnd, record_proposal as record_proposal,
)
from .domain.proposals.service import (
    ChangeProposalInput as ChangeProposalInput, ChooseKeyProposalInput as ChooseKeyProposalInput, CommendProposalInput as
    CommendProposalInput, DecideProposalInput as DecideProposalInput, DraftProposalInput as DraftProposalInput, FilingDecision as
    FilingDecision, ReviewProposalInput as ReviewProposalInput, SubmitProposalInput as SubmitProposalInput, WithdrawProposalInput as
    WithdrawProposalInput, change_proposal as change_proposal, choose_key_proposal as choose_key_proposal, commend_proposal as
    commend_proposal, decide_proposal as decide_proposal, draft_proposal as draft_proposal, review_proposal as review_proposal,
    submit_proposal as submit_proposal, withdraw_proposal as withdraw_proposal,
)
from .domain.publicity.echo_walls import (
    EchoWall as EchoWall,
)
from .domain.publicity.echo_walls import (
    ChangeEchoWallInput as ChangeEchoWallInput, change_echo_wall as change_echo_wall,
    EchoWallInput as EchoWallInput, PublicEchoWallInput as PublicEchoWallInput, PublicWallCase as PublicWallCase, PutUpEchoWallInput
    as PutUpEchoWallInput, TakeDownEchoWallInput as TakeDownEchoWallInput, WallBlock as WallBlock, WallCase as WallCase, WallText as
    WallText, echo_wall_cases as echo_wall_cases, public_echo_wall as public_echo_wall, put_up_echo_wall as put_up_echo_wall,
    take_down_echo_wall as take_down_echo_wall,
)
from .domain.publicity.models import (
    Disclosure as Disclosure, DisclosureKind as DisclosureKind, DisclosurePlace as DisclosurePlace, DisclosureState as DisclosureState,
    Honour as Honour, HonourLevel as HonourLevel, Publicity as Publicity,
)
from .domain.publicity.pieces import (
    ChangePublicityInput as ChangePublicityInput, RecordPublicityInput as RecordPublicityInput, change_publicity as change_publicity,
    record_publicity as record_publicity,
)
from .domain.publicity.service import (
    ChangeDisclosureInput as ChangeDisclosureInput, ChangeHonourInput as ChangeHonourInput, change_honour as change_honour,
    DraftDisclosureInput as DraftDisclosureInput, RecordHonourInput as
    RecordHonourInput, ReleaseDisclosureInput as ReleaseDisclosureInput, WithdrawDisclosureInput as WithdrawDisclosureInput,
    change_disclosure as change_disclosure, draft_disclosure as draft_disclosure, record_honour as record_honour, release_disclosure as
    release_disclosure, withdraw_disclosure as withdraw_disclosure,
)
from .domain.quotas.models import (
    QuotaRule as QuotaRule, QuotaSet as QuotaSet, QuotaSubject as QuotaSubject,
)
from .domain.quotas.progress.service import (
    QuotaOverviewInput as QuotaOverviewInput, QuotaProgressInput as QuotaProgressInput, quota_overview as quota_overview, quota_progress
    as quota_progress,
)
from .domain.quotas.rules import (
    QuotaState as QuotaState,
)
from .domain.quotas.service import (
    AdoptQuotaSetInput as AdoptQuotaSetInput, DefineQuotaSetInput as DefineQuotaSetInput, EndQuotaSetInput as EndQuotaSetInput,
    QuotaItemInput as QuotaItemInput, ReviseQuotaSetInput as ReviseQuotaSetInput, adopt_quota_set as adopt_quota_set, define_quota_set
    as define_quota_set, end_quota_set as end_quota_set, revise_quota_set as revise_quota_set,
)
from .domain.reports.models import (
    DutyReport as DutyReport, DutyReportState as DutyReportState, ReportPeriod as ReportPeriod, SurveyReport as SurveyReport,
)
from .domain.reports.service import (
    ArchiveDutyReportInput as ArchiveDutyReportInput, DraftDutyReportInput as DraftDutyReportInput, EditDutyReportInput as
    EditDutyReportInput, EndorseSurveyReportInput as EndorseSurveyReportInput, ReceiveDutyReportInput as ReceiveDutyReportInput,
    RecordSurveyReportInput as RecordSurveyReportInput, ReturnDutyReportInput as ReturnDutyReportInput, SignDutyReportInput as
    SignDutyReportInput, SubmitDutyReportInput as SubmitDutyReportInput, SubmitSurveyReportInput as SubmitSurveyReportInput,
    archive_duty_report as archive_duty_report, draft_duty_report as draft_duty_report, edit_duty_report as edit_duty_report,
    endorse_survey_report as endorse_survey_report, receive_duty_report as receive_duty_report, record_survey_report as
    record_survey_report, return_duty_report as return_duty_report, sign_duty_report as sign_duty_report, submit_duty_report as
    submit_duty_report, submit_survey_report as submit_survey_report,
)
from .domain.schedules.models import (
    CollectRound as CollectRound, ScheduleDate as ScheduleDate, ScheduleRule as ScheduleRule,
)
from .domain.schedules.service import (
    AddScheduleRuleInput as AddScheduleRuleInput, AdoptSchedulesInput as AdoptSchedulesInput, EndScheduleRuleInput as
    EndScheduleRuleInput, GenerateScheduleDatesInput as GenerateScheduleDatesInput, HoldCollectRoundInput as HoldCollectRoundInput,
    MoveScheduleDateInput as MoveScheduleDateInput, add_schedule_rule as add_schedule_rule, adopt_schedules
    as adopt_schedules, end_schedule_rule as end_schedule_rule, generate_schedule_dates as generate_schedule_dates, hold_collect_round
    as hold_collect_round, move_schedule_date as move_schedule_date,
)
from .domain.schedules.workdays import is_workday as is_workday
from .domain.standards.models import (
    StandardCheck as StandardCheck, StandardCheckItem as StandardCheckItem, StandardChecklist as StandardChecklist, ItemVerdict as
    ItemVerdict,
)
from .domain.standards.service import (
    AdoptChecklistInput as AdoptChecklistInput, ItemResultInput as ItemResultInput, RecordStandardCheckInput as RecordStandardCheckInput,
    StandardScore as StandardScore, StandardScores as StandardScores, StandardScoresInput as StandardScoresInput, WriteChecklistInput
    as WriteChecklistInput, adopt_checklist as adopt_checklist, record_standard_check as record_standard_check, standard_scores as
    standard_scores, write_checklist as write_checklist,
)
from .domain.stations.coverage import (
    Coverage as Coverage, CoverageInput as CoverageInput, CoverageLevel as CoverageLevel, Uncovered as Uncovered, coverage as
    coverage,
)
from .domain.stations.models import (
    BoxOpening as BoxOpening, Mobility as Mobility, NoticeBoard as NoticeBoard, Station as Station, StationAssignment as
    StationAssignment, StationKind as StationKind, StationLevel as StationLevel, StationRole as StationRole, StationState as
    StationState, SuggestionBox as SuggestionBox,
)
from .domain.stations.owner import OwnedInput as OwnedInput, require_station_of_org as require_station_of_org
from .domain.stations.service import (
    AssignToStationInput as AssignToStationInput, AwardPlaqueInput as AwardPlaqueInput, ChangeStationInput as ChangeStationInput,
    EndStationAssignmentInput as EndStationAssignmentInput, OpenStationInput as OpenStationInput, StationStepInput as
    StationStepInput, assign_to_station as assign_to_station, award_plaque as award_plaque, change_station as change_station,
    close_station as close_station, end_station_assignment as end_station_assignment, open_station as open_station, resume_station as
    resume_station, suspend_station as suspend_station,
)
from .facilities.todos.declaration import Matter as Matter, SupervisedTodo as SupervisedTodo, Todo as Todo
from .domain.topics.models import (
    ConsultationGrade as ConsultationGrade, Impact as Impact, Topic as Topic, TopicScope as TopicScope, TopicState as TopicState, Urgency
    as Urgency,
)
from .domain.topics.service import (
    ApproveTopicInput as ApproveTopicInput, ArchiveTopicInput as ArchiveTopicInput, ChangeTopicInput as ChangeTopicInput, ProposeTopicInput as ProposeTopicInput, ReturnTopicInput as
    ReturnTopicInput, ScreenTopicInput as ScreenTopicInput, ScreeningDecision as ScreeningDecision, approve_topic as approve_topic, archive_topic as
    archive_topic, change_topic as change_topic, propose_topic as propose_topic, return_topic as return_topic, screen_topic as
    screen_topic,
)

__version__: str
