internal import BehestWorkflow

/// Carrying out what is ordered, one run after the other.
extension Conversation {
    func carryOut(_ watch: @escaping @Sendable (Progress) async -> Void) async throws {
        for await runs in orders {
            for run in runs { try await perform(run, watch) }
        }
    }

    /// Carries out one run, which may be stopped meanwhile; one that cannot be read keeps nothing else from being done.
    private func perform(_ id: RunRecord.ID, _ watch: @escaping @Sendable (Progress) async -> Void) async throws {
        do {
            try await carryOut(id, watch)
        } catch let error as JournalError where error.code == .unreadable {
            let said = "What was ordered cannot be read in the journal any more, and was left as it is."
            _ = try await take(.ended(id, .failed, said: said))
        }
    }

    private func carryOut(_ id: RunRecord.ID, _ watch: @escaping @Sendable (Progress) async -> Void) async throws {
        let (stop, stopping) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        stops[id] = stopping
        defer { stops[id] = nil }
        if stopped.contains(id) { stopping.finish() }
        if let run = try await records.journal.run(id) { await watch(.began(run)) }
        let dispatcher = records.dispatcher
        let failure: (any Error)? = await withTaskGroup { group in
            group.addTask { () -> (any Error)? in
                do {
                    _ = try await dispatcher.perform(id)
                    return nil
                } catch { return error }
            }
            group.addTask { () -> (any Error)? in
                for await _ in stop {}
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            let second = await group.next() ?? nil
            return first ?? second
        }
        guard let run = try await records.journal.run(id), run.state.isFinal else {
            if let failure, !Task.isCancelled { throw failure }
            return
        }
        await watch(.ended(try await dispatcher.perform(id)))
        let end = DialogueEvent.ended(id, run.state, said: run.said ?? "Done.")
        // When all ends nothing is said any more, now or at the next start.
        _ = try await Task.isCancelled ? keep(end).effects : take(end)
    }
}
