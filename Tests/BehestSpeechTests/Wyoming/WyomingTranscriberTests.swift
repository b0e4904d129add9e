import BehestAudio
import BehestTransport
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestSpeech

/// Wyoming speech services: one that answers as it is told, and a real one with a real model.
@Suite(.timeLimit(.minutes(3)))
struct WyomingTranscriberTests {
    private static let text = "File a bug saying the import button does nothing."

    private func transcriber(
        _ address: String,
        _ change: (inout WyomingSettings) -> Void = { _ in }
    ) throws -> WyomingTranscriber {
        var settings = WyomingSettings(address: try WyomingAddress(address), language: "en")
        change(&settings)
        return WyomingTranscriber(settings)
    }

    /// A real model takes as long as the machine lets it.
    private static func allowTime(_ settings: inout WyomingSettings) {
        settings.limits.firstAnswer = .seconds(60)
        settings.limits.wholeAnswer = .seconds(60)
    }

    /// The failure of a service that behaves in some way.
    private func failure(
        of behaviour: String,
        _ change: (inout WyomingSettings) -> Void = { _ in }
    ) async throws -> TranscriptionError? {
        try await WyomingService.mock(behaviour) { address in
            let transcriber = try transcriber(address, change)
            let speech = try recording("file-a-bug")
            return await #expect(throws: TranscriptionError.self) { _ = try await transcriber.transcribe(speech) }
        }
    }

    @Test(arguments: ["answer", "pieces", "pieces-only", "early", "trickle"])
    func conformsHoweverAServiceAnswers(_ behaviour: String) async throws {
        try await WyomingService.mock(behaviour) { address in
            try await checkTranscriber(try transcriber(address))
            let transcript = try await transcriber(address).transcribe(try recording("file-a-bug"))
            #expect(transcript.text == Self.text)
            #expect(transcript.meanLogProbability == nil)
        }
    }

    @Test(.enabled(if: WyomingService.whisperIsInstalled))
    func conformsWithWhisper() async throws {
        try await WyomingService.whisper { address in
            let transcriber = try transcriber(address, Self.allowTime)
            try await checkTranscriber(transcriber)
            let transcript = try await transcriber.transcribe(try recording("file-a-bug"))
            #expect(transcript.text == Self.text)
            let program = try #require(try await transcriber.describe().programs[.speech]?.first)
            #expect(program.artifact.name == "faster-whisper")
            #expect(program.models.first?.languages.contains("en") == true)
        }
    }

    /// While speech goes on, it is on its way already.
    @Test(.enabled(if: WyomingService.whisperIsInstalled))
    func whisperTakesSpeechWhileItGoesOn() async throws {
        try await WyomingService.whisper { address in
            let samples = try recording("file-a-bug").samples
            let stream = try await transcriber(address, Self.allowTime).open()
            var start = 0
            while start < samples.count {
                let end = min(samples.count, start + 480)
                try await stream.append(Array(samples[start..<end]))
                start = end
            }
            #expect(try await stream.finish().text == Self.text)
        }
    }

    @Test func soundAndWishesAreSentAsTheyAre() async throws {
        struct Request: Decodable {
            var transcribe: [String: WyomingValue]
            var format: [String: Int]
            var bytes: Int
        }
        let socket = FileManager.default.temporaryDirectory.appending(path: "behest-\(UUID().uuidString).sock").path
        defer { try? FileManager.default.removeItem(atPath: socket) }
        try await WyomingService.mock("request", ["--unix", socket]) { address in
            #expect(address == "unix://\(socket)")
            let terms = (0..<150).map { "term\($0)" }
            let transcriber = try transcriber(address) { settings in
                settings.model = "tiny"
                settings.vocabulary = terms
            }
            let speech = try recording("file-a-bug")
            let transcript = try await transcriber.transcribe(speech)
            let request = try JSONDecoder().decode(Request.self, from: Data(transcript.text.utf8))
            #expect(request.format == ["rate": 16_000, "width": 2, "channels": 1])
            #expect(request.bytes == speech.samples.count * 2)
            #expect(request.transcribe["name"] == "tiny")
            #expect(request.transcribe["language"] == "en")
            #expect(request.transcribe["transcript_terms"]?.elements?.compactMap(\.text) == Array(terms.prefix(100)))
            #expect(transcript.language == "en")
        }
    }

    @Test(arguments: [
        ("error", TranscriptionError.Code.failed, TranscriptionError.Retry.allowed, "failed: Out of memory."),
        ("early-error", .failed, .allowed, "failed: The model is gone."),
        ("close", .badAnswer, .allowed, "closed the connection without a whole transcript"),
        ("half", .badAnswer, .allowed, "closed the connection without a whole transcript"),
        ("cut", .badAnswer, .allowed, "broke off in the middle"),
        ("no-text", .badAnswer, .never, "a transcript that has no text"),
        ("http", .badAnswer, .never, "speaks HTTP"),
        ("garbage", .badAnswer, .never, "does not speak Wyoming"),
    ])
    func whatGoesWrongIsTold(
        _ behaviour: String,
        _ code: TranscriptionError.Code,
        _ retry: TranscriptionError.Retry,
        _ words: String
    ) async throws {
        let error = try #require(try await failure(of: behaviour))
        #expect(error.code == code)
        #expect(error.retry == retry)
        #expect(error.message.contains(words), "\(error.message)")
        #expect(!error.message.contains("import button"), "what was said is not told")
    }

