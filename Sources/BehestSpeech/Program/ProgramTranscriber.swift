public import BehestAudio
internal import FoundationEssentials

/// Transcribes by any program that takes a recording and prints what it heard.
///
/// The program reads a WAV file on its standard input, or at the path that stands where one of its arguments is `{file}`. It prints the
/// text, or JSON with a `text` and what else OpenAI's API may answer. No shell is involved, and nothing that was said becomes an
/// argument.
///
/// ```swift
/// let transcriber = ProgramTranscriber(arguments: ["whisper-cli", "-m", "base.bin", "-nt", "-np", "-f", "{file}"])
/// ```
public struct ProgramTranscriber: Transcriber {
    /// How much time and text a program may take.
    public struct Limits: Sendable, Hashable {
        /// How long it may take.
        public var time: Duration
        /// The most that it may print, in bytes.
        public var bytes: Int

        /// Makes limits.
        public init(time: Duration = .seconds(30), bytes: Int = 1 << 20) {
            self.time = time
            self.bytes = bytes
        }
    }

    /// What stands for the recording's path.
    public static let placeholder = "{file}"

    /// The name that transcripts carry.
    public let name: String

    private let arguments: [String]
    private let limits: Limits

    /// Names a program; nothing is started yet.
    ///
    /// - Parameters:
    ///   - arguments: the program's name, to be found by `PATH`, or its path; then its arguments.
    ///   - name: the name that transcripts carry; `nil` for the program's.
    ///   - limits: how much it may take.
    public init(arguments: [String], name: String? = nil, limits: Limits = Limits()) {
        self.arguments = arguments
        self.name = name ?? arguments.first.map { URL(filePath: $0).lastPathComponent } ?? ""
        self.limits = limits
    }

    private var program: String { arguments.first ?? "" }

    /// Does nothing: a program is started with each utterance.
    public func prepare() async throws {}

    /// Transcribes an utterance.
    ///
    /// - Throws: ``TranscriptionError``; `CancellationError`, after the program was ended.
    public func transcribe(_ utterance: Utterance) async throws -> Transcript {
        try Task.checkCancellation()
        guard !program.isEmpty else {
            throw TranscriptionError(.misconfigured, "There is no program to transcribe with. Name one in config.yaml.")
        }
        guard !utterance.samples.isEmpty else { return TranscriptionAnswer(text: "").transcript(model: name) }
        let result = try await result(of: WAVRecording.bytes(of: utterance.samples))
        guard result.isSuccess else {
            let reason = result.complaint.map { " (\"\(ServiceComplaint(sentence: $0).shown())\")" } ?? ""
            throw TranscriptionError(
                .failed,
                "'\(program)' did not transcribe: \(result.ending)\(reason). Try it in a terminal.",
                retry: .allowed
            )
        }
        do throws(TranscriptionAnswer.Nonsense) {
            return try TranscriptionAnswer(result.output, format: .text).transcript(model: name)
        } catch {
            let reason = error.complaint.map { "\(error.reason) (\"\($0.shown())\")" } ?? error.reason
            throw TranscriptionError(.badAnswer, "'\(program)' answered \(reason). Try it in a terminal.")
        }
    }

    private func result(of sound: [UInt8]) async throws -> ProgramCall.Result {
        var call = ProgramCall(arguments: arguments, time: limits.time, bytes: limits.bytes)
        do {
            guard arguments.contains(where: { $0.contains(Self.placeholder) }) else {
                return try await call.result(of: sound)
            }
            guard let file = SoundFile.write(sound, in: FileManager.default.temporaryDirectory.path) else {
                throw ProgramCall.Failure.noMemory
            }
            call.arguments = arguments.map { $0.replacing(Self.placeholder, with: file.path) }
            let result = try await call.result(of: [])
            // It is there until the program is over.
            _ = consume file
            return result
        } catch let failure as ProgramCall.Failure {
            throw error(failure)
        }
    }

    private func error(_ failure: ProgramCall.Failure) -> TranscriptionError {
        switch failure {
        case .missing:
            TranscriptionError(
                .misconfigured,
                "There is no program '\(program)' to transcribe with. Install it, or choose another in config.yaml."
            )
        case .timedOut:
            TranscriptionError(
                .timedOut,
                "'\(program)' did not transcribe within \(limits.time / .seconds(1)) seconds. Try it in a terminal."
            )
        case .tooMuch:
            TranscriptionError(
                .badAnswer,
                "'\(program)' printed more than \(limits.bytes / 1_024) kB for one utterance."
            )
        case .noMemory:
            TranscriptionError(
                .failed,
                "There is no room for the recording that '\(program)' is given. Free some on the disk.",
                retry: .allowed
            )
        case .failed:
            TranscriptionError(.failed, "'\(program)' did not transcribe. Try it in a terminal.", retry: .allowed)
        }
    }
}
