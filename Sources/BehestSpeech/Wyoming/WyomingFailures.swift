internal import BehestTransport

extension TranscriptionError {
    /// Says why a Wyoming service gave no transcript.
    init(_ error: any Error, from settings: WyomingSettings) {
        switch error {
        case let error as TranscriptionError: self = error
        case let error as WyomingError: self.init(error)
        case let exceeded as WyomingTimeLimit.Exceeded:
            self.init(
                .timedOut,
                "'\(settings.address)' did not answer within \(exceeded.limit.text). Allow it more time, or "
                    + "use a smaller model.",
                retry: .allowed
            )
        default: self.init(.failed, "'\(settings.address)' cannot be used: \(error). Try again.", retry: .allowed)
        }
    }

    private init(_ error: WyomingError) {
        switch error.code {
        case .unknownHost, .notConnected: self.init(.unreachable, error.message, retry: .allowed)
        case .cutShort: self.init(.badAnswer, error.message, retry: .allowed)
        case .malformed, .tooLong: self.init(.badAnswer, error.message)
        case .badAddress, .unusable: self.init(.misconfigured, error.message)
        }
    }

    /// The longest that a service's own words may be.
    private static let longestReason = 200

    /// Says that a service told that it failed.
    init(_ failure: WyomingFailure, from settings: WyomingSettings) {
        let words = failure.text.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
        let reason = words.isEmpty ? failure.code ?? "no reason given" : String(words.prefix(Self.longestReason))
        self.init(
            .failed,
            "'\(settings.address)' failed: \(reason). Try again, or look into the service's log.",
            retry: .allowed
        )
    }
}
