import BehestAudio
import BehestInference
import Synchronization
import TestSupport
import Testing

@testable import BehestSpeech

/// The chain with endpoints that do what is written down for them, and with the embedded recogniser.
@Suite(.timeLimit(.minutes(2)))
struct TranscriberChainTests {
    @Test func conformsWithTheEmbeddedRecogniser() async throws {
        let runtime = try InferenceRuntime(library: Models.runtimeLibrary)
        let store = ModelStore(root: Models.root)
        let moonshine = MoonshineTranscriber(.tiny, store: store, runtime: runtime, threads: 2)
        try await checkTranscriber(TranscriberChain([ChainLink(moonshine)]))
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var first: [ScriptedEndpoint.Reply]
        var attempts: [String]

        var isHang: Bool {
            if case .hang? = first.first { true } else { false }
        }
    }

    static let cases = [
        Case(
            testDescription: "a refused connection",
            first: [.failure(.unreachable)],
            attempts: ["1 a first unreachable", "2 a retry unreachable", "3 a retry unreachable", "4 b next answered"]
        ),
        Case(
            testDescription: "a hang",
            first: [.hang],
            attempts: ["1 a first timed-out", "2 b next answered"]
        ),
        Case(
            testDescription: "a 429 that says when",
            first: [.failure(.limited(0.002)), .text("a")],
            attempts: ["1 a first limited", "2 a retry answered"]
        ),
        Case(
            testDescription: "a 429 that says an hour",
            first: [.failure(.limited(3600))],
            attempts: ["1 a first limited", "2 b next answered"]
        ),
        Case(
            testDescription: "a 500",
            first: [.failure(.broken), .failure(.broken), .text("a")],
            attempts: ["1 a first failed", "2 a retry failed", "3 a retry answered"]
        ),
        Case(
            testDescription: "a page instead of JSON",
            first: [.failure(.page)],
            attempts: ["1 a first bad-answer", "2 b next answered"]
        ),
        Case(
            testDescription: "an answer that is cut",
            first: [.failure(TranscriptionError(.badAnswer, "It broke off.", retry: .allowed)), .text("a")],
            attempts: ["1 a first bad-answer", "2 a retry answered"]
        ),
        Case(
            testDescription: "an error of another kind",
            first: [.otherFailure],
            attempts: ["1 a first failed", "2 b next answered"]
        ),
    ]

    @Test(arguments: cases)
    func asksInTheRightOrder(_ each: Case) async throws {
        let chain = TranscriberChain([
            // Only what never answers is to come to the end of its time, however busy the machine is.
            Self.link("a", each.first, limit: each.isHang ? .milliseconds(20) : .seconds(600)),
            Self.link("b", [.text("b")]),
        ])
        let (text, attempts) = try await Self.transcribe(by: chain)
        #expect(attempts == each.attempts)
        #expect(text == (each.attempts.last?.contains(" a ") == true ? "a" : "b"))
    }

    /// Half a second cannot hold so many words.
    private static let invention =
        "Thank you so much for watching, and please do not forget to subscribe to my channel."

    @Test func theNextIsAskedAfterAnInvention() async throws {
        let inventing = ScriptedEndpoint("a", [.text(Self.invention)])
        var settings = Self.settings(limit: .seconds(600))
        settings.breaker.failures = 1
        let chain = TranscriberChain([ChainLink(inventing, settings: settings), Self.link("b", [.text("b")])])
        let (text, attempts) = try await Self.transcribe(by: chain)
        #expect(text == "b")
        #expect(attempts == ["1 a first invented", "2 b next answered"])
        #expect(chain.availability == ["a": true, "b": true])
    }

    @Test func whatAllInventIsNoWords() async throws {
        let chain = TranscriberChain([Self.link("a", [.text(Self.invention)]), Self.link("b", [.text("[Music]")])])
        let attempts = Mutex<[TranscriptionAttempt.Outcome]>([])
        let transcript = try await chain.transcribe(.sample) { attempt in
            attempts.withLock { $0.append(attempt.outcome) }
        }
        #expect(transcript.text.isEmpty)
        #expect(transcript.invention?.text == Self.invention)
        #expect(transcript.model == "a")
        #expect(attempts.withLock(\.self) == [.failed(.invented), .failed(.invented)])
    }

