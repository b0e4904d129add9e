/// How long an attempt at a task may take, and for how long it may give no sign of life.
struct AttemptLimits: Sendable, Hashable {
    /// A limit that can be passed.
    enum Limit: Sendable, Hashable {
        /// All of it.
        case total
        /// Until the first sign of life.
        case start
        /// From one sign of life to the next.
        case silence
    }

    /// How long it may take in all.
    var total: Duration
    /// How long it may take until its first sign of life; `nil` for any time.
    var start: Duration?
    /// How long it may give no sign of life after that; `nil` for any time.
    var silence: Duration?
    /// Whether the whole time is what is left of its job's.
    var isOfJob: Bool
    /// The limit as the pack has it, of which ``total`` may be what is left.
    var named: Duration?

    /// The limit that is passed next, and how long after the beginning.
    ///
    /// - Parameter lastSign: When it gave the last sign of life, after the beginning; `nil` for none yet.
    /// - Returns: The limit, and when it is passed.
    func next(after lastSign: Duration?) -> (limit: Limit, at: Duration) {
        var next = (limit: Limit.total, at: total)
        if let lastSign {
            if let silence, lastSign + silence < next.at { next = (.silence, lastSign + silence) }
        } else if let start = start ?? silence, start < next.at {
            next = (self.start == nil ? .silence : .start, start)
        }
        return next
    }

    /// Why an attempt was stopped that has passed a limit.
    func reason(_ limit: Limit) -> String {
        switch limit {
        case .total:
            isOfJob
                ? "Its job took longer than \((named ?? total).inWords) and was stopped."
                : "It took longer than \((named ?? total).inWords) and was stopped."
        case .start: "It did not begin within \((start ?? total).inWords) and was stopped."
        case .silence: "It gave no sign of life for \((silence ?? total).inWords) and was stopped."
        }
    }
}

extension Duration {
    /// So much time in words.
    fileprivate var inWords: String {
        let minutes = inMinutes
        if minutes < 1 {
            let seconds = (minutes * 60_000).rounded() / 1000
            return seconds == 1 ? "a second" : "\(JSONValue.number(seconds).asText) seconds"
        }
        return minutes == 1 ? "a minute" : "\(JSONValue.number(minutes).asText) minutes"
    }
}
