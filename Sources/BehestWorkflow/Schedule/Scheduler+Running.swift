internal import FoundationEssentials

extension Scheduler {
    /// How long it looks away at most, so that a clock that is changed and packs that are saved are soon noticed.
    private static let longestRest = 5.0

    /// Begins what is due, again and again, until it is cancelled.
    ///
    /// A journal that cannot be written is told once, and what was due then is due still.
    ///
    /// - Parameters:
    ///   - workspace: Where it is to be done.
    ///   - planner: What the packs say at the moment.
    ///   - tell: Takes what began, what could not, and what went wrong.
    public mutating func run(
        in workspace: String,
        by planner: @Sendable () -> Planner,
        telling tell: @Sendable (Result<Event, any Error>) async -> Void
    ) async {
        var trouble: String?
        while !Task.isCancelled {
            do {
                for event in try await look(planner(), in: workspace) { await tell(.success(event)) }
                trouble = nil
            } catch is CancellationError {
                return
            } catch {
                if trouble != "\(error)" { await tell(.failure(error)) }
                trouble = "\(error)"
            }
            let rest = next.map { $0.timeIntervalSince(now) } ?? Self.longestRest
            // Not at once again where something is due that could not be recorded.
            let isDue = rest <= 0
            guard (try? await sleep(seconds: isDue ? 1 : min(rest, Self.longestRest))) != nil else { return }
        }
    }
}
