import BehestServer
import BehestSpeech
import BehestTransport
import FoundationEssentials
import Glibc
import ServiceLifecycleTestKit
import Synchronization
import TestSupport
import Testing

/// The real server on real sockets, asked by Behest's own client.
@Suite(.timeLimit(.minutes(2)))
struct WyomingServerTests {
    private let script = ScriptedOffer()

    @Test func speechBecomesWords() async throws {
        let answers = try await serving(script.offer()) { address, _ in
            try await exchange(speech(2_000) + speech(100), with: address, answers: 2)
        }
        #expect(answers.compactMap { $0.message(WyomingTranscript.self)?.text } == ["2000 samples", "100 samples"])
        #expect(answers.first?.data["language"] == "en")
    }

    /// Sound may be declared by its pieces alone, in whatever form.
    @Test func soundOfAnyFormIsConverted() async throws {
        let form = WyomingSoundFormat(rate: 48_000, width: 4, channels: 2)
        let piece = WyomingSoundPiece(form, bytes: [UInt8](repeating: 0, count: 48_000 * 4)).event
        let answers = try await serving(script.offer()) { address, _ in
            try await exchange([piece, piece, WyomingSoundStop().event], with: address, answers: 1)
        }
        #expect(answers.first?.message(WyomingTranscript.self)?.text == "16000 samples")
    }

    @Test func withoutSoundThereAreNoWords() async throws {
        let answers = try await serving(script.offer()) { address, _ in
            try await exchange([WyomingSoundStop().event] + speech(0), with: address, answers: 2)
        }
        #expect(answers.compactMap { $0.message(WyomingTranscript.self)?.text } == ["", ""])
        #expect(script.log.all == [], "the recogniser is not asked")
    }

    @Test func whatFailsIsTold() async throws {
        let told = try await serving(script.offer()) { address, _ in
            var failures: [WyomingFailure?] = []
            for count in [4, 5] {
                failures.append(try await exchange(speech(count), with: address).last?.message())
            }
            return failures
        }
        #expect(told.first == WyomingFailure(text: "Too much is asked.", code: "limited"))
        #expect(told.last == WyomingFailure(text: "The speech could not be transcribed.", code: "failed"))
    }

