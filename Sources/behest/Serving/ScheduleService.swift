internal import BehestPipeline
internal import BehestWorkflow
internal import Logging
internal import ServiceLifecycle

/// Begins workflows at their times.
struct ScheduleService: Service {
    let scheduler: Scheduler
    let grammars: GrammarSource
    let workspace: String
    let logger: Logger

    func run() async throws {
        try await untilShutdown {
            var scheduler = scheduler
            await scheduler.run(in: workspace, by: { grammars.current.planner }) { result in
                switch result {
                case .success(.began(let run, let schedule)):
                    logger.info(
                        "\(ScheduleText.sentence(.began(run, schedule)))",
                        metadata: ["run": "\(run.id)"]
                    )
                case .success(let event): logger.warning("\(ScheduleText.sentence(event))")
                case .failure(let error): logger.error("Schedules begin nothing at the moment: \(error)")
                }
            }
            // It ends with the others.
            try await gracefulShutdown()
        }
    }
}
