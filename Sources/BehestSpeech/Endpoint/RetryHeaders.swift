internal import BehestTransport

/// What a server says about asking again, read as OpenAI's own libraries do.
///
/// A pure value; the time is handed in.
struct RetryHeaders: Sendable, Hashable {
    /// Whoever wants longer than this is not asked again.
    static let longestWait = Duration.seconds(120)

    private let shouldRetry: Bool?
    private let wait: Duration?

    /// Reads an answer's headers.
    ///
    /// - Parameters:
    ///   - response: the answer.
    ///   - now: the seconds since the beginning of 1970, for servers that tell a time and not how late they have it.
    init(_ response: HTTPResponse, now: Int) {
        shouldRetry =
            switch response[header: "x-should-retry"] {
            case "true": true
            case "false": false
            default: nil
            }
        wait = Self.wait(response, now: now)
    }

    /// Whether it may help to ask again.
    ///
    /// - Parameters:
    ///   - status: the status of the answer.
    ///   - isForGood: whether the answer says that it will stay so, as when what was paid for is used up.
    /// - Returns: whether, and when.
    func retry(status: Int, isForGood: Bool = false) -> TranscriptionError.Retry {
        let isPassing = [408, 409, 429].contains(status) || status >= 500
        guard shouldRetry ?? (isPassing && !isForGood) else { return .never }
        guard let wait else { return .allowed }
        return wait > Self.longestWait ? .never : .after(wait)
    }

    /// How long to wait; `nil` when that is not told, or makes no sense.
    private static func wait(_ response: HTTPResponse, now: Int) -> Duration? {
        if let text = response[header: "retry-after-ms"], let milliseconds = Double(text) {
            if let wait = duration(milliseconds / 1_000) { return wait }
        }
        guard let text = response[header: "retry-after"] else { return nil }
        if let seconds = Double(text) { return duration(seconds) }
        guard let date = HTTPDate(text) else { return nil }
        let present = response[header: "date"].flatMap(HTTPDate.init)?.seconds ?? now
        return duration(Double(date.seconds - present))
    }

    /// A length of time; `nil` when there is none, and no more than is ever told apart.
    private static func duration(_ seconds: Double) -> Duration? {
        guard seconds > 0, !seconds.isNaN else { return nil }
        return .seconds(min(seconds, 1_000_000))
    }
}