    @Test func wordsAreReadAsIntents() async throws {
        let answers = try await serving(script.offer()) { address, _ in
            try await exchange(
                [
                    WyomingRecognize(text: "turn on the radio", context: ["id": 5]).event,
                    WyomingRecognize(text: "turn on the radio and turn off the lamp").event,
                    WyomingRecognize(text: "open sesame", context: ["id": 6]).event,
                ],
                with: address,
                answers: 6
            )
        }
        #expect(
            answers.first?.message(WyomingIntent.self)
                == WyomingIntent(
                    name: "TurnOn",
                    entities: [.init(name: "name", value: "the radio"), .init(name: "level", value: 7)],
                    context: ["id": 5, "behest_words": "turn on the radio"]
                )
        )
        #expect(
            answers.map(\.type) == ["intent", "intents-start", "intent", "intent", "intents-stop", "not-recognized"]
        )
        #expect(answers.compactMap { $0.message(WyomingIntent.self)?.name } == ["TurnOn", "TurnOn", "TurnOff"])
        let reply = answers.last.flatMap(WyomingReply.init)
        #expect(reply == WyomingReply(.notRecognized, text: "'open sesame' is nothing I know.", context: ["id": 6]))
    }

    @Test func wordsAreCarriedOut() async throws {
        let answers = try await serving(script.offer()) { address, _ in
            try await exchange(
                ["turn on the radio", "sing", "fail"].map { WyomingTranscript(text: $0, context: ["id": 1]).event },
                with: address,
                answers: 3
            )
        }
        #expect(
            answers.map(WyomingReply.init) == [
                WyomingReply(.handled, text: "I heard turn on the radio.", context: ["id": 1]),
                WyomingReply(.notHandled, text: "I heard sing.", context: ["id": 1]),
                WyomingReply(.notHandled, text: "That could not be done.", context: ["id": 1]),
            ]
        )
    }

    /// Who asks for an intent that nobody has said is not obeyed.
    @Test func anIntentIsCarriedOutByItsWordsAlone() async throws {
        let kinds = try await serving(script.offer()) { address, _ in
            let read = try await exchange(
                [WyomingRecognize(text: "turn on the radio").event],
                with: address,
                answers: 1
            )
            let intent = try #require(read.first?.message(WyomingIntent.self))
            var (other, forged, bare, several) = (intent, intent, intent, intent)
            other.name = "TurnOff"
            forged.entities[0].value = "the lamp"
            bare.context = nil
            several.context = ["behest_words": "turn on the radio and turn off the lamp"]
            let answers = try await exchange(
                [intent, other, forged, bare, several].map(\.event),
                with: address,
                answers: 5
            )
            return answers.map(\.type)
        }
        #expect(kinds == ["handled", "not-handled", "not-handled", "not-handled", "not-handled"])
        #expect(script.log.all.filter { $0.hasPrefix("order") } == ["order turn on the radio"])
    }

    /// Home Assistant asks a service for intents so, too.
    @Test func withoutAnOrderTakerATranscriptIsOnlyRead() async throws {
        let answers = try await serving(script.offer { $0.taker = nil }) { address, _ in
            try await exchange([WyomingTranscript(text: "turn on the radio").event], with: address, answers: 1)
        }
        #expect(answers.map(\.type) == ["intent"])
    }

    @Test func aPingIsAnsweredWhileSomethingIsDone() async throws {
        let answers = try await serving(script.offer()) { [script] address, _ in
            let connection = try await WyomingConnection.open(to: address)
            for event in speech(3) { try await connection.send(event) }
            await script.log.wait(for: "hear 3")
            try await connection.send(WyomingPing(text: "there?").event)
            return try await connection.receive()
        }
        #expect(answers == WyomingEvent("pong", data: ["text": "there?"]))
    }

    @Test func whoeverGoesNeedsNoAnswer() async throws {
        try await serving(script.offer()) { [script] address, _ in
            let connection = try await WyomingConnection.open(to: address)
            for event in speech(3) { try await connection.send(event) }
            await script.log.wait(for: "hear 3")
            connection.close()
            await script.log.wait(for: "cancelled")
        }
        #expect(script.log.all == ["hear 3", "cancelled"])
    }

    @Test func whatTakesTooLongIsCalledOff() async throws {
        var limits = WyomingServerLimits()
        limits.answerTime = .milliseconds(100)
        let answers = try await serving(script.offer(), limits) { address, _ in
            try await exchange(speech(3), with: address)
        }
        #expect(answers.compactMap { $0.message(WyomingFailure.self)?.code } == ["timed-out"])
        #expect(script.log.all == ["hear 3", "cancelled"])
    }

    /// What was asked for is answered, and no more is taken.
    @Test func shuttingDownAnswersWhatWasAsked() async throws {
        let order = AsyncStream<Void>.makeStream()
        var offer = script.offer()
        offer.hearing?.transcribe = { [log = script.log] _, _ in
            log.add("begun")
            for await _ in order.stream {}
            return .init(text: "done", words: [], meanLogProbability: nil, tokenCount: 1, model: "x")
        }
        let answers = try await serving(offer) { [script] address, shutDown in
            let idle = try await WyomingConnection.open(to: address)
            try await idle.send(WyomingPing().event)
            _ = try await idle.receive()
            let connection = try await WyomingConnection.open(to: address)
            for event in speech(1) { try await connection.send(event) }
            await script.log.wait(for: "begun")
            await shutDown()
            #expect(try await idle.receive() == nil, "whoever asks for nothing is let go")
            await #expect(throws: WyomingError.self) { _ = try await WyomingConnection.open(to: address) }
            order.continuation.finish()
            return [try await connection.receive(), try await connection.receive()]
        }
        #expect(answers.first??.message(WyomingTranscript.self)?.text == "done")
        #expect(answers.last == .some(nil))
    }

    /// The system has taken on connections of which the server does not know yet when it is to end, or is cancelled.
    @Test(arguments: [true, false])
    func whoeverHasJustConnectedIsLetGo(_ isInOrder: Bool) async throws {
        let connections = Mutex<[RawConnection]>([])
        await testGracefulShutdown { [script] trigger in
            let server = try? WyomingServer(at: .tcp(host: "127.0.0.1", port: 0), offering: script.offer()) { address in
                guard case .tcp(_, let port) = address else { return }
                // As long as this does not return, the server takes none.
                for _ in 0..<3 {
                    guard let connection = try? RawConnection(to: address) else { continue }
                    connections.withLock { $0.append(connection) }
                }
                while (try? RawConnection.waiting(at: port)) != 0 { sched_yield() }
                if isInOrder {
                    trigger.triggerGracefulShutdown()
                } else {
                    unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                }
            }
            _ = await Task { try await server?.run() }.result
        }
        let held = connections.withLock(\.self)
        #expect(held.count == 3)
        for connection in held { #expect(await connection.rest().isEmpty) }
    }

    @Test func cancellingIsNoFailureOfTheAddress() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.url.path + "/wyoming.sock"
        try Data().write(to: URL(filePath: path))
        let server = try WyomingServer(at: .unix(path: path), offering: script.offer())
        let cancelled = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            try await server.run()
        }
        await #expect(throws: CancellationError.self) { try await cancelled.value }
    }

    @Test func anAddressIsCheckedBeforeItIsServed() async throws {
        let folder = try TemporaryDirectory()
        let free = WyomingAddress.unix(path: folder.url.path + "/wyoming.sock")
        try await WyomingServer(at: free, offering: script.offer()).checkAddress()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
        for place in ["tcp://127.0.0.1:0", free.description] {
            try await serving(at: place, script.offer()) { [script] address, _ in
                let server = try WyomingServer(at: address, offering: script.offer())
                await #expect(throws: WyomingError.self) { try await server.checkAddress() }
                try await checkServes(address)
            }
        }
    }

    @Test func aSocketIsItsOwnersAloneAndIsTakenOver() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.url.path + "/wyoming.sock"
        // As it is left by a process that was killed.
        for _ in 0..<2 {
            let left = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var place = sockaddr_un()
            place.sun_family = sa_family_t(AF_UNIX)
            unsafe withUnsafeMutableBytes(of: &place.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
            let bound = unsafe withUnsafePointer(to: &place) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe bind(left, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            #expect(bound == 0)
            close(left)
            try await serving(at: "unix://\(path)", script.offer()) { [script] address, _ in
                #expect(address.description == "unix://\(path)")
                var facts = stat()
                let isThere = unsafe lstat(path, &facts) == 0
                #expect(isThere)
                #expect(facts.st_mode & 0o777 == 0o600)
                try await checkServes(address)
                let second = await #expect(throws: WyomingError.self) {
                    try await serving(at: "unix://\(path)", script.offer()) { _, _ in }
                }
                #expect(second?.message.contains("Another program serves at '\(address)' already") == true)
                try await checkServes(address)
            }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func aPortThatIsLostIsServedAgain() async throws {
        try await serving(script.offer()) { address, _ in
            guard case .tcp(_, let port) = address else { throw CancellationError() }
            let before = try await WyomingConnection.open(to: address)
            #expect(OwnPort.lose(port) == 1)
            while (try? await exchange([WyomingPing().event], with: address, answers: 1))?.first?.type != "pong" {
                try Task.checkCancellation()
            }
            // Whoever had come before has not noticed.
            try await before.send(WyomingPing().event)
            #expect(try await before.receive()?.type == "pong")
        }
    }

    @Test func aPortThatIsTakenIsTold() async throws {
        try await serving(script.offer()) { [script] address, _ in
            let error = await #expect(throws: WyomingError.self) {
                try await serving(at: address.description, script.offer()) { _, _ in }
            }
            #expect(
                error?.message == "'\(address)' cannot be served at: Address already in use. Choose another address."
            )
        }
    }

    @Test func otherMachinesAreLetInOnlyWhenThatIsWanted() throws {
        let address = try WyomingAddress("tcp://0.0.0.0:10300")
        let error = #expect(throws: WyomingError.self) { _ = try WyomingServer(at: address, offering: script.offer()) }
        #expect(error?.message.contains("Wyoming knows no password") == true)
        _ = try WyomingServer(at: address, offering: script.offer(), isOpenToOthers: true)
    }
}
