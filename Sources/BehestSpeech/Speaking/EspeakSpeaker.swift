public import BehestAudio

/// Speaks by espeak-ng, which is small, quick and there without a network, in a hundred languages.
public struct EspeakSpeaker: Speaker {
    /// The program's name.
    public let name = "espeak-ng"

    private let program: String
    private let voice: String?
    private let rate: Int
    private let limits: SpeakerLimits

    /// Names a voice; nothing is started yet.
    ///
    /// - Parameters:
    ///   - program: the program's name, to be found by `PATH`, or its path.
    ///   - voice: espeak-ng's name of a voice, such as `en-gb`; `nil` for that of the language.
    ///   - rate: in words a minute.
    ///   - limits: how much it may take.
    public init(
        program: String = "espeak-ng",
        voice: String? = nil,
        rate: Int = 170,
        limits: SpeakerLimits = SpeakerLimits()
    ) {
        self.program = program
        self.voice = voice
        self.rate = rate
        self.limits = limits
    }

    /// Speaks a text.
    public func sound(of text: String, language: String) async throws -> SoundClip {
        let voice = voice ?? EspeakVoice(language: language).name
        let arguments = [program, "--stdin", "--stdout", "-b", "1", "-s", String(rate), "-v", voice]
        return try await SpeakingProgram(arguments: arguments, limits: limits).sound(of: text)
    }
}

/// Speaks by any program that reads the words on its standard input and writes a recording to its standard output.
public struct CommandSpeaker: Speaker {
    /// The program's name.
    public let name: String

    private let program: SpeakingProgram

    /// Names a program; nothing is started yet.
    ///
    /// - Parameters:
    ///   - arguments: the program's name or path, then its arguments, none of which is ever made of what is spoken.
    ///   - limits: how much it may take.
    public init(arguments: [String], limits: SpeakerLimits = SpeakerLimits()) {
        name = arguments.first ?? ""
        program = SpeakingProgram(arguments: arguments, limits: limits)
    }

    /// Speaks a text, whatever its language.
    public func sound(of text: String, language: String) async throws -> SoundClip {
        try await program.sound(of: text)
    }
}
