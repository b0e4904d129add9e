public import BehestAudio
internal import Synchronization

/// Speaks by the first of several speakers that can.
///
/// One that fails is told once; after it has spoken again, its next failure is told again.
public final class FallbackSpeaker: Speaker {
    /// The name of the first.
    public let name: String

    private let speakers: [any Speaker]
    private let report: @Sendable (String) -> Void
    private let failing = Mutex<Set<Int>>([])

    /// Puts speakers in order.
    ///
    /// - Parameters:
    ///   - speakers: the one that is wanted, then those that stand in for it.
    ///   - report: told in a sentence when one does not speak.
    public init(_ speakers: [any Speaker], report: @escaping @Sendable (String) -> Void) {
        name = speakers.first?.name ?? "nothing"
        self.speakers = speakers
        self.report = report
    }

    /// Speaks a text by the first speaker that can.
    ///
    /// - Throws: the last one's ``SpeakerError``, after it was told; `CancellationError`.
    public func sound(of text: String, language: String) async throws -> SoundClip {
        var failure: any Error = SpeakerError(.misconfigured, "There is nothing to speak with.")
        for (index, speaker) in speakers.enumerated() {
            do {
                let clip = try await speaker.sound(of: text, language: language)
                failing.withLock { _ = $0.remove(index) }
                return clip
            } catch let error as SpeakerError {
                failure = error
                guard failing.withLock({ $0.insert(index).inserted }) else { continue }
                let next =
                    index + 1 < speakers.count
                    ? "Meanwhile \(speakers[index + 1].name) speaks." : "Replies are only shown."
                report("\(error.message) \(next)")
            }
        }
        throw failure
    }
}
