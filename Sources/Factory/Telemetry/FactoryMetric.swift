package import Telemetry

/// Every metric of a run: the one place where their names, kinds and labels are written down. What is counted by the process
/// says so; what is read from the ledger is the same in every process that works on it.
package enum FactoryMetric: String, CaseIterable, Sendable {
    case build = "dsprover_build_info"
    case started = "dsprover_start_time_seconds"
    case resident = "dsprover_resident_memory_bytes"
    case openFiles = "dsprover_open_files"
    case ready = "dsprover_ready"
    case reloads = "dsprover_reloads_total"

    case jobs = "dsprover_jobs_total"
    case jobSeconds = "dsprover_job_seconds"
    case cancelSeconds = "dsprover_cancel_seconds"
    case jobsInFlight = "dsprover_jobs_in_flight"
    case jobsLimit = "dsprover_jobs_limit"
    case stageHeld = "dsprover_stage_held"
    case verdicts = "dsprover_verdicts_total"
    case decisions = "dsprover_decisions_total"

    case calls = "dsprover_model_calls_total"
    case callSeconds = "dsprover_model_call_seconds"
    case callErrors = "dsprover_model_errors_total"
    case tokens = "dsprover_model_tokens_total"
    case money = "dsprover_model_cost_total"
    case endpointUp = "dsprover_endpoint_up"
    case endpointInFlight = "dsprover_endpoint_in_flight"
    case endpointLimit = "dsprover_endpoint_limit"
    case endpointAnswered = "dsprover_endpoint_answered_total"
    case endpointErrors = "dsprover_endpoint_errors_total"
    case endpointLatency = "dsprover_endpoint_latency_seconds"

    case leanWorkers = "dsprover_lean_workers"
    case leanQueue = "dsprover_lean_queue"
    case leanChecks = "dsprover_lean_checks_total"
    case leanStarts = "dsprover_lean_worker_starts_total"
    case leanEnds = "dsprover_lean_worker_ends_total"

    case ledgerWriteSeconds = "dsprover_ledger_write_seconds"
    case ledgerOperations = "dsprover_ledger_operations_total"
    case ledgerLogBytes = "dsprover_ledger_wal_bytes"
    case queue = "dsprover_queue_jobs"
    case queueAge = "dsprover_queue_oldest_seconds"
    case problems = "dsprover_problems"
    case statements = "dsprover_statements"
    case spentMoney = "dsprover_spent_money"
    case spentTokens = "dsprover_spent_tokens"
    case takeovers = "dsprover_lease_takeovers_total"
    case events = "dsprover_ledger_events_total"
    case alarms = "dsprover_alarms_total"

    /// What the exporter is told of it.
    package var description: MetricDescription {
        let (kind, labels, help) = facts
        return MetricDescription(rawValue, kind, help, labels: labels)
    }

    private var facts: (MetricDescription.Kind, [String], String) {
        switch self {
        case .build: (.gauge, ["version"], "Always 1; the version of the program.")
        case .started: (.gauge, [], "When the process began, seconds since 1970.")
        case .resident: (.gauge, [], "Resident memory of this process, without its Lean workers.")
        case .openFiles: (.gauge, [], "Open file descriptors of this process.")
        case .ready: (.gauge, [], "1 while the process takes work, 0 while it starts or drains.")
        case .reloads: (.counter, ["outcome"], "Reloads of the configuration, applied or refused.")
        case .jobs: (.counter, ["stage", "outcome"], "Jobs that ended in this process, by how they ended.")
        case .jobSeconds: (.histogram, ["stage"], "Time from the start of a job to its end.")
        case .cancelSeconds:
            (.histogram, ["stage"], "Time from the cancelling of a needless job to the end of its work.")
        case .jobsInFlight: (.gauge, ["stage"], "Jobs that run now in this process.")
        case .jobsLimit: (.gauge, ["stage"], "Most jobs in flight of the stage in this process.")
        case .stageHeld: (.gauge, ["stage"], "1 while the stage is held because its model was stopped.")
        case .verdicts: (.counter, ["stage", "verdict"], "Proof attempts that were judged in this process.")
        case .decisions: (.counter, ["gate", "verdict"], "Decisions of gates in this process.")
        case .calls: (.counter, ["model", "stage", "outcome"], "Calls to models of this process, and samples served.")
        case .callSeconds: (.histogram, ["model"], "Latency of answered calls.")
        case .callErrors: (.counter, ["model", "class"], "Failed tries of calls, repeated or not, by class of error.")
        case .tokens: (.counter, ["model", "kind"], "Tokens of answered calls: prompt or completion.")
        case .money: (.counter, ["model"], "What answered calls cost, in units of budget.currency.")
        case .endpointUp: (.gauge, ["model", "endpoint"], "1 while the endpoint takes calls.")
        case .endpointInFlight: (.gauge, ["model", "endpoint"], "Calls on the wire to the endpoint.")
        case .endpointLimit: (.gauge, ["model", "endpoint"], "Calls that may be on the wire to the endpoint now.")
        case .endpointAnswered: (.counter, ["model", "endpoint"], "Tries that the endpoint answered.")
        case .endpointErrors: (.counter, ["model", "endpoint", "class"], "Tries that failed at the endpoint.")
        case .endpointLatency:
            (.gauge, ["model", "endpoint", "quantile"], "Latency of the latest answered tries at the endpoint.")
        case .leanWorkers: (.gauge, [], "Warm Lean workers alive.")
        case .leanQueue: (.gauge, [], "Checks that wait for a warm worker.")
        case .leanChecks: (.counter, ["outcome"], "Checks by warm workers, by how they ended.")
        case .leanStarts: (.counter, [], "Warm Lean workers started; beyond the number of workers these are restarts.")
        case .leanEnds: (.counter, ["cause"], "Warm Lean workers that failed to start, died or were killed.")
        case .ledgerWriteSeconds: (.histogram, [], "Time of write transactions, with waits for others and the disk.")
        case .ledgerOperations: (.counter, [], "Operations in write transactions of this process.")
        case .ledgerLogBytes: (.gauge, [], "Size of the write-ahead log beside the ledger.")
        case .queue: (.gauge, ["stage", "state"], "Jobs in the ledger: ready, leased, parked, awaiting.")
        case .queueAge: (.gauge, ["stage"], "How long the oldest ready job of the stage has waited since it was made.")
        case .problems: (.gauge, ["state"], "Problems in the ledger.")
        case .statements: (.gauge, ["state"], "Statements in the ledger.")
        case .spentMoney: (.gauge, [], "What all calls of the ledger cost, in units of budget.currency.")
        case .spentTokens: (.gauge, [], "Tokens of all calls of the ledger.")
        case .takeovers: (.counter, [], "Leases taken over from vanished owners, since this process began.")
        case .events: (.counter, ["kind"], "Events of the ledger since this process began.")
        case .alarms: (.counter, ["kind"], "Alarms of the ledger since this process began: look at once.")
        }
    }

    /// All of them.
    package static var catalogue: [MetricDescription] { allCases.map(\.description) }
}
