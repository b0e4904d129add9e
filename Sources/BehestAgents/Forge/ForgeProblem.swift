import BehestTransport
import BehestWorkflow

/// Puts what a forge refuses into words, and says whether it may pass.
struct ForgeProblem {
    var settings: ForgeSettings
    /// What proves who asked, so that it is not repeated.
    var token: Secret?
    /// The seconds since the beginning of 1970.
    var now: Int

    private static let longestWords = 200

    private var forge: String { "\(settings.kind.name) at '\(settings.address.host)'" }
    private var repository: String { "'\(settings.repository)'" }

    /// The error of an answer that is no success.
    ///
    /// - Parameters:
    ///   - response: the answer.
    ///   - words: what the forge says about it.
    ///   - request: what was asked.
    /// - Returns: the error.
    func error(_ response: HTTPResponse, _ words: String?, to request: ForgeRequest) -> AgentError {
        if let wait = limited(response, words) {
            return AgentError(
                "\(forge) asks to be left alone for a while (\(response.status)): too much was asked of it.",
                kind: .passing(retryAfter: wait)
            )
        }
        let reason = said(words)
        switch response.status {
        case 300..<400:
            return AgentError(
                "\(forge) sends requests for \(repository) elsewhere (\(response.status)). Write the repository's new name, or the "
                    + "forge's address without a detour, into 'tracker' of the configuration."
            )
        case 401:
            return AgentError(
                settings.token == nil
                    ? "\(forge) wants to know who asks (401). Name a token under 'tracker' of the configuration."
                    : "\(forge) does not take the token (401). Make a new one there, and put it where 'token' of the configuration says."
            )
        case 403:
            return AgentError(
                "\(forge) does not allow that in \(repository) (403)\(reason). Give the token the right to read and write issues."
            )
        case 404: return missing(request)
        case 410:
            return AgentError("\(forge) has no issues for \(repository) (410)\(reason). Turn them on in its settings.")
        case 413: return AgentError("\(forge) does not take so much at once (413)\(reason). Attach less.")
        case 408, 409, 423, 425, 500...:
            return AgentError(
                "\(forge) could not do it now (\(response.status))\(reason). Try again later.",
                kind: .passing(retryAfter: AskedWait.retryAfter(response, now: now))
            )
        default:
            return AgentError(
                "\(forge) did not take it (\(response.status))\(reason). Check the pack's inputs and 'tracker' of the configuration."
            )
        }
    }

    /// The error of a request that got no answer.
    func error(_ error: TransportError) -> AgentError {
        let forGood: Set<TransportError.Code> = [
            .badAddress, .badHeader, .unsupportedAddress, .untrusted, .unreadableFile, .tooLong,
        ]
        return AgentError(
            "Could not reach \(forge): \(error.message)",
            kind: forGood.contains(error.code) ? .permanent : .passing(retryAfter: nil),
            cause: error
        )
    }

    /// The error of an answer that is not what the forge's documents say.
    var unreadable: AgentError {
        AgentError(
            "\(forge) answered with something else than its API does. Check 'url' under 'tracker' of the configuration, and what "
                + "stands between.",
            kind: .passing(retryAfter: nil)
        )
    }

    /// How long it wants to be left alone; `nil` when that is not what it says.
    private func limited(_ response: HTTPResponse, _ words: String?) -> Duration? {
        guard response.status == 429 || response.status == 403 else { return nil }
        let asked = AskedWait.retryAfter(response, now: now)
        if let wait = asked ?? AskedWait.limit(response, now: now) { return wait }
        // A minute is what GitHub's documents ask for where nothing is said.
        let isLimit = response.status == 429 || words?.lowercased().contains("rate limit") == true
        return isLimit ? .seconds(60) : nil
    }

    private func missing(_ request: ForgeRequest) -> AgentError {
        switch request.subject {
        case .repository:
            AgentError(
                "\(forge) knows no \(repository), or does not show it to this token (404). Check 'repository' under 'tracker' of the "
                    + "configuration, and what the token may see."
            )
        case .issue(let number):
            AgentError(
                "\(forge) has no issue \(number) in \(repository) (404). Look up its number, with 'tracker/search'."
            )
        case .file(let name):
            AgentError("\(forge) takes no files for \(repository) (404), so that '\(name)' was not attached.")
        }
    }

    private func said(_ words: String?) -> String {
        guard let words, !words.isEmpty else { return "" }
        let line = Markdown.line(token?.removed(from: words) ?? words, limit: Self.longestWords)
        return line.isEmpty ? "" : ", '\(line)'"
    }
}
