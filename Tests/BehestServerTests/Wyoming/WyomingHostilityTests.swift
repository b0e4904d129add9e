import BehestServer
import BehestTransport
import TestSupport
import Testing

/// Clients that are wrong, slow, too many or mean no good: each is told, and the others are served.
@Suite(.timeLimit(.minutes(2)))
struct WyomingHostilityTests {
    private let script = ScriptedOffer()

    /// What a client is told that sends something.
    private func failure(
        of events: [WyomingEvent],
        _ limits: WyomingServerLimits = WyomingServerLimits(),
        _ offer: WyomingOffer? = nil
    ) async throws -> WyomingFailure? {
        try await serving(offer ?? script.offer(), limits) { address, _ in
            let told = try await exchange(events, with: address)
            // The others are served all the same.
            try await checkServes(address)
            return told.last?.message()
        }
    }

    @Test(arguments: [
        WyomingSoundFormat(rate: 4_000, width: 2, channels: 1), .init(rate: 16_000, width: 0, channels: 1),
        .init(rate: 16_000, width: 5, channels: 1), .init(rate: 16_000, width: 2, channels: 0),
        .init(rate: .max, width: 2, channels: 1), .init(rate: -1, width: -2, channels: -1),
    ])
    func soundThatNobodyCanReadIsRefused(_ format: WyomingSoundFormat) async throws {
        let told = try await failure(of: [WyomingSoundPiece(format, bytes: [1, 2, 3, 4]).event])
        #expect(told?.code == "unsupported-audio")
    }

    @Test func anotherLanguageIsRefused() async throws {
        let told = try await failure(of: [WyomingTranscribe(language: "de-DE").event])
        #expect(
            told == WyomingFailure(text: "The language 'de-DE' is not heard; ask for en.", code: "unsupported-language")
        )
        let answers = try await serving(script.offer()) { address, _ in
            try await exchange([WyomingTranscribe(language: "en-GB").event] + speech(9), with: address, answers: 1)
        }
        #expect(answers.first?.type == "transcript")
    }

    @Test func speechWithoutEndIsRefused() async throws {
        var limits = WyomingServerLimits()
        limits.utterance = .seconds(2)
        let second = WyomingSoundPiece(speech: [Int16](repeating: 1, count: 16_000)).event
        let told = try await failure(of: [second, second, second], limits)
        #expect(told == WyomingFailure(text: "Speech of more than 2 seconds is not taken.", code: "too-long"))
    }

    @Test func aLongTextIsRefused() async throws {
        let text = String(repeating: "x", count: 4_097)
        for event in [WyomingRecognize(text: text).event, WyomingTranscript(text: text).event] {
            #expect(try await failure(of: [event])?.code == "too-long")
        }
    }

    @Test func whatIsNotOfferedIsTold() async throws {
        let nothing = WyomingOffer(languages: [], version: "1")
        for event in [WyomingRecognize(text: "x").event, WyomingTranscript(text: "x").event, WyomingSoundStop().event] {
            #expect(try await failure(of: [event], WyomingServerLimits(), nothing)?.code == "not-offered")
        }
    }

    @Test func whatLacksItsTextIsRefused() async throws {
        for type in ["recognize", "transcript", "intent"] {
            #expect(try await failure(of: [WyomingEvent(type, data: ["text": 5])])?.code == "bad-request")
        }
    }

    @Test func whatIsNotKnownIsPassedOver() async throws {
        let answers = try await serving(script.offer()) { address, _ in
            try await exchange(
                [WyomingEvent("select-program", data: ["name": "x"]), WyomingEvent("zzz"), WyomingPing().event],
                with: address,
                answers: 1
            )
        }
        #expect(answers.map(\.type) == ["pong"])
    }

    @Test func tooManyRequestsAtOnceAreRefused() async throws {
        var limits = WyomingServerLimits()
        limits.waitingRequests = 2
        let told = try await failure(of: (0..<6).flatMap { _ in speech(3) }, limits)
        #expect(told?.code == "too-many-requests")
    }

    @Test func tooManyClientsAreSentAway() async throws {
        var limits = WyomingServerLimits()
        limits.connections = 2
        try await serving(script.offer(), limits) { address, _ in
            var seated: [WyomingConnection] = []
            for _ in 0..<2 {
                let connection = try await WyomingConnection.open(to: address)
                try await connection.send(WyomingPing().event)
                #expect(try await connection.receive()?.type == "pong")
                seated.append(connection)
            }
            let told = try await exchange([], with: address)
            #expect(told.first?.message(WyomingFailure.self)?.code == "too-many-connections")
            seated[0].close()
            // Its seat is free a moment later.
            while try await exchange([WyomingPing().event], with: address, answers: 1).first?.type != "pong" {}
        }
    }

    @Test func whoeverSaysNothingIsLetGo() async throws {
        var limits = WyomingServerLimits()
        limits.idleTime = .milliseconds(100)
        let told = try await serving(script.offer(), limits) { address, _ in
            try await exchange([], with: address)
        }
        #expect(told.compactMap { $0.message(WyomingFailure.self)?.code } == ["idle"])
    }

    /// Its answers are as long as what it sends, until there is room for neither.
    @Test func whoeverDoesNotReadIsLetGo() async throws {
        var limits = WyomingServerLimits()
        limits.connections = 1
        limits.idleTime = .milliseconds(200)
        let ping = WyomingPing(text: String(repeating: "x", count: 4_000)).event
        try await serving(script.offer(), limits) { address, _ in
            let connection = try RawConnection(to: address)
            await connection.sendUntilClosed(Array(ping.encoded))
            // Its seat is free a moment later.
            while try await exchange([WyomingPing().event], with: address, answers: 1).first?.type != "pong" {}
        }
    }

    /// A web page that makes a browser post an order to the port is not obeyed: its first line ends the connection.
    @Test(arguments: [
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n{\"type\": \"transcript\", \"data\": {\"text\": \"turn on\"}}\n",
        "{\"type\": \"transcript\", \"data_length\": 999999999}\n", "\n\n\n", "\u{0}\u{1}\n", "[[[[[[\n",
    ])
    func whatIsNoWyomingEndsTheConnection(_ text: String) async throws {
        let answer = try await serving(script.offer()) { address, _ in
            let connection = try RawConnection(to: address)
            connection.send(Array(text.utf8))
            return await connection.rest()
        }
        #expect(answer.contains("\"type\": \"error\""))
        #expect(answer.contains("malformed") || answer.contains("too-long"))
        #expect(script.log.all == [])
    }
}
