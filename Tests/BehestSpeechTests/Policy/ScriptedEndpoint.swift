import BehestAudio
import BehestSpeech
import Synchronization

/// An endpoint that does what is written down for it, attempt by attempt; the last is repeated.
final class ScriptedEndpoint: Transcriber {
    enum Reply: Sendable {
        case text(String)
        case failure(TranscriptionError)
        case otherFailure
        /// Nothing until it is cancelled.
        case hang
    }

    struct OtherFailure: Error {}

    private struct State {
        var heard: [Utterance] = []
        var followed: [Utterance] = []
        var left = 0
        var stopped = 0
    }

    let name: String
    private let replies: [Reply]
    private let preparation: TranscriptionError?
    private let state = Mutex(State())
    private let asked = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    init(_ name: String, _ replies: [Reply], preparation: TranscriptionError? = nil) {
        self.name = name
        self.replies = replies
        self.preparation = preparation
    }

    /// What it was asked for the words of.
    var heard: [Utterance] { state.withLock(\.heard) }

    /// What it was given before anybody asked.
    var followed: [Utterance] { state.withLock(\.followed) }

    /// How often it was told to give that up.
    var left: Int { state.withLock(\.left) }

    /// How often it was cancelled.
    var stopped: Int { state.withLock(\.stopped) }

    /// Waits until it is asked.
    func isAsked() async {
        for await _ in asked.stream { return }
    }

    func prepare() async throws {
        if let preparation { throw preparation }
    }

    func follow(_ utterance: Utterance) async {
        state.withLock { $0.followed.append(utterance) }
    }

    func stopFollowing(_ utterance: Utterance) async {
        state.withLock { $0.left += 1 }
    }

    func transcribe(_ utterance: Utterance) async throws -> Transcript {
        let place = state.withLock { state in
            state.heard.append(utterance)
            return state.heard.count - 1
        }
        asked.continuation.yield()
        switch replies[min(place, replies.count - 1)] {
        case .text(let text):
            return Transcript(text: text, words: [], meanLogProbability: nil, tokenCount: 1, model: name)
        case .failure(let error): throw error
        case .otherFailure: throw OtherFailure()
        case .hang:
            do {
                try await ContinuousClock().sleep(for: .seconds(3600))
            } catch {
                state.withLock { $0.stopped += 1 }
                throw error
            }
            throw OtherFailure()
        }
    }
}