    @Test(arguments: ["silent", "stalled", "deaf", "flood"])
    func aServiceThatTakesTooLongIsGivenUp(_ behaviour: String) async throws {
        let error = try await failure(of: behaviour) { settings in
            settings.limits.firstAnswer = .milliseconds(300)
            settings.limits.wholeAnswer = .milliseconds(600)
        }
        #expect(error?.code == .timedOut || behaviour == "flood" && error?.code == .badAnswer)
        if error?.code == .timedOut {
            let isWhole = behaviour == "stalled" && error?.message.contains("0.6") == true
            let seconds = isWhole ? "0.6 seconds" : "0.3 seconds"
            #expect(error?.message.contains("within \(seconds)") == true, "\(error?.message ?? "")")
            #expect(error?.retry == .allowed)
        }
    }

    @Test func whereNobodyAnswersThatIsTold() async throws {
        // A port that was free a moment ago.
        let address = try await WyomingService.mock("answer") { $0 }
        let refused = await #expect(throws: TranscriptionError.self) {
            _ = try await transcriber(address).transcribe(try recording("file-a-bug"))
        }
        #expect(refused?.code == .unreachable)
        #expect(refused?.retry == .allowed)
        #expect(
            refused?.message
                == "Nothing answers at '\(address)'. Check that the service runs and that the address is right."
        )
        let missing = await #expect(throws: TranscriptionError.self) {
            _ = try await transcriber("unix:///tmp/behest-no-such.sock").open()
        }
        #expect(missing?.code == .unreachable)
        let unknown = await #expect(throws: TranscriptionError.self) {
            _ = try await transcriber("tcp://no-such-host.invalid:10300").describe()
        }
        #expect(unknown?.code == .unreachable)
    }

    @Test(arguments: ["silent", "stalled", "deaf"])
    func whoeverIsCancelledWaitsNoLonger(_ behaviour: String) async throws {
        try await WyomingService.mock(behaviour) { address in
            let transcriber = try transcriber(address)
            // More than the system takes for a service that does not read.
            let long = Utterance(
                id: "long",
                source: "test",
                start: .zero,
                samples: [Int16](repeating: 1, count: 16_000 * 600),
                isCutShort: false
            )
            let (began, hasBegun) = AsyncStream<Void>.makeStream()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    hasBegun.finish()
                    await #expect(throws: CancellationError.self) { _ = try await transcriber.transcribe(long) }
                }
                for await _ in began {}
                try await Task.sleep(for: .milliseconds(200))
                group.cancelAll()
                // Were it not heeded, the limits of 15 and 30 seconds would end it with another error.
                try await group.waitForAll()
            }
        }
    }

    @Test func whatWasGivenUpIsSentNoMore() async throws {
        try await WyomingService.mock("answer") { address in
            let stream = try await transcriber(address).open()
            try await stream.append([Int16](repeating: 0, count: 1_600))
            await stream.cancel()
            await stream.cancel()
            let error = await #expect(throws: TranscriptionError.self) { _ = try await stream.finish() }
            #expect(error?.code == .badAnswer)
        }
    }

    @Test func theSoundIsThereBeforeTheSpeechIsOver() async throws {
        let folder = try TemporaryDirectory()
        let record = folder.url.appending(path: "record")
        try await WyomingService.mock("answer", ["--record", record.path]) { address in
            func lines() -> [String] {
                ((try? String(contentsOf: record, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
            }
            func isTold(_ line: String) async { while !lines().contains(line) { await Task.yield() } }
            let transcriber = try transcriber(address)
            let speech = try recording("file-a-bug")
            for share in [0.2, 0.5] {
                let spoken = speech.beginning(share)
                await transcriber.follow(spoken)
                await isTold("1 piece \(spoken.samples.count * 2)")
            }
            #expect(!lines().contains("1 stop"))
            #expect(try await transcriber.transcribe(speech).text == Self.text)
            #expect(lines().contains("1 piece \(speech.samples.count * 2)"))
            #expect(lines().contains("1 stop"))

            await transcriber.follow(speech.beginning(0.5))
            await transcriber.stopFollowing(speech)
            await isTold("2 gone")
            #expect(!lines().contains("2 stop"))
        }
    }

    /// What a service says of half an utterance is not its words.
    @Test(arguments: ["early", "early-error"])
    func whatIsAnsweredBeforeTheEndIsNotTaken(_ behaviour: String) async throws {
        let folder = try TemporaryDirectory()
        let record = folder.url.appending(path: "record")
        try await WyomingService.mock(behaviour, ["--record", record.path]) { address in
            let transcriber = try transcriber(address)
            let speech = try recording("file-a-bug")
            await transcriber.follow(speech.beginning(0.2))
            while try !String(contentsOf: record, encoding: .utf8).contains("1 gone") { await Task.yield() }
            _ = try? await transcriber.transcribe(speech)
            #expect(try String(contentsOf: record, encoding: .utf8).contains("2 piece 16000"))
        }
    }

    @Test func aServiceTellsWhatItHas() async throws {
        let info = try await WyomingService.mock("answer") { try await transcriber($0).describe() }
        #expect(info.programs[.speech]?.first?.models.first?.name == "tiny")
        #expect(info.programs[.speech]?.first?.models.first?.languages == ["en"])
    }

    @Test func manyAtOnceDoNotMixTheirWords() async throws {
        try await WyomingService.mock("request") { address in
            let transcriber = try transcriber(address)
            let lengths = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 1...40 {
                    group.addTask {
                        let samples = [Int16](repeating: 1, count: number * 1_000)
                        let speech = Utterance(
                            id: "\(number)",
                            source: "test",
                            start: .zero,
                            samples: samples,
                            isCutShort: false
                        )
                        return try await transcriber.transcribe(speech).text.contains("\"bytes\": \(number * 2_000),")
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(lengths == [Bool](repeating: true, count: 40))
        }
    }
}
