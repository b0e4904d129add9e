internal import BehestWorkflow
internal import Logging
internal import ServiceLifecycle

/// Removes recordings and logs of which no more are to be kept, at the start and once a day.
struct TidyingService: Service {
    let tidying: Tidying
    let keep: Configuration.Keep
    let logger: Logger

    func run() async throws {
        try await untilShutdown {
            await tidying.run(keep) { event in
                switch event {
                case .done(let sentence): logger.info("\(sentence)")
                case .problem(let sentence): logger.warning("\(sentence)")
                }
            }
        }
    }
}

extension Tidying {
    /// What there is to tell.
    enum Event: Sendable {
        case done(String)
        case problem(String)
    }

    /// Tidies now and once a day, until it is cancelled.
    func run(_ keep: Configuration.Keep, telling tell: (Event) -> Void) async {
        repeat {
            await tidy(keep, telling: tell)
        } while (try? await Task.sleep(for: .seconds(86_400))) != nil
    }

    /// Tidies; what goes wrong keeps nothing else from being done.
    func tidy(_ keep: Configuration.Keep, telling tell: (Event) -> Void) async {
        do {
            let recordings = try await tidyRecordings(to: keep.recordings)
            let logs = try await tidyLogs(to: keep.logs)
            if !recordings.removals.isEmpty || !logs.removals.isEmpty {
                tell(.done(TidyingText.sentence(recordings, logs, isTrial: false)))
            }
            for problem in recordings.problems + logs.problems { tell(.problem(problem)) }
        } catch is CancellationError {
            // Next time.
        } catch {
            tell(.problem("Recordings and logs could not be tidied: \(error)"))
        }
    }
}
