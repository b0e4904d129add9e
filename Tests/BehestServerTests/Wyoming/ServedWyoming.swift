import BehestAudio
import BehestGrammar
import BehestServer
import BehestSpeech
import BehestTransport
import Logging
import ServiceLifecycle
import Synchronization
import Testing

/// What a test's server offers: words that are as many as the samples of the speech, and commands out of a short list.
struct ScriptedOffer: CommandReader, OrderTaker {
    /// What was begun and what came to its end, in order; "cancelled" in the place of an end.
    final class Log: Sendable {
        private let lines = Mutex<[String]>([])
        let changes: AsyncStream<String>
        private let change: AsyncStream<String>.Continuation

        init() { (changes, change) = AsyncStream.makeStream(bufferingPolicy: .unbounded) }

        var all: [String] { lines.withLock(\.self) }

        func add(_ line: String) {
            lines.withLock { $0.append(line) }
            change.yield(line)
        }

        /// Waits until a line is there that was not waited for yet.
        func wait(for line: String) async {
            for await change in changes where change == line { return }
        }
    }

    let log = Log()

    /// The offer; speech of three samples takes an hour.
    func offer(_ change: (inout WyomingOffer) -> Void = { _ in }) -> WyomingOffer {
        let hearing = WyomingOffer.Hearing(model: .moonshine("moonshine-tiny")) { [log] speech, _ in
            log.add("hear \(speech.samples.count)")
            if speech.samples.count == 3 {
                do {
                    try await ContinuousClock().sleep(for: .seconds(3_600))
                } catch {
                    log.add("cancelled")
                    throw error
                }
            }
            if speech.samples.count == 4 { throw TranscriptionError(.limited, "Too much is asked.") }
            if speech.samples.count == 5 { throw WyomingError(.malformed, "internals") }
            return Transcript(
                text: "\(speech.samples.count) samples",
                words: [],
                meanLogProbability: nil,
                tokenCount: 3,
                model: "scripted"
            )
        }
        var offer = WyomingOffer(hearing: hearing, reader: self, taker: self, languages: ["en"], version: "1.2.3")
        change(&offer)
        return offer
    }

    /// Every "turn on NAME" and "turn off NAME", joined by "and".
    func commands(in words: String) async throws -> CommandReading {
        log.add("read")
        var commands: [ReadCommand] = []
        for part in words.split(separator: " and ").map(String.init) {
            guard part.hasPrefix("turn on ") || part.hasPrefix("turn off ") else {
                return .nothing(reason: "'\(part)' is nothing I know.")
            }
            let name = String(part.split(separator: " ", maxSplits: 2)[2])
            let slots = [
                Interpretation.Slot(name: "name", value: .text(name), text: name, span: nil),
                Interpretation.Slot(name: "level", value: .integer(7), text: "seven", span: nil),
            ]
            let intent = part.hasPrefix("turn on ") ? "TurnOn" : "TurnOff"
            commands.append(
                ReadCommand(words: part, interpretation: Interpretation(intent: intent, slots: slots, manner: .exact))
            )
        }
        return .commands(commands)
    }

    func take(order words: String) async throws -> OrderReply {
        log.add("order \(words)")
        if words == "fail" { throw WyomingError(.malformed, "internals") }
        return OrderReply(isTaken: words.hasPrefix("turn"), text: "I heard \(words).")
    }
}

/// Does something while a server serves, and gives what that gives.
func serving<Result: Sendable>(
    at address: String = "tcp://127.0.0.1:0",
    _ offer: WyomingOffer,
    _ limits: WyomingServerLimits = WyomingServerLimits(),
    _ work:
        @escaping @Sendable (WyomingAddress, _ shutDown: @escaping @Sendable () async -> Void) async throws -> Result
) async throws -> Result {
    let (ready, isReady) = AsyncStream<WyomingAddress>.makeStream()
    let server = try WyomingServer(at: try WyomingAddress(address), offering: offer, limits: limits) { address in
        isReady.yield(address)
        isReady.finish()
    }
    let group = ServiceGroup(services: [server], logger: .init(label: "test") { _ in SwiftLogNoOpLogHandler() })
    return try await withThrowingTaskGroup(of: Result?.self) { tasks in
        tasks.addTask {
            try await group.run()
            return nil
        }
        tasks.addTask {
            var addresses = ready.makeAsyncIterator()
            guard let address = await addresses.next() else { throw CancellationError() }
            return try await work(address) { await group.triggerGracefulShutdown() }
        }
        defer { tasks.cancelAll() }
        while let result = try await tasks.next() {
            if let result { return result }
        }
        throw CancellationError()
    }
}

/// Sends events, and gives what comes back until the server hangs up or so many have come.
func exchange(
    _ events: [WyomingEvent],
    with address: WyomingAddress,
    answers: Int = .max
) async throws -> [WyomingEvent] {
    let connection = try await WyomingConnection.open(to: address)
    // What is refused is not read to its end.
    for event in events { try? await connection.send(event) }
    var received: [WyomingEvent] = []
    while received.count < answers, let event = try? await connection.receive() { received.append(event) }
    return received
}

/// Speech of so many samples.
func speech(_ count: Int) -> [WyomingEvent] {
    [
        WyomingTranscribe(language: "en").event, WyomingSoundStart(.speech).event,
        WyomingSoundPiece(speech: [Int16](repeating: 1, count: count)).event, WyomingSoundStop().event,
    ]
}

/// Checks that a new client is served.
func checkServes(_ address: WyomingAddress) async throws {
    let answers = try await exchange([WyomingPing().event], with: address, answers: 1)
    #expect(answers.map(\.type) == ["pong"])
}
