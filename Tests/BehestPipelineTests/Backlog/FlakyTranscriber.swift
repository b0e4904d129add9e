import BehestAudio
import BehestSpeech
import Synchronization

/// A recogniser that fails until it is mended.
final class FlakyTranscriber: Transcriber {
    private struct State {
        var failure: TranscriptionError?
        var text: String
        var heard: [String] = []
    }

    static let down = TranscriptionError(.unreachable, "Nothing answers at 'home'. Start it.", retry: .allowed)

    let name = "home"
    private let state: Mutex<State>

    init(_ text: String, failure: TranscriptionError? = down) {
        state = Mutex(State(failure: failure, text: text))
    }

    /// The utterances that it was asked for, by their names.
    var heard: [String] { state.withLock(\.heard) }

    func say(_ text: String) { state.withLock { $0.text = text } }

    /// Tells whether it works; it is no utterance.
    func probe() throws {
        if let failure = state.withLock(\.failure) { throw failure }
    }

    func mend() { state.withLock { $0.failure = nil } }

    func fail(_ failure: TranscriptionError) { state.withLock { $0.failure = failure } }

    func prepare() {}

    func transcribe(_ utterance: Utterance) throws -> Transcript {
        try state.withLock { state in
            state.heard.append(utterance.id)
            if let failure = state.failure { throw failure }
            return Transcript(text: state.text, words: [], meanLogProbability: -0.05, tokenCount: 8, model: name)
        }
    }
}
