internal import ArgumentParser
internal import BehestPipeline
internal import BehestWorkflow
internal import FoundationEssentials

/// `behest tasks schedules`: what begins by itself.
struct TaskSchedules: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedules",
        abstract: "List what begins by itself, when it does next, and how it went the last time.",
        discussion: "'behest serve' and 'behest worker' begin it, whichever of them is there."
    )

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The packs, instead of your own and the shipped ones; may be given again.",
            valueName: "file|folder"
        )
    )
    var grammars: [String] = []

    @Flag(name: .long, help: "Write one line of JSON for each.")
    var json = false

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            guard
                let planner = await assembly.scheduleSource(grammars, assembly.usualConfiguration, workspace: nil)?
                    .current
                    .planner
            else {
                throw ExitCode.failure
            }
            let journal = try assembly.existingJournal()
            let schedules = planner.schedules
            guard !schedules.isEmpty else {
                StandardError.write(
                    "No workflow of the packs has a schedule. Give one 'on: {schedule: [{cron: \"30 9 * * *\"}]}'."
                )
                return
            }
            let style = Style(isTerminal: StandardOutput.isTerminal, environment: assembly.environment)
            for schedule in schedules {
                let line = ScheduleLine(
                    schedule,
                    last: try await journal?.lastRun(begunBy: .schedule(schedule.id)),
                    now: Date()
                )
                StandardOutput.write(json ? JSONLine.text(of: line) : line.text(style))
            }
        }
    }
}

/// A schedule as people and programs read it.
struct ScheduleLine: Encodable {
    private var workflow: String
    private var cron: String
    private var timezone: String?
    private var slots: [String: JSONValue]
    private var catchUp: String
    private var next: String?
    private var last: String?
    private var run: String?
    private var state: String?

    private let nextTime: Date?

    private enum CodingKeys: String, CodingKey {
        case workflow, cron, timezone, slots, next, last, run, state
        case catchUp = "catch-up"
    }

    init(_ schedule: WorkflowSchedule, last: (run: RunRecord, occurrence: String)?, now: Date) {
        workflow = schedule.intent
        cron = schedule.schedule.cron.source
        timezone = schedule.schedule.zone?.identifier
        slots = schedule.schedule.slots
        catchUp = schedule.schedule.catchUp.rawValue
        nextTime = schedule.schedule.next(after: now)
        next = nextTime?.formatted(.iso8601)
        self.last = last?.occurrence
        run = last?.run.id
        state = last?.run.state.rawValue
    }

    /// On one line, in local time.
    func text(_ style: Style) -> String {
        let times = cron + (timezone.map { " (\($0))" } ?? "")
        let next = nextTime.map { "next \(RunText.date($0))" } ?? "never again"
        let time = last.flatMap { try? Date($0, strategy: .iso8601) }
        let last = time.map { "last \(RunText.date($0)) \(state ?? "") \(run ?? "")" } ?? "not begun yet"
        return [style.bold(workflow.visible), times.visible, next, style.faint(last)].joined(separator: "  ")
    }
}
