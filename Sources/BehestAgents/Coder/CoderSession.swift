import BehestWorkflow
import FoundationEssentials
import Glibc
import Subprocess
import Synchronization

/// One run of a coding agent's program in its working tree.
struct CoderSession: Sendable {
    /// What came of it.
    struct Outcome: Sendable {
        var record: CoderRecord
        var program: Program.Outcome
    }

    let coder: Coder
    let attempt: CoderAttempt
    let specification: String
    /// The folder that it works in.
    let directory: String
    /// Its environment; `nil` takes a name away.
    var variables: [String: String?] = [:]
    /// What it is confined by; `nil` for nothing.
    var confinement: Confinement?
    /// Takes out what nobody is to read.
    var redactor = SecretRedactor()
    var grace = Duration.seconds(2)

    /// Runs the agent to its end, and ends what it leaves behind.
    ///
    /// - Parameter events: Takes what it tells.
    /// - Returns: What came of it.
    /// - Throws: ``AgentError`` when it cannot be run; `CancellationError`.
    func run(_ events: AgentEvents) async throws -> Outcome {
        let mark = "\(attempt.mark)-\(String(UInt64.random(in: .min ... .max), radix: 36))"
        let processes = MarkedProcesses(mark: mark)
        let observer = CoderObserver(coder.profile.format, log: attempt.log, redactor: redactor, events: events)
        let program = program(mark: mark, observer)
        defer { processes.end() }
        let outcome: Program.Outcome
        do {
            outcome = try await withThrowingTaskGroup(of: Program.Outcome?.self) { group in
                group.addTask { try await program.run() }
                group.addTask {
                    await processes.watch { observer.leader }
                    return nil
                }
                defer { group.cancelAll() }
                while let next = try await group.next() {
                    if let outcome = next { return outcome }
                }
                throw CancellationError()
            }
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw AgentError(
                "Could not run the coding agent '\(coder.name)' by '\(coder.program)': see 'behest doctor'.",
                cause: error
            )
        }
        if let refusal = outcome.refusal { throw AgentError(message(of: refusal)) }
        return Outcome(record: observer.finish(), program: outcome)
    }

    private func message(of refusal: LauncherRefusal) -> String {
        switch refusal {
        case .notFound, .notRun:
            "Could not run the coding agent '\(coder.name)' by '\(coder.program)': see 'behest doctor'."
        case .notConfined(let reason):
            "'\(coder.name)' was not set to work, because it could not be confined: \(reason)"
        }
    }

    private func program(mark: String, _ observer: CoderObserver) -> Program {
        var program = Program(
            arguments: coder.commandLine(specification: attempt.specification, folder: attempt.scratch),
            environment: environment(mark: mark),
            directory: directory
        )
        program.grace = grace
        program.confinement = confinement
        program.redactor = redactor
        if coder.profile.readsStandardInput { program.input = Array(specification.utf8) }
        program.received = { observer.take($0) }
        program.started = { observer.begin($0) }
        return program
    }

    private func environment(mark: String) -> [String: String?] {
        var environment = variables
        // The folder of its own stands for it where it is confined.
        if confinement != nil { environment.removeValue(forKey: "TMPDIR") }
        environment[MarkedProcesses.variable] = mark
        // Git asks nobody for a password, and every address to push to leads nowhere.
        environment["GIT_TERMINAL_PROMPT"] = "0"
        environment["GIT_CONFIG_COUNT"] = "1"
        environment["GIT_CONFIG_KEY_0"] = "url.behest-pushes-nothing://.pushInsteadOf"
        environment["GIT_CONFIG_VALUE_0"] = ""
        return environment
    }
}

/// Follows an agent at work.
private final class CoderObserver: Sendable {
    private struct State {
        var record: CoderRecord
        var leader: Int32?
        var logged = 0
        var redactor: SecretRedactor
    }

    /// The most that is kept of what the agent writes, in bytes.
    private static let longestLog = 16 << 20

    private let state: Mutex<State>
    private let log: Int32
    private let events: AgentEvents

    init(_ format: CoderProfile.Format, log: String, redactor: SecretRedactor, events: AgentEvents) {
        state = Mutex(State(record: CoderRecord(format), redactor: redactor))
        self.events = events
        // Without it the work goes on.
        self.log = unsafe open(log, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
    }

    deinit {
        if log >= 0 { close(log) }
    }

    /// The number of the agent's process, as soon as there is one.
    var leader: Int32? { state.withLock { $0.leader } }

    func begin(_ leader: Int32) {
        state.withLock { $0.leader = leader }
        events.report(.heartbeat)
    }

    func take(_ bytes: [UInt8]) {
        let told = state.withLock { state in keep(state.redactor.redact(bytes), &state) }
        for event in told { events.report(event) }
    }

    /// Writes down what can be shown, and reads it.
    private func keep(_ bytes: [UInt8], _ state: inout State) -> [AgentEvent] {
        let room = min(bytes.count, Self.longestLog - state.logged)
        if log >= 0, room > 0 {
            _ = unsafe bytes.withUnsafeBytes { unsafe write(log, $0.baseAddress, room) }
            state.logged += room
        }
        return state.record.take(bytes)
    }

    func finish() -> CoderRecord {
        let (record, told) = state.withLock { state in
            let told = keep(state.redactor.finish(), &state) + state.record.finish()
            return (state.record, told)
        }
        for event in told { events.report(event) }
        return record
    }
}
