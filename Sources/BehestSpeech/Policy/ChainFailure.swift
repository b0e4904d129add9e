/// Why none of a chain's endpoints gave a transcript.
struct ChainFailure: Sendable, Equatable {
    /// An endpoint that was asked.
    struct Part: Sendable, Equatable {
        var endpoint: String
        var error: TranscriptionError
    }

    /// An endpoint that was not, because it failed before.
    struct Resting: Sendable, Equatable {
        var endpoint: String
        /// How long it is still left alone; `nil` when it is being tried.
        var wait: Duration?
    }

    var parts: [Part]
    var resting: [Resting]

    /// The failure as the role has it.
    var error: TranscriptionError {
        if parts.count == 1, resting.isEmpty { return parts[0].error }
        let told = parts.map { "'\($0.endpoint)': \($0.error.message)" }
        let names = resting.map { "'\($0.endpoint)'" }.joined(separator: ", ")
        let verb = resting.count == 1 ? "is" : "are"
        let rest = resting.isEmpty ? [] : ["\(names) \(verb) left alone for a while after failing before."]
        let beginning = parts.isEmpty ? [] : ["No endpoint gave a transcript."]
        return TranscriptionError(
            main?.code ?? .unreachable,
            (beginning + told + rest).joined(separator: " "),
            retry: retry,
            status: main?.status
        )
    }

    /// The error that stands for all of them: that the sound is not taken, or that nothing was said in it, only where none of them
    /// may yet hear something.
    private var main: TranscriptionError? {
        let errors = parts.map(\.error)
        if let open = errors.first(where: { $0.code != .refused && $0.code != .invented }) { return open }
        guard resting.isEmpty else { return nil }
        return errors.first { $0.code == .invented } ?? errors.first
    }

    /// Whether it may help to ask them all again: when it may help with one of them.
    private var retry: TranscriptionError.Retry {
        guard resting.isEmpty, !parts.contains(where: { $0.error.retry == .allowed }) else { return .allowed }
        let waits = parts.compactMap { part in
            if case .after(let wait) = part.error.retry { wait } else { nil }
        }
        return waits.min().map { .after($0) } ?? .never
    }
}