    @Test func whatOneInventsAndAnotherCannotHearIsNotRefused() async throws {
        let chain = TranscriberChain([
            Self.link("a", [.text(Self.invention)]), Self.link("b", [.failure(.unreachable)]),
        ])
        let error = await #expect(throws: TranscriptionError.self) { try await Self.transcribe(by: chain) }
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains(Self.invention) == false)
    }

    @Test func theOneThatIsSlowerIsStopped() async throws {
        let slow = ScriptedEndpoint("a", [.hang])
        var settings = Self.settings(limit: .seconds(600))
        settings.hedge = .init(after: .milliseconds(5))
        let chain = TranscriberChain([ChainLink(slow, settings: settings), Self.link("b", [.text("b")])])
        let (text, attempts) = try await Self.transcribe(by: chain)
        #expect(text == "b")
        #expect(attempts == ["1 a first cancelled", "2 b hedge answered"])
        #expect(slow.stopped == 1)
    }

    @Test func cancellingStopsAllThatIsGoingOn() async throws {
        let endpoints = ["a", "b"].map { ScriptedEndpoint($0, [.hang]) }
        var settings = Self.settings(limit: .seconds(600))
        settings.hedge = .init(after: .milliseconds(1))
        let chain = TranscriberChain(endpoints.map { ChainLink($0, settings: settings) })
        let outcomes = await withTaskGroup(of: [TranscriptionAttempt.Outcome].self) { group in
            group.addTask { await Self.outcomesOfCancelled(chain) }
            for endpoint in endpoints { await endpoint.isAsked() }
            group.cancelAll()
            return await group.next() ?? []
        }
        #expect(endpoints.map(\.stopped) == [1, 1])
        #expect(outcomes == [.cancelled, .cancelled])
        // Nobody is to blame.
        #expect(chain.availability == ["a": true, "b": true])
    }

    @Test func aProbeFindsOutThatAnEndpointIsBack() async throws {
        let endpoint = ScriptedEndpoint("a", [.failure(.unreachable), .failure(.unreachable), .text("a")])
        var settings = Self.settings(limit: .seconds(600))
        settings.retry.retries = 0
        settings.breaker.failures = 1
        settings.breaker.shortestRest = .milliseconds(1)
        let (back, isBack) = AsyncStream.makeStream(of: String.self)
        let chain = TranscriberChain([ChainLink(endpoint, settings: settings)]) { isBack.yield($0) }
        let error = await #expect(throws: TranscriptionError.self) { try await Self.transcribe(by: chain) }
        #expect(error?.code == .unreachable)
        #expect(chain.availability == ["a": false])
        await withTaskGroup { group in
            group.addTask { await chain.probe() }
            var names = back.makeAsyncIterator()
            #expect(await names.next() == "a")
            group.cancelAll()
        }
        #expect(chain.availability == ["a": true])
        // Probes are no utterances.
        #expect(endpoint.heard.map(\.id) == ["sample", "probe", "probe"])
    }

    @Test func onlyTheOneThatWillBeAskedFirstIsGivenWhatIsSaid() async throws {
        let endpoints = [ScriptedEndpoint("a", [.failure(.unreachable)]), ScriptedEndpoint("b", [.text("b")])]
        var settings = Self.settings(limit: .seconds(600))
        settings.retry.retries = 0
        settings.breaker.failures = 1
        settings.breaker.shortestRest = .seconds(600)
        settings.breaker.longestRest = .seconds(600)
        let chain = TranscriberChain(endpoints.map { ChainLink($0, settings: settings) })
        await chain.follow(.sample)
        #expect(endpoints.map(\.followed.count) == [1, 0])
        #expect(try await Self.transcribe(by: chain).text == "b")
        // It was asked for nothing but what it failed at, and is left alone now.
        await chain.follow(.sample)
        #expect(endpoints.map(\.followed.count) == [1, 1])
        #expect(try await Self.transcribe(by: chain).attempts == ["1 b first answered"])
        #expect(endpoints.allSatisfy { $0.left == 2 })
    }

    @Test func whatIsGivenBeforeTheEndIsNoAttempt() async throws {
        try await MockSpeechEndpoint.serving(["close", "vllm"]) { server in
            let chain = TranscriberChain([
                ChainLink(
                    EndpointTranscriber(try server.endpoint(.vLLM)),
                    name: "a",
                    settings: Self.settings(limit: .seconds(600))
                )
            ])
            let speech = try recording("file-a-bug")
            await chain.follow(speech.beginning(0.5))
            let attempts = Mutex<[TranscriptionAttempt]>([])
            let transcript = try await chain.transcribe(speech) { attempt in attempts.withLock { $0.append(attempt) } }
            #expect(transcript.text == MockWords.text)
            #expect(attempts.withLock { $0.map(\.outcome) } == [.answered])
            #expect(try await server.requests(ended: 2).map(\.chunked) == [true, false])
        }
    }

    @Test func oneThatCannotBeMadeReadyIsNoHindrance() async throws {
        let chain = TranscriberChain([
            Self.link("a", [.failure(.unauthorized)], preparation: .unauthorized), Self.link("b", [.text("b")]),
        ])
        try await chain.prepare()
        #expect(try await Self.transcribe(by: chain).text == "b")

        let alone = TranscriberChain([Self.link("a", [], preparation: .unauthorized)])
        let error = await #expect(throws: TranscriptionError.self) { try await alone.prepare() }
        #expect(error == .unauthorized)
        // What only does not answer yet may do so when it is needed.
        try await TranscriberChain([Self.link("a", [], preparation: .unreachable)]).prepare()
    }

    @Test func manyUtterancesAtOnceShareWhatIsKnown() async throws {
        let broken = ScriptedEndpoint("a", [.failure(.unreachable)])
        let chain = TranscriberChain([
            ChainLink(broken, settings: Self.settings(limit: .seconds(600))), Self.link("b", [.text("b")]),
        ])
        let texts = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<200 { group.addTask { try await Self.transcribe(by: chain).text } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(texts == Array(repeating: "b", count: 200))
        let asked = broken.heard.count
        _ = try await Self.transcribe(by: chain)
        #expect(broken.heard.count <= asked + 1, "an endpoint that rests is left alone, or tried once")
    }

    /// What came of the attempts at an utterance that nobody wants any more; none when it ended otherwise.
    private static func outcomesOfCancelled(_ chain: TranscriberChain) async -> [TranscriptionAttempt.Outcome] {
        let outcomes = Mutex<[TranscriptionAttempt.Outcome]>([])
        do {
            _ = try await chain.transcribe(.sample) { attempt in outcomes.withLock { $0.append(attempt.outcome) } }
        } catch is CancellationError {
            return outcomes.withLock(\.self)
        } catch {}
        return []
    }

    private static func settings(limit: Duration) -> ChainLink.Settings {
        var settings = ChainLink.Settings()
        settings.timeLimit = limit
        settings.retry.firstDelay = .milliseconds(1)
        return settings
    }

    private static func link(
        _ name: String,
        _ replies: [ScriptedEndpoint.Reply],
        limit: Duration = .seconds(600),
        preparation: TranscriptionError? = nil
    ) -> ChainLink {
        ChainLink(ScriptedEndpoint(name, replies, preparation: preparation), settings: settings(limit: limit))
    }

    @discardableResult
    private static func transcribe(by chain: TranscriberChain) async throws -> (text: String, attempts: [String]) {
        let attempts = Mutex<[TranscriptionAttempt]>([])
        let transcript = try await chain.transcribe(.sample) { attempt in attempts.withLock { $0.append(attempt) } }
        let lines = attempts.withLock(\.self).sorted { $0.number < $1.number }.map {
            "\($0.number) \($0.endpoint) \($0.cause.rawValue) \($0.outcome)"
        }
        return (transcript.text, lines)
    }
}

extension Utterance {
    /// Half a second of something.
    fileprivate static let sample = Utterance(
        id: "sample",
        source: "test",
        start: .zero,
        samples: [Int16](repeating: 100, count: 8000),
        isCutShort: false
    )
}
