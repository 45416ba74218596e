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

# Events: named by `Notice`s and `@reacts_to`.
from .kernel.events.declaration import EventType as EventType
from .domain.activities.events import (
    ACTIVITY_CHANGED as ACTIVITY_CHANGED, ACTIVITY_RECORDED as ACTIVITY_RECORDED, DEED_CHANGED as DEED_CHANGED, DEED_RECORDED as
    DEED_RECORDED, DISPUTE_CHANGED as DISPUTE_CHANGED, DISPUTE_RECORDED as DISPUTE_RECORDED, DISPUTE_SETTLED as DISPUTE_SETTLED,
    DONATION_CHANGED as DONATION_CHANGED, DONATION_RECORDED as DONATION_RECORDED, INTRODUCED_PROJECT_CHANGED as
    INTRODUCED_PROJECT_CHANGED, INTRODUCED_PROJECT_RECORDED as INTRODUCED_PROJECT_RECORDED, MEMBER_PROJECT_CHANGED as
    MEMBER_PROJECT_CHANGED, MEMBER_PROJECT_RECORDED as MEMBER_PROJECT_RECORDED, PLEDGE_CHANGED as PLEDGE_CHANGED, PLEDGE_FULFILLED
    as PLEDGE_FULFILLED, PLEDGE_MADE as PLEDGE_MADE, PLEDGE_WITHDRAWN as PLEDGE_WITHDRAWN, WISH_CHANGED as WISH_CHANGED,
    WISH_CLAIMED as WISH_CLAIMED, WISH_COLLECTED as WISH_COLLECTED, WISH_FULFILLED as WISH_FULFILLED, WISH_RELEASED as
    WISH_RELEASED,
)
from .domain.assessments.events import (
    APPEAL_ANSWERED as APPEAL_ANSWERED, APPEAL_FILED as APPEAL_FILED, ASSESSMENT_CHANGED as ASSESSMENT_CHANGED, ASSESSMENT_CHECKED
    as ASSESSMENT_CHECKED, ASSESSMENT_COUNTED as ASSESSMENT_COUNTED, ASSESSMENT_DECIDED as ASSESSMENT_DECIDED, ASSESSMENT_FROZEN
    as ASSESSMENT_FROZEN, ASSESSMENT_OPENED as ASSESSMENT_OPENED, ASSESSMENT_PUBLISHED as ASSESSMENT_PUBLISHED,
    ASSESSMENT_REMOVAL_CONFIRMED as ASSESSMENT_REMOVAL_CONFIRMED, ASSESSMENT_SELF_SCORED as ASSESSMENT_SELF_SCORED, SCORE_ADDED as
    SCORE_ADDED, SCORE_CLAIMED as SCORE_CLAIMED, SCORE_CORRECTED as SCORE_CORRECTED,
)
from .domain.collaboration.decisions import (
    DECISION_CONSULT_CHANGED as DECISION_CONSULT_CHANGED, DECISION_CONSULT_RECORDED as DECISION_CONSULT_RECORDED,
)
from .domain.collaboration.events import (
    INFORMATION_CHANGED as INFORMATION_CHANGED, INFORMATION_HANDLED as INFORMATION_HANDLED, INFORMATION_HANDLING_CHANGED as
    INFORMATION_HANDLING_CHANGED, INFORMATION_PASSED as INFORMATION_PASSED, QUESTION_ANSWERED as QUESTION_ANSWERED,
    QUESTION_ANSWER_CHANGED as QUESTION_ANSWER_CHANGED, QUESTION_CHANGED as QUESTION_CHANGED, QUESTION_SET as QUESTION_SET,
)
from .domain.collaboration.joint.events import (
    JOINT_CASE_APPROVAL_CHANGED as JOINT_CASE_APPROVAL_CHANGED, JOINT_CASE_APPROVED as JOINT_CASE_APPROVED, JOINT_CASE_CHANGED as
    JOINT_CASE_CHANGED, JOINT_CASE_ENDED as JOINT_CASE_ENDED, JOINT_CASE_OPENED as JOINT_CASE_OPENED, JOINT_CASE_PARTNERS_ADDED as
    JOINT_CASE_PARTNERS_ADDED, JOINT_CASE_STARTED as JOINT_CASE_STARTED, JOINT_PARTNER_ANSWERED as JOINT_PARTNER_ANSWERED,
    RECEIVED_SHARE_ANSWERED as RECEIVED_SHARE_ANSWERED, RECEIVED_SHARE_ARRIVED as RECEIVED_SHARE_ARRIVED, RECEIVED_SHARE_ENDED as
    RECEIVED_SHARE_ENDED, RECEIVED_SHARE_MINUTED as RECEIVED_SHARE_MINUTED, RECEIVED_SHARE_NOTICED as RECEIVED_SHARE_NOTICED,
    RECEIVED_SHARE_RESULTED as RECEIVED_SHARE_RESULTED,
)
from .domain.comments.events import COMMENT_ADDED as COMMENT_ADDED
from .domain.consultations.events import (
    CONSULTATION_ATTENDANCE_RECORDED as CONSULTATION_ATTENDANCE_RECORDED, CONSULTATION_CANCELLED as CONSULTATION_CANCELLED,
    CONSULTATION_CHANGED as CONSULTATION_CHANGED, CONSULTATION_CLOSED as CONSULTATION_CLOSED, CONSULTATION_CONVENERS_CHANGED as
    CONSULTATION_CONVENERS_CHANGED, CONSULTATION_HELD as CONSULTATION_HELD, CONSULTATION_LINKED as CONSULTATION_LINKED,
    CONSULTATION_NOTIFIED as CONSULTATION_NOTIFIED, CONSULTATION_PLANNED as CONSULTATION_PLANNED, CONSULTATION_POSTPONED as
    CONSULTATION_POSTPONED, CONSULTATION_REARRANGED as CONSULTATION_REARRANGED, CONSULTATION_RECORDED as CONSULTATION_RECORDED,
    CONSULTATION_SIGNED_IN as CONSULTATION_SIGNED_IN, CONSULTATION_SIGN_IN_CLOSED as CONSULTATION_SIGN_IN_CLOSED,
    MINUTES_CONFIRMED as MINUTES_CONFIRMED, MINUTES_DRAFTED as MINUTES_DRAFTED, MINUTES_SENT as MINUTES_SENT,
    ON_SPOT_REPLY_CHANGED as ON_SPOT_REPLY_CHANGED, ON_SPOT_REPLY_RECORDED as ON_SPOT_REPLY_RECORDED, SUGGESTION_ADDED as
    SUGGESTION_ADDED, SUGGESTION_CHANGED as SUGGESTION_CHANGED,
)
from .domain.documents.events import (
    RULE_DOCUMENT_CHANGED as RULE_DOCUMENT_CHANGED, RULE_DOCUMENT_REGISTERED as RULE_DOCUMENT_REGISTERED, RULE_DOCUMENT_REPEALED
    as RULE_DOCUMENT_REPEALED,
)
from .domain.funds.events import (
    BUDGET_CHANGED as BUDGET_CHANGED, BUDGET_RECORDED as BUDGET_RECORDED, EXPENSE_CHANGED as EXPENSE_CHANGED, EXPENSE_RECORDED as
    EXPENSE_RECORDED, FUND_CHANGED as FUND_CHANGED, FUND_SECURED as FUND_SECURED, FUND_YEAR_CLOSED as FUND_YEAR_CLOSED,
    STIPEND_CHANGED as STIPEND_CHANGED, STIPEND_RECORDED as STIPEND_RECORDED, SUBSIDY_CHANGED as SUBSIDY_CHANGED, SUBSIDY_GRANTED
    as SUBSIDY_GRANTED, SUBSIDY_PAID as SUBSIDY_PAID,
)
from .domain.impact.events import (
    FIGURE_CHANGED as FIGURE_CHANGED, FIGURE_TYPED as FIGURE_TYPED, IMPACT_CHANGED as IMPACT_CHANGED, IMPACT_RECORDED as
    IMPACT_RECORDED,
)
from .domain.intake.events import (
    INTAKE_ACCEPTED as INTAKE_ACCEPTED, INTAKE_ANALYSED as INTAKE_ANALYSED, INTAKE_ANSWERED as INTAKE_ANSWERED, INTAKE_CHANGED as
    INTAKE_CHANGED, INTAKE_CLOSED as INTAKE_CLOSED, INTAKE_DEADLINES_COUNTED as INTAKE_DEADLINES_COUNTED, INTAKE_MERGED as
    INTAKE_MERGED, INTAKE_RECORDED as INTAKE_RECORDED, INTAKE_REJECTED as INTAKE_REJECTED, INTAKE_REPLIED as INTAKE_REPLIED,
    INTAKE_SUBMITTED as INTAKE_SUBMITTED, INTAKE_TO_OPINION as INTAKE_TO_OPINION, INTAKE_TO_PROPOSAL as INTAKE_TO_PROPOSAL,
    INTAKE_TRANSFERRED as INTAKE_TRANSFERRED,
)
from .domain.meetings.events import (
    PLENARY_ATTENDANCE_RECORDED as PLENARY_ATTENDANCE_RECORDED, PLENARY_MEETING_CHANGED as PLENARY_MEETING_CHANGED,
    PLENARY_MEETING_PLANNED as PLENARY_MEETING_PLANNED, SPEECH_CHANGED as SPEECH_CHANGED, SPEECH_RECORDED as SPEECH_RECORDED,
    TERM_CHANGED as TERM_CHANGED, TERM_RECORDED as TERM_RECORDED,
)
from .domain.opinions.events import (
    OPINION_ADOPTED as OPINION_ADOPTED, OPINION_ADOPTION_CHANGED as OPINION_ADOPTION_CHANGED, OPINION_CHANGED as OPINION_CHANGED,
    OPINION_CLOSED as OPINION_CLOSED, OPINION_CREATED as OPINION_CREATED, OPINION_DISCARDED as OPINION_DISCARDED, OPINION_EDITED
    as OPINION_EDITED, OPINION_ENDORSED as OPINION_ENDORSED, OPINION_ENDORSEMENT_CHANGED as OPINION_ENDORSEMENT_CHANGED,
    OPINION_FED_BACK as OPINION_FED_BACK, OPINION_HANDED_IN as OPINION_HANDED_IN, OPINION_MERGED as OPINION_MERGED,
    OPINION_REPORTED as OPINION_REPORTED, OPINION_SET_ASIDE as OPINION_SET_ASIDE, OPINION_SOURCE_CHANGED as
    OPINION_SOURCE_CHANGED, OPINION_SUBMISSION_CHANGED as OPINION_SUBMISSION_CHANGED, OPINION_SUBMITTED as OPINION_SUBMITTED,
)
from .domain.opinions.ledger import (
    LEDGER_REPORT_RECEIVED as LEDGER_REPORT_RECEIVED, LEDGER_REPORT_RETURNED as LEDGER_REPORT_RETURNED, LEDGER_REPORT_SUBMITTED as
    LEDGER_REPORT_SUBMITTED,
)
from .domain.orgs.events import (
    ORG_CHANGED as ORG_CHANGED, ORG_CLOSED as ORG_CLOSED, ORG_CREATED as ORG_CREATED, ORG_LINKED as ORG_LINKED, ORG_LINK_CHANGED
    as ORG_LINK_CHANGED, ORG_RENAMED as ORG_RENAMED, ORG_UNLINKED as ORG_UNLINKED,
)
from .domain.outcomes.conversions import (
    CONVERSION_DECIDED as CONVERSION_DECIDED, CONVERSION_PROPOSED as CONVERSION_PROPOSED,
)
from .domain.outcomes.drafts.events import (
    ASSIGNMENT_REPLIED as ASSIGNMENT_REPLIED, REPLY_CO_SIGNED as REPLY_CO_SIGNED, REPLY_DRAFTED as REPLY_DRAFTED, REPLY_REVIEWED
    as REPLY_REVIEWED, REPLY_SUBMITTED as REPLY_SUBMITTED,
)
from .domain.outcomes.events import (
    CASE_EVALUATED as CASE_EVALUATED, EVALUATION_CHANGED as EVALUATION_CHANGED, FEEDBACK_GIVEN as FEEDBACK_GIVEN, FEEDBACK_RATED
    as FEEDBACK_RATED, OUTCOME_CHANGED as OUTCOME_CHANGED, OUTCOME_CLOSED as OUTCOME_CLOSED, OUTCOME_CONVERSION_DECLINED as
    OUTCOME_CONVERSION_DECLINED, OUTCOME_CONVERSION_WITHDRAWN as OUTCOME_CONVERSION_WITHDRAWN, OUTCOME_CONVERTED as
    OUTCOME_CONVERTED, OUTCOME_EXPLAINED as OUTCOME_EXPLAINED, OUTCOME_RECORDED as OUTCOME_RECORDED, OUTCOME_REFERRED as
    OUTCOME_REFERRED, OUTCOME_ROUTED as OUTCOME_ROUTED, OUTCOME_SUPERVISED as OUTCOME_SUPERVISED, PROMISE_SUPERVISED as
    PROMISE_SUPERVISED, REFERRAL_SETTLED as REFERRAL_SETTLED, SPECIAL_REPORT_CHANGED as SPECIAL_REPORT_CHANGED,
    SPECIAL_REPORT_DECIDED as SPECIAL_REPORT_DECIDED, SPECIAL_REPORT_SUBMITTED as SPECIAL_REPORT_SUBMITTED, SUPERVISION_CHANGED as
    SUPERVISION_CHANGED,
)
from .domain.outcomes.extensions import (
    EXTENSION_ASKED as EXTENSION_ASKED, EXTENSION_DECIDED as EXTENSION_DECIDED,
)
from .domain.outcomes.handling.events import (
    ASSIGNMENT_ACCEPTED as ASSIGNMENT_ACCEPTED, ASSIGNMENT_CONFIRMED as ASSIGNMENT_CONFIRMED, ASSIGNMENT_CREATED as
    ASSIGNMENT_CREATED, ASSIGNMENT_DUE_COUNTED as ASSIGNMENT_DUE_COUNTED, ASSIGNMENT_RETURNED as ASSIGNMENT_RETURNED,
    ASSIGNMENT_RETURN_REFUSED as ASSIGNMENT_RETURN_REFUSED, ASSIGNMENT_REWORKED as ASSIGNMENT_REWORKED, ASSIGNMENT_STARTED as
    ASSIGNMENT_STARTED, OUTCOME_ASSIGNED as OUTCOME_ASSIGNED,
)
from .domain.outcomes.rechecks import OUTCOME_RECHECKED as OUTCOME_RECHECKED
from .domain.outcomes.supervision import SUPERVISION_ANSWERED as SUPERVISION_ANSWERED
from .domain.people.deployments import (
    MEMBER_DEPLOYED as MEMBER_DEPLOYED, MEMBER_DEPLOYMENT_CHANGED as MEMBER_DEPLOYMENT_CHANGED, MEMBER_WITHDRAWN as
    MEMBER_WITHDRAWN,
)
from .domain.people.events import (
    COUNCIL_CHANGED as COUNCIL_CHANGED, COUNCIL_FOUNDED as COUNCIL_FOUNDED, COUNCIL_LEFT as COUNCIL_LEFT, COUNCIL_SEATED as
    COUNCIL_SEATED, COUNCIL_SEAT_CHANGED as COUNCIL_SEAT_CHANGED, EXPERT_APPOINTED as EXPERT_APPOINTED, EXPERT_CHANGED as
    EXPERT_CHANGED, EXPERT_COMMITTEE_CHANGED as EXPERT_COMMITTEE_CHANGED, EXPERT_COMMITTEE_FOUNDED as EXPERT_COMMITTEE_FOUNDED,
    EXPERT_LEFT as EXPERT_LEFT, GROUP_JOINED as GROUP_JOINED, GROUP_LEFT as GROUP_LEFT, GROUP_MEMBERSHIP_CHANGED as
    GROUP_MEMBERSHIP_CHANGED, MEMBER_ADDED as MEMBER_ADDED, MEMBER_CHANGED as MEMBER_CHANGED, MEMBER_LEFT as MEMBER_LEFT,
    PERSON_CHANGED as PERSON_CHANGED, PERSON_REGISTERED as PERSON_REGISTERED, STATION_ASSIGNMENT_CHANGED as
    STATION_ASSIGNMENT_CHANGED,
)
from .domain.people.sectors import (
    SECTOR_ADDED as SECTOR_ADDED, SECTOR_CHANGED as SECTOR_CHANGED,
)
from .domain.people.talents import (
    TALENT_ADDED as TALENT_ADDED, TALENT_CHANGED as TALENT_CHANGED, TALENT_LEFT as TALENT_LEFT, TALENT_POOL_CHANGED as
    TALENT_POOL_CHANGED, TALENT_POOL_CLOSED as TALENT_POOL_CLOSED, TALENT_POOL_FOUNDED as TALENT_POOL_FOUNDED,
)
from .domain.procedures.events import (
    CASE_ARCHIVED as CASE_ARCHIVED, CASE_CHANGED as CASE_CHANGED, CASE_CONCLUDED as CASE_CONCLUDED, CASE_OPENED as CASE_OPENED,
    CASE_RESTARTED as CASE_RESTARTED, CASE_STOPPED as CASE_STOPPED, STEP_DONE as STEP_DONE, STEP_LIMIT_COUNTED as
    STEP_LIMIT_COUNTED, STEP_RETURNED as STEP_RETURNED, STEP_SKIPPED as STEP_SKIPPED,
)
from .domain.procedures.walks.events import (
    CONSENSUS_CHANGED as CONSENSUS_CHANGED, CONSENSUS_RECORDED as CONSENSUS_RECORDED, WALK_GROUP_CHANGED as WALK_GROUP_CHANGED,
    WALK_GROUP_FORMED as WALK_GROUP_FORMED, WALK_GROUP_REPORTED as WALK_GROUP_REPORTED,
)
from .domain.proposals.events import (
    PROPOSAL_APPRAISED as PROPOSAL_APPRAISED, PROPOSAL_CHANGED as PROPOSAL_CHANGED, PROPOSAL_CLOSED as PROPOSAL_CLOSED,
    PROPOSAL_COMMENDED as PROPOSAL_COMMENDED, PROPOSAL_CORRECTED as PROPOSAL_CORRECTED, PROPOSAL_DECIDED as PROPOSAL_DECIDED,
    PROPOSAL_DRAFTED as PROPOSAL_DRAFTED, PROPOSAL_FEEDBACK_GIVEN as PROPOSAL_FEEDBACK_GIVEN, PROPOSAL_KEY_CHOSEN as
    PROPOSAL_KEY_CHOSEN, PROPOSAL_RECORDED as PROPOSAL_RECORDED, PROPOSAL_REVIEWED as PROPOSAL_REVIEWED, PROPOSAL_SUBMITTED as
    PROPOSAL_SUBMITTED, PROPOSAL_SUPERVISED as PROPOSAL_SUPERVISED, PROPOSAL_WITHDRAWN as PROPOSAL_WITHDRAWN,
)
from .domain.publicity.echo_walls import (
    ECHO_WALL_CHANGED as ECHO_WALL_CHANGED, ECHO_WALL_PUT_UP as ECHO_WALL_PUT_UP, ECHO_WALL_TAKEN_DOWN as ECHO_WALL_TAKEN_DOWN,
)
from .domain.publicity.events import (
    DISCLOSURE_CHANGED as DISCLOSURE_CHANGED, DISCLOSURE_DRAFTED as DISCLOSURE_DRAFTED, DISCLOSURE_RELEASED as
    DISCLOSURE_RELEASED, DISCLOSURE_WITHDRAWN as DISCLOSURE_WITHDRAWN, HONOUR_CHANGED as HONOUR_CHANGED, HONOUR_RECORDED as
    HONOUR_RECORDED, PUBLICITY_CHANGED as PUBLICITY_CHANGED, PUBLICITY_RECORDED as PUBLICITY_RECORDED,
)
from .domain.quotas.events import (
    QUOTA_PERIOD_BEGAN as QUOTA_PERIOD_BEGAN, QUOTA_SET_ADOPTED as QUOTA_SET_ADOPTED, QUOTA_SET_DEFINED as QUOTA_SET_DEFINED,
    QUOTA_SET_ENDED as QUOTA_SET_ENDED, QUOTA_SET_REVISED as QUOTA_SET_REVISED,
)
from .domain.reports.events import (
    DUTY_REPORT_ARCHIVED as DUTY_REPORT_ARCHIVED, DUTY_REPORT_DRAFTED as DUTY_REPORT_DRAFTED, DUTY_REPORT_EDITED as
    DUTY_REPORT_EDITED, DUTY_REPORT_RECEIVED as DUTY_REPORT_RECEIVED, DUTY_REPORT_RETURNED as DUTY_REPORT_RETURNED,
    DUTY_REPORT_SIGNED as DUTY_REPORT_SIGNED, DUTY_REPORT_SUBMITTED as DUTY_REPORT_SUBMITTED, SURVEY_REPORT_CHANGED as
    SURVEY_REPORT_CHANGED, SURVEY_REPORT_ENDORSED as SURVEY_REPORT_ENDORSED, SURVEY_REPORT_RECORDED as SURVEY_REPORT_RECORDED,
    SURVEY_REPORT_SUBMITTED as SURVEY_REPORT_SUBMITTED,
)
from .domain.schedules.events import (
    COLLECT_ROUND_CHANGED as COLLECT_ROUND_CHANGED, COLLECT_ROUND_HELD as COLLECT_ROUND_HELD, SCHEDULE_DATES_GENERATED as
    SCHEDULE_DATES_GENERATED, SCHEDULE_DATE_HELD as SCHEDULE_DATE_HELD, SCHEDULE_DATE_MOVED as SCHEDULE_DATE_MOVED,
    SCHEDULE_DATE_OPENED as SCHEDULE_DATE_OPENED, SCHEDULE_RULE_ADDED as SCHEDULE_RULE_ADDED, SCHEDULE_RULE_CHANGED as
    SCHEDULE_RULE_CHANGED, SCHEDULE_RULE_ENDED as SCHEDULE_RULE_ENDED,
)
from .domain.standards.events import (
    STANDARD_CHECKLIST_ADOPTED as STANDARD_CHECKLIST_ADOPTED, STANDARD_CHECKLIST_WRITTEN as STANDARD_CHECKLIST_WRITTEN,
    STANDARD_CHECK_CHANGED as STANDARD_CHECK_CHANGED, STANDARD_CHECK_RECORDED as STANDARD_CHECK_RECORDED,
)
from .domain.stations.events import (
    BOX_CHANGED as BOX_CHANGED, BOX_OPENED as BOX_OPENED, BOX_OPENING_CHANGED as BOX_OPENING_CHANGED, BOX_PUT_UP as BOX_PUT_UP,
    BOX_TAKEN_DOWN as BOX_TAKEN_DOWN, NOTICE_BOARD_CHANGED as NOTICE_BOARD_CHANGED, NOTICE_BOARD_PUT_UP as NOTICE_BOARD_PUT_UP,
    NOTICE_BOARD_TAKEN_DOWN as NOTICE_BOARD_TAKEN_DOWN, STATION_ASSIGNED as STATION_ASSIGNED, STATION_CHANGED as STATION_CHANGED,
    STATION_CLOSED as STATION_CLOSED, STATION_OPENED as STATION_OPENED, STATION_PLAQUE_AWARDED as STATION_PLAQUE_AWARDED,
    STATION_RESUMED as STATION_RESUMED, STATION_SUSPENDED as STATION_SUSPENDED, STATION_UNASSIGNED as STATION_UNASSIGNED,
)
from .domain.topics.events import (
    TOPIC_APPROVED as TOPIC_APPROVED, TOPIC_ARCHIVED as TOPIC_ARCHIVED, TOPIC_CHANGED as TOPIC_CHANGED, TOPIC_PROPOSED as
    TOPIC_PROPOSED, TOPIC_RETURNED as TOPIC_RETURNED, TOPIC_SCREENED as TOPIC_SCREENED,
)
from .domain.topics.plans import (
    ANNUAL_PLAN_ADDED as ANNUAL_PLAN_ADDED, ANNUAL_PLAN_APPROVED as ANNUAL_PLAN_APPROVED, ANNUAL_PLAN_CHANGED as
    ANNUAL_PLAN_CHANGED, ANNUAL_PLAN_MADE as ANNUAL_PLAN_MADE, ANNUAL_PLAN_STUDIED as ANNUAL_PLAN_STUDIED,
    ANNUAL_PLAN_TOPIC_CHANGED as ANNUAL_PLAN_TOPIC_CHANGED,
)
from .facilities.attachments.events import ATTACHMENT_ADDED as ATTACHMENT_ADDED
from .facilities.ledgers.events import (
    LEDGER_IMPORT_DONE as LEDGER_IMPORT_DONE, LEDGER_IMPORT_FAILED as LEDGER_IMPORT_FAILED, LEDGER_IMPORT_REFUSED as
    LEDGER_IMPORT_REFUSED, LEDGER_IMPORT_TRIED as LEDGER_IMPORT_TRIED,
)
from .facilities.todos.clocks import (
    TODO_DUE_SOON as TODO_DUE_SOON, TODO_OVERDUE as TODO_OVERDUE,
)
from .kernel.events.any_record import RECORD_VOIDED as RECORD_VOIDED
