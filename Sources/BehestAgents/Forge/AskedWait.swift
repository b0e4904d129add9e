import BehestTransport

/// How long a server asks to be left alone, by the headers of an answer.
enum AskedWait {
    /// Nobody is waited for longer than this at a time.
    private static let longest = 86_400

    /// The wait that `Retry-After` names.
    ///
    /// - Parameters:
    ///   - response: the answer.
    ///   - now: the seconds since the beginning of 1970.
    /// - Returns: the wait; `nil` when it names none.
    static func retryAfter(_ response: HTTPResponse, now: Int) -> Duration? {
        guard let text = response[header: "Retry-After"] else { return nil }
        if let seconds = Int(text) { return duration(seconds) }
        return HTTPDate(text).flatMap { duration($0.seconds - clock(response, now)) }
    }

    /// The wait until a limit of requests begins anew, when it is used up; `nil` when it is not.
    static func limit(_ response: HTTPResponse, now: Int) -> Duration? {
        // GitHub's names have an X, GitLab's have none.
        for prefix in ["X-RateLimit", "RateLimit"] {
            guard response[header: "\(prefix)-Remaining"] == "0" else { continue }
            guard let reset = response[header: "\(prefix)-Reset"].flatMap({ Int($0) }) else { continue }
            return duration(max(1, reset - clock(response, now)))
        }
        return nil
    }

    /// The server's own time where it tells it, since ours may be wrong.
    private static func clock(_ response: HTTPResponse, _ now: Int) -> Int {
        response[header: "Date"].flatMap(HTTPDate.init)?.seconds ?? now
    }

    private static func duration(_ seconds: Int) -> Duration? {
        seconds >= 0 ? .seconds(min(seconds, longest)) : nil
    }
}
