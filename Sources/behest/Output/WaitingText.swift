internal import BehestWorkflow
internal import FoundationEssentials

/// Puts utterances into words that wait to be transcribed.
enum WaitingText {
    /// An utterance on one line, under those of runs.
    static func line(of waiting: WaitingUtterance, style: Style) -> String {
        let length = waiting.utterance.duration.brief
        let tries = waiting.tries == 1 ? "once" : "\(waiting.tries) times"
        return [
            waiting.id, RunText.date(waiting.utterance.createdAt), style.yellow("waiting   "),
            "\(length) of speech, tried \(tries) in vain: \(waiting.reason.visible)",
        ]
        .joined(separator: "  ")
    }

    /// An utterance as a line of JSON.
    static func json(_ waiting: WaitingUtterance) -> String { JSONLine.text(of: WaitingJSON(waiting)) }
}

/// An utterance that waits to be transcribed, as programs read it.
private struct WaitingJSON: Encodable {
    private var utterance: String
    private var state = "waiting"
    private var source: String
    private var audio: String?
    private var recorded: String
    private var tried: String
    private var tries: Int
    private var reason: String

    init(_ waiting: WaitingUtterance) {
        utterance = waiting.id
        source = waiting.utterance.source
        audio = waiting.utterance.audioPath
        recorded = waiting.utterance.createdAt.formatted(.iso8601)
        tried = waiting.triedAt.formatted(.iso8601)
        tries = waiting.tries
        reason = waiting.reason
    }
}
