import BehestAudio
import BehestSpeech
import FoundationEssentials
import Testing
import TestSupport

/// What every adapter of the role must do.
func checkTranscriber(_ transcriber: some Transcriber) async throws {
    try await transcriber.prepare()

    let speech = try recording("file-a-bug")
    let transcript = try await transcriber.transcribe(speech)
    #expect(transcript.text.lowercased().contains("bug"), "heard '\(transcript.text)'")
    #expect(transcript.model == transcriber.name)
    #expect(transcript.meanLogProbability.map { $0 <= 0 } ?? true)
    #expect(try await transcriber.transcribe(speech) == transcript, "the same speech is the same text")

    let nothing = Utterance(id: "empty", source: "test", start: .zero, samples: [], isCutShort: false)
    _ = try await transcriber.transcribe(nothing)

    let cancelled = Task {
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
        return try await transcriber.transcribe(speech)
    }
    await #expect(throws: CancellationError.self) { _ = try await cancelled.value }
    #expect(try await transcriber.transcribe(speech) == transcript, "a cancelled run leaves nothing behind")
}

/// A recorded command as one utterance, its silences included.
func recording(_ name: String) throws -> Utterance {
    let stream = try AudioFile(path: Repository.sample(name).path).open()
    var samples: [Float] = []
    while let block = try stream.read() { samples += block }
    return Utterance(
        id: name,
        source: name,
        start: .zero,
        samples: samples.map { Int16(max(-32_768, min(32_767, $0 * 32_768))) },
        isCutShort: false
    )
}
