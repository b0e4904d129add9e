import BehestTransport
import Testing

struct WyomingEventTests {
    /// Events as the protocol's own library writes them, one after the other: a bare one, one with data, one with sound, and one
    /// whose line has data too, which the block's overrules.
    private static let stream: [UInt8] =
        Array(#"{"type": "describe", "version": "1.10.2"}"#.utf8) + [0x0A]
        + Array(#"{"type": "transcript", "version": "1.10.2", "data_length": 27}"#.utf8) + [0x0A]
        + Array(#"{"text": "zwei grüße \n"}"#.utf8)
        + Array(#"{"type": "audio-chunk", "data_length": 51, "payload_length": 4}"#.utf8) + [0x0A]
        + Array(#"{"rate": 16000, "width": 2, "channels": 1, "t": 15}"#.utf8) + [0x0A, 0x7B, 0x22, 0xFF]
        + Array(#"{"type": "x", "data": {"a": 1, "b": [true, null]}, "data_length": 8, "payload_length": 0}"#.utf8) + [
            0x0A
        ]
        + Array(#"{"a": 2}"#.utf8)

    private static let events = [
        WyomingEvent("describe"),
        WyomingEvent("transcript", data: ["text": "zwei grüße \n"]),
        WyomingEvent(
            "audio-chunk",
            data: ["rate": 16_000, "width": 2, "channels": 1, "t": 15],
            payload: [0x0A, 0x7B, 0x22, 0xFF]
        ),
        WyomingEvent("x", data: ["a": 2, "b": [true, nil]]),
    ]

    private static func events(in pieces: [ArraySlice<UInt8>]) throws -> [WyomingEvent] {
        var decoder = WyomingEventDecoder()
        var events: [WyomingEvent] = []
        for piece in pieces {
            decoder.append(piece)
            while let event = try decoder.next() { events.append(event) }
        }
        try decoder.end()
        return events
    }

    @Test func whereTheBytesAreCutMakesNoDifference() throws {
        let bytes = Self.stream[...]
        #expect(try Self.events(in: [bytes]) == Self.events)
        for cut in bytes.indices {
            #expect(try Self.events(in: [bytes[..<cut], bytes[cut...]]) == Self.events, "cut at \(cut)")
        }
        #expect(try Self.events(in: bytes.indices.map { bytes[$0...$0] }) == Self.events)
    }

    @Test func whatIsWrittenIsReadTheSame() throws {
        let odd = "a\"b\\c\u{0}\u{1F}\n\u{2028}é🎤"
        let data: [String: WyomingValue] = [
            "text": .text(odd), odd: -1, "large": .integer(.max), "small": .number(-2.5e-300), "none": nil,
            "list": [1, "two", [], [:]], "inner": ["yes": true, "no": false],
        ]
        var bytes: [UInt8] = []
        var events: [WyomingEvent] = []
        for length in [0, 1, 5_000, 300_000] {
            let payload = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
            events.append(WyomingEvent("kind-\(length)", data: length == 1 ? [:] : data, payload: payload))
            bytes += events[events.count - 1].encoded
        }
        var pieces: [ArraySlice<UInt8>] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + 1_447)
            pieces.append(bytes[start..<end])
            start = end
        }
        #expect(try Self.events(in: pieces) == events)
        let header = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
        #expect(!header.contains("\"data\""), "the protocol's own library writes data behind the line")
    }

    @Test func aNumberThatIsNoneIsNothing() throws {
        let event = WyomingEvent("x", data: ["a": .number(.nan), "b": .number(.infinity)])
        #expect(try Self.events(in: [event.encoded[...]]) == [WyomingEvent("x", data: ["a": nil, "b": nil])])
    }

    @Test(arguments: [
        "no json\n", "\n", "[]\n", "{}\n", #"{"type": 1}"# + "\n", #"{"type": "x", "data": []}"# + "\n",
        #"{"type": "x", "data_length": -1}"# + "\n", #"{"type": "x", "payload_length": 1.5}"# + "\n",
        #"{"type": "x", "payload_length": "4"}"# + "\n", #"{"type": "x", "data_length": 2}"# + "\n[]",
        #"{"type": "x", "data_length": 3}"# + "\n{a}", "{\"type\": \"x\u{0}",
        String(repeating: "[", count: 60_000) + "\n",
    ])
    func whatIsNoEventIsRefused(_ text: String) {
        let code = #expect(throws: WyomingError.self) { _ = try Self.events(in: [Array(text.utf8)[...]]) }?.code
        #expect(code == (text.hasSuffix("\u{0}") ? .cutShort : .malformed))
    }

    @Test func bytesThatAreNoTextAreRefused() {
        let bytes = Array(#"{"type": ""#.utf8) + [0xFF, 0xC0] + Array("\"}\n".utf8)
        let error = #expect(throws: WyomingError.self) { _ = try Self.events(in: [bytes[...]]) }
        #expect(error?.code == .malformed)
    }

    @Test func aWebServerIsToldFromAService() {
        let error = #expect(throws: WyomingError.self) {
            _ = try Self.events(in: [Array("HTTP/1.1 400 Bad Request\r\n".utf8)[...]])
        }
        #expect(error?.message == "The other side does not speak Wyoming, but speaks HTTP. Check the address.")
    }

    @Test func anEndInTheMiddleIsTold() throws {
        let ends = try Self.stream.indices.filter { cut in
            do {
                _ = try Self.events(in: [Self.stream[..<cut]])
                return true
            } catch let error as WyomingError {
                #expect(error.code == .cutShort, "cut at \(cut)")
                return false
            }
        }
        #expect(ends.count == 4, "only before the first event and after each of the others")
    }

    @Test func whatIsTooLongIsRefusedBeforeItHasCome() throws {
        var limits = WyomingEventDecoder.Limits()
        (limits.line, limits.data, limits.payload) = (50, 100, 1_000)
        let most = #"{"type": "x", "data_length": 100, "payload_length": 1000}"#
        for (text, isTaken) in [
            (#"{"type": "x", "data_length": 100}"#, true), (#"{"type": "x", "data_length": 101}"#, false),
            (#"{"type": "x", "payload_length": 1000}"#, true), (#"{"type": "x", "payload_length": 1001}"#, false),
            (#"{"type": "x", "payload_length": 9223372036854775807}"#, false), (most, false),
        ] {
            var decoder = WyomingEventDecoder(limits: limits)
            decoder.append(Array((text + "\n").utf8))
            if isTaken {
                #expect(try decoder.next() == nil)
            } else {
                let error = #expect(throws: WyomingError.self) { _ = try decoder.next() }
                #expect(error?.code == .tooLong, "\(text)")
            }
        }
        var decoder = WyomingEventDecoder(limits: limits)
        decoder.append([UInt8](repeating: UInt8(ascii: "x"), count: 51))
        let error = #expect(throws: WyomingError.self) { _ = try decoder.next() }
        #expect(error?.code == .tooLong)
    }

    @Test func randomBytesNeverDoHarm() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            var bytes = Self.stream
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            do {
                let events = try Self.events(in: [bytes[...]])
                #expect(!events.isEmpty)
            } catch {
                #expect(error is WyomingError)
            }
        }
    }

    @Test func messagesAreReadAsTheyAreWritten() throws {
        func check<Message: WyomingMessage>(_ message: Message) {
            #expect(message.event.message(Message.self) == message)
        }
        check(WyomingPing(text: "x"))
        check(WyomingFailure(text: "No.", code: "c"))
        check(WyomingSoundStart(WyomingSoundFormat(rate: 48_000, width: 4, channels: 2)))
        check(WyomingSoundPiece(speech: [1, -1, .min, .max]))
        check(WyomingTranscribe(model: "tiny", language: "en", terms: ["parser"], context: ["a": 1]))
        check(WyomingTranscript(text: "x", language: "en", context: [:]))
        check(WyomingTranscriptStart(language: "en"))
        check(WyomingTranscriptPiece(text: "x "))
        check(WyomingRecognize(text: "x", context: ["a": nil]))
        check(
            WyomingIntent(name: "A", entities: [.init(name: "n", value: 5), .init(name: "m", value: nil)], text: "t")
        )
        for kind in WyomingReply.Kind.allCases {
            let reply = WyomingReply(kind, text: "x", context: ["a": 1])
            #expect(WyomingReply(reply.event) == reply)
        }
        #expect(WyomingSoundPiece(speech: [1, -2]).bytes == [1, 0, 0xFE, 0xFF])
        #expect(WyomingEvent("audio-chunk", data: ["rate": 1, "width": 2]).message(WyomingSoundPiece.self) == nil)
    }

    @Test(arguments: [
        ("tcp://127.0.0.1:10300", true), ("tcp://localhost:1", true), ("tcp://[::1]:65535", true),
        ("tcp://ha.example.org:10300", false), ("tcp://0.0.0.0:10300", false), ("tcp://127.evil.org:1", false),
        ("unix:///run/user/1000/x.sock", true),
    ])
    func addressesAreReadAndWritten(_ text: String, isLocal: Bool) throws {
        let address = try WyomingAddress(text)
        #expect(address.description == text)
        #expect(address.isLocal == isLocal)
    }

    @Test(arguments: [
        "", "localhost:1", "tcp://", "tcp://host", "tcp://host:", "tcp://host:65536", "tcp://:1", "tcp://a b:1",
        "tcp://a/b:1", "tcp://::1:5", "http://host:1", "unix://", "unix://relative",
        "unix:///" + String(repeating: "x", count: 107),
    ])
    func whatIsNoAddressIsRefused(_ text: String) {
        let error = #expect(throws: WyomingError.self) { _ = try WyomingAddress(text) }
        #expect(error?.code == .badAddress)
    }
}
