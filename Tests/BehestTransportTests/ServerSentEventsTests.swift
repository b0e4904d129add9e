import BehestTransport
import Testing

struct ServerSentEventsTests {
    private func events(_ pieces: [[UInt8]], longest: Int = 1_000) throws -> [ServerSentEvent] {
        var parser = ServerSentEvents(longest: longest)
        var events: [ServerSentEvent] = []
        for piece in pieces { events += try parser.take(piece) }
        if let last = parser.end() { events.append(last) }
        return events
    }

    private func shown(_ events: [ServerSentEvent]) -> [String] {
        events.map { "\($0.kind): \(String(decoding: $0.data, as: UTF8.self))" }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var stream: String
        var events: [String]
        var testDescription: String { stream.debugDescription }
    }

    static let cases = [
        Case(stream: "data: a\n\ndata: b\n\n", events: ["message: a", "message: b"]),
        Case(stream: "data: a\r\n\r\ndata: b\r\rdata:c\n\n", events: ["message: a", "message: b", "message: c"]),
        Case(
            stream: ": comment\n\nevent: error\ndata: one\ndata: two\nid: 7\nretry: 5\n\n",
            events: ["error: one\ntwo"]
        ),
        Case(stream: "\u{FEFF}data: é☃\n\n", events: ["message: é☃"]),
        Case(stream: "data\n\ndata:  two spaces\n\n", events: ["message: ", "message:  two spaces"]),
        Case(stream: "event: lonely\n\ndata: a\n\n", events: ["message: a"]),
        Case(
            stream: "data: {\"a\": \"b: c\"}\n\ndata: [DONE]\n\n",
            events: ["message: {\"a\": \"b: c\"}", "message: [DONE]"]
        ),
        Case(stream: "data: whole\n", events: ["message: whole"]),
        Case(stream: "data: whole\n\ndata: cut o", events: ["message: whole"]),
        Case(stream: "\n\n\n", events: []),
        Case(stream: "", events: []),
    ]

    @Test(arguments: cases)
    func everyCuttingGivesTheSameEvents(_ sample: Case) throws {
        let bytes = Array(sample.stream.utf8)
        #expect(shown(try events([bytes])) == sample.events)
        #expect(shown(try events(bytes.map { [$0] })) == sample.events)
        for cut in 0...bytes.count {
            #expect(shown(try events([Array(bytes[..<cut]), [], Array(bytes[cut...])])) == sample.events)
        }
    }

    @Test func theLastEventSaysSo() throws {
        let events = try events([Array("data: [DONE]\n\ndata: [DONE] \n\n".utf8)])
        #expect(events.map(\.isDone) == [true, false])
    }

    @Test func bytesThatAreNoTextComeThroughAsTheyAre() throws {
        let data: [UInt8] = [0xFF, 0x00, 0xC3]
        #expect(try events([Array("data: ".utf8) + data + Array("\n\n".utf8)]).map(\.data) == [data])
    }

    @Test func anEndlessLineOrEventIsRefused() {
        let line = Array("data: ".utf8) + [UInt8](repeating: 0x78, count: 1_000)
        #expect(throws: ServerSentEvents.TooLong.self) { _ = try events([line]) }
        let short = Array("data: 0123456789\n".utf8)
        #expect(throws: ServerSentEvents.TooLong.self) { _ = try events(Array(repeating: short, count: 200)) }
        #expect(throws: Never.self) { _ = try events(Array(repeating: short + [0x0A], count: 200)) }
    }
}
