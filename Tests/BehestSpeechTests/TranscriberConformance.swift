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

    try await checkFollowing(transcriber, speech, transcript)
}

/// What every adapter of the role must do with an utterance that it was given while it was spoken.
private func checkFollowing(_ transcriber: some Transcriber, _ speech: Utterance, _ transcript: Transcript) async throws
{
    func follow(_ utterance: Utterance, upTo share: Double) async {
        for part in 1...4 { await transcriber.follow(utterance.beginning(share * Double(part) / 4)) }
    }
    await follow(speech, upTo: 0.3)
    _ = try await transcriber.transcribe(speech.beginning(0.4))
    await follow(speech, upTo: 0.9)
    #expect(try await transcriber.transcribe(speech).text == transcript.text, "after a pause it is heard as a whole")

    await follow(speech.with(samples: speech.samples.map { $0 / 2 }), upTo: 0.5)
    #expect(try await transcriber.transcribe(speech).text == transcript.text, "other sound is not mixed with it")

    await follow(speech, upTo: 0.5)
    let nothing = Utterance(id: "next", source: "test", start: .seconds(9), samples: [], isCutShort: false)
    await transcriber.follow(nothing)
    _ = try await transcriber.transcribe(nothing)
    await transcriber.stopFollowing(speech)
    await transcriber.stopFollowing(speech)
    let cancelled = Task {
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
        await transcriber.follow(speech.beginning(0.5))
    }
    await cancelled.value
    #expect(try await transcriber.transcribe(speech).text == transcript.text, "what is given up leaves nothing behind")
}

extension Utterance {
    /// As far as it went after a share of its time.
    func beginning(_ share: Double) -> Utterance {
        with(samples: Array(samples.prefix(Int(Double(samples.count) * share))))
    }
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
