public import BehestAudio

/// Turns words into sound.
///
/// What is to be spoken is data: no part of it may become an argument, an address or a file's name.
public protocol Speaker: Sendable {
    /// What a person calls it, such as `espeak-ng`.
    var name: String { get }

    /// Speaks a text.
    ///
    /// - Parameters:
    ///   - text: the words; already in a form that can be spoken, see ``SpeakableText``.
    ///   - language: their language, such as `en`.
    /// - Returns: the whole of its sound.
    /// - Throws: ``SpeakerError`` when there is none; `CancellationError`.
    func sound(of text: String, language: String) async throws -> SoundClip
}

/// Why a text could not be spoken.
///
/// Its description holds neither the text nor a key.
public struct SpeakerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: Sendable, Hashable {
        /// The settings cannot be used.
        case misconfigured
        /// The program or the service is not there.
        case missing
        /// It was there, and did not do it.
        case failed
        /// It took too long.
        case timedOut
        /// What it gave is no sound, or too much of it.
        case badSound
    }

    /// What kind of failure it is.
    public var code: Code

    /// One sentence: what failed, and what to do.
    public var message: String

    /// The same as ``message``.
    public var description: String { message }

    /// Makes an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

/// How much time and sound a speaker may take.
public struct SpeakerLimits: Sendable, Hashable {
    /// How long it may take until the sound is there.
    public var time: Duration
    /// The most bytes that are taken from it.
    public var bytes: Int

    /// Makes limits.
    public init(time: Duration = .seconds(15), bytes: Int = 32 << 20) {
        self.time = time
        self.bytes = bytes
    }
}
