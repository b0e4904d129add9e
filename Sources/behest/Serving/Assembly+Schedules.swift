internal import BehestPipeline
internal import BehestWorkflow
internal import BehestWorkspace
internal import FoundationEssentials

/// What begins by itself.
extension Assembly {
    /// The packs whose schedules begin workflows; `nil`, which a person is told, when they cannot be used.
    func scheduleSource(
        _ grammars: [String],
        _ configuration: Configuration,
        workspace folder: String?
    ) async -> GrammarSource? {
        let lists = WorkspaceLists(workspace: workspace(folder).path)
        let (source, findings) = await GrammarSource.load(
            packPaths(grammars),
            agents: confiningSignatures(configuration),
            lists: lists
        )
        if source == nil {
            FindingsText(environment: environment).show(findings)
            StandardError.write("behest: No schedule begins anything, since the packs above have mistakes.")
        }
        return source
    }
}

/// Puts what begins by itself into words.
enum ScheduleText {
    /// What became of a schedule at a look, in a sentence.
    static func sentence(_ event: Scheduler.Event) -> String {
        switch event {
        case .began(let run, let schedule):
            let wait = run.state == .held ? " It waits for 'behest tasks approve'." : ""
            return "\(run.plan.words) (\(schedule.schedule.cron.source)).\(wait)"
        case .refused(let schedule, let reason):
            return "\(schedule.intent) was not begun by its schedule '\(schedule.schedule.cron.source)': \(reason)"
        case .putBack(let schedule):
            return "The clock was put back by more than a day: the schedule '\(schedule.schedule.cron.source)' of "
                + "\(schedule.intent) goes by what it shows now."
        }
    }
}
