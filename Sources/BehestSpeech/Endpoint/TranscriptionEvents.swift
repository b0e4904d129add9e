internal import BehestTransport
internal import FoundationEssentials

/// What a server hears, read from the events that it answers with.
///
/// A pure value: pieces of the stream go in, however they are cut. Text is only taken for whole when the server says that it is.
struct TranscriptionEvents: Sendable {
    typealias Nonsense = TranscriptionAnswer.Nonsense

    /// What was heard so far.
    private(set) var text = ""
    private var events = ServerSentEvents()
    private var tokens = RecognizedPieces()
    private var done: TranscriptionAnswer?
    private var isFinished = false

    /// Whether the server said that the text is whole.
    var isWhole: Bool { done != nil || isFinished }

    /// Takes the next piece of the stream.
    ///
    /// - Throws: when the server tells of an error, or its stream is none.
    mutating func take(_ piece: [UInt8]) throws(Nonsense) {
        let new: [ServerSentEvent]
        do throws(ServerSentEvents.TooLong) {
            new = try events.take(piece)
        } catch {
            throw Nonsense(reason: "with an event that is too long")
        }
        for event in new { try take(event) }
    }

    /// Ends the stream.
    ///
    /// - Returns: what was heard.
    /// - Throws: when the server did not say that it is whole.
    mutating func end() throws(Nonsense) -> TranscriptionAnswer {
        if !isWhole, let event = events.end() { try take(event) }
        if let done { return done }
        guard isFinished else { throw Nonsense(reason: "broke off in the middle", isPassing: true) }
        return TranscriptionAnswer(text: text, tokens: tokens)
    }

    private mutating func take(_ event: ServerSentEvent) throws(Nonsense) {
        // What comes after the end is of no interest, such as how much it cost.
        guard !isWhole else { return }
        guard !event.isDone else {
            isFinished = true
            return
        }
        guard String(validating: event.data, as: UTF8.self) != nil else {
            throw Nonsense(reason: "with bytes that are no text")
        }
        guard let wire = try? JSONDecoder().decode(TranscriptionWire.self, from: Data(event.data)) else {
            throw Nonsense(reason: "with an event that is no JSON")
        }
        if let complaint = wire.complaint { throw Nonsense(reason: "with an error", complaint: complaint) }
        if let choices = wire.choices { return try take(choices) }
        switch wire.type {
        case "transcript.text.delta":
            text += wire.delta ?? ""
            tokens.append(RecognizedPieces(wire.tokens.map { .init(text: $0.token, logProbability: $0.logprob) }))
        case "transcript.text.done":
            done = TranscriptionAnswer(text: wire.text ?? text, wire)
            if let whole = wire.text { text = whole }
        case nil:
            // Older servers send a segment's text and nothing else.
            text += wire.text ?? ""
        default: break
        }
    }

    private mutating func take(_ choices: [TranscriptionWire.Choice]) throws(Nonsense) {
        guard let choice = choices.first else { return }
        text += choice.delta?.content ?? ""
        guard choice.finishReason != "length" else { throw Nonsense(reason: "its text was too long for its model") }
        isFinished = choice.finishReason != nil
    }
}
