internal import BehestTransport
internal import Glibc

/// Puts into words why an endpoint gave no transcript.
///
/// No sentence tells the key, even where the server repeats it.
struct EndpointFailure: Sendable {
    let endpoint: SpeechEndpoint

    private var named: String { "The speech endpoint '\(endpoint.address)'" }

    /// Without an answer.
    func error(of error: TransportError) -> TranscriptionError {
        let message = "The speech endpoint gave no transcript. \(error.message)"
        switch error.code {
        case .timedOut: return TranscriptionError(.timedOut, message, retry: .allowed)
        case .notConnected, .unknownHost, .unknownProxy:
            return TranscriptionError(.unreachable, message, retry: .allowed)
        case .untrusted, .encryptionFailed, .badAddress, .badHeader, .unsupportedAddress, .tooManyRedirects:
            return TranscriptionError(.misconfigured, message)
        case .tooLong: return TranscriptionError(.badAnswer, message)
        case .cutShort, .receivingFailed: return TranscriptionError(.badAnswer, message, retry: .allowed)
        default: return TranscriptionError(.failed, message, retry: .allowed)
        }
    }

    /// With an answer whose status tells of a failure.
    func error(of response: HTTPResponse) -> TranscriptionError {
        let status = response.status
        guard !(300..<400).contains(status) else { return redirection(response) }
        let complaint = ServiceComplaint(response.body)
        let isHidden = status == 404 && endpoint.profile.isHiddenWhileLoading
        let isOfQuota = complaint?.isOfQuota == true || status == 402
        let retry = RetryHeaders(response, now: time(nil)).retry(status: isHidden ? 503 : status, isForGood: isOfQuota)
        let code: TranscriptionError.Code =
            switch status {
            case 401, 403: .unauthorized
            case 400 where complaint?.isOfKey == true: .unauthorized
            case 402, 429: .limited
            case 404 where !isHidden, 405: .misconfigured
            case 408: .timedOut
            case 400, 411, 413, 415, 422: .refused
            default: .failed
            }
        // What a server says to a wrong key is often the key.
        let sentence = code == .unauthorized ? nil : complaint.map { quoted($0) }
        let meaning = code == .unauthorized ? 401 : status
        let advice = isHidden ? Self.hiddenAdvice : isOfQuota ? Self.quotaAdvice : advice(meaning)
        return TranscriptionError(
            code,
            "\(named) answered with the status \(status)\(sentence ?? ""). \(advice)",
            retry: retry,
            status: status
        )
    }

    /// With an answer that cannot be made use of.
    func error(of nonsense: TranscriptionAnswer.Nonsense, status: Int) -> TranscriptionError {
        guard let complaint = nonsense.complaint else {
            return TranscriptionError(
                .badAnswer,
                "\(named) answered, but \(nonsense.reason). Check that it is the address of a transcription API, or try again.",
                retry: nonsense.isPassing ? .allowed : .never,
                status: status
            )
        }
        if complaint.isOfKey {
            return TranscriptionError(
                .unauthorized,
                "\(named) answered \(nonsense.reason). \(advice(401))",
                status: status
            )
        }
        let message = "\(named) answered \(nonsense.reason)\(quoted(complaint)). "
        if complaint.isOfQuota { return TranscriptionError(.limited, message + Self.quotaAdvice, status: status) }
        if complaint.isOfRequest { return TranscriptionError(.refused, message + advice(400), status: status) }
        return TranscriptionError(.failed, message + advice(500), retry: .allowed, status: status)
    }

    /// A recording that is longer than the server takes.
    func tooLong(bytes: Int, most: Int) -> TranscriptionError {
        TranscriptionError(
            .refused,
            "\(named) takes recordings of \(most / 1_000_000) MB at most, and this one has \(bytes / 1_000_000) MB. "
                + "Speak in shorter stretches, or choose another endpoint."
        )
    }

    /// A transcript of speech of which not all had been sent.
    var tooEarly: TranscriptionError {
        TranscriptionError(
            .badAnswer,
            "\(named) answered before all was said. Try again; if that goes on, look at the server's own log.",
            retry: .allowed,
            status: 200
        )
    }

    /// Speech is for the server that was named, and nobody else: it does not follow.
    private func redirection(_ response: HTTPResponse) -> TranscriptionError {
        let place = response[header: "Location"].flatMap { try? HTTPAddress($0) }
        return TranscriptionError(
            .misconfigured,
            "\(named) sends on to \(place.map { "'\($0)'" } ?? "another address"). What was said is not sent there; if that is "
                + "right, put that address into config.yaml.",
            status: response.status
        )
    }

    private func quoted(_ complaint: ServiceComplaint) -> String {
        let sentence = complaint.shown(hiding: endpoint.key)
        return sentence.isEmpty ? "" : " (\"\(sentence)\")"
    }

    private static let quotaAdvice = "What was paid for is used up: look at the account, or choose another endpoint."
    private static let hiddenAdvice =
        "It may still load its model; if it goes on, check the address, which is what the server was told with --inference-path."

    private func advice(_ status: Int) -> String {
        switch status {
        case 401, 403: return "Check the key that config.yaml names."
        case 404: return "Check its address, and that the model '\(endpoint.model)' is installed there."
        case 429: return "It is asked too much; try again later."
        case 413: return "Speak in shorter stretches, or choose another endpoint."
        case 400, 405, 411, 415, 422:
            return "Check the model '\(endpoint.model)', and the kind of server that config.yaml names."
        default: return "Try again, or look at the server's own log."
        }
    }
}
