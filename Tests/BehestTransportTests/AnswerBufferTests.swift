import Testing

@testable import BehestTransport

struct AnswerBufferTests {
    struct Failure: Error {}

    private func buffer(
        longest: Int = 100,
        followsRedirects: Bool = false,
        _ lines: String...
    ) -> AnswerBuffer {
        var buffer = AnswerBuffer(longest: longest, followsRedirects: followsRedirects, highWater: 10)
        for line in lines { _ = buffer.take(line: line + "\r\n") }
        return buffer
    }

    private func take(_ bytes: [UInt8], _ buffer: inout AnswerBuffer) -> AnswerBuffer.Taking { buffer.take(bytes) }

    private func pieces(_ buffer: inout AnswerBuffer) throws -> [String] {
        var pieces: [String] = []
        while case .piece(let piece, _) = try buffer.next() { pieces.append(String(decoding: piece, as: UTF8.self)) }
        return pieces
    }

    @Test func theHeadIsThereOnceItIsWhole() throws {
        #expect(try buffer("HTTP/1.1 200 OK", "A: b").wholeHead() == nil)
        let head = try #require(try buffer("HTTP/1.1 200 OK", "A: b", "").wholeHead())
        #expect(head.status == 200)
        #expect(head.version == "1.1")
        #expect(head[header: "a"] == "b")
        #expect(try buffer("HTTP/2 204", "").wholeHead()?.version == "2")
    }

    @Test func whatGoesBeforeAnAnswerIsNone() throws {
        var buffer = buffer("HTTP/1.1 103 Early Hints", "Link: x", "")
        #expect(try buffer.wholeHead() == nil)
        let interim = buffer.take(line: "HTTP/1.1 100 Continue")
        let last = buffer.take(line: "HTTP/1.1 200 OK")
        #expect([interim, last] == [.preliminary, .answer])
        _ = buffer.take(line: "\r\n")
        #expect(try buffer.wholeHead()?.headers.isEmpty == true)
    }

    @Test func aRedirectThatIsFollowedIsNoAnswer() throws {
        let lines = ["HTTP/1.1 302 Found", "Location: /x", ""]
        #expect(try buffer(followsRedirects: true, lines[0], lines[1], lines[2]).wholeHead() == nil)
        #expect(try buffer(followsRedirects: true, lines[0], lines[2]).wholeHead()?.status == 302)
        #expect(try buffer(lines[0], lines[1], lines[2]).wholeHead()?.status == 302)
    }

    @Test func theEndOfAHeadTellsWhetherTheRestOfTheRequestIsWanted() {
        func end(_ status: String) -> AnswerBuffer.Line {
            var buffer = buffer("HTTP/1.1 \(status)", "A: b")
            return buffer.take(line: "\r\n")
        }
        #expect(["100 Continue", "200 OK", "413 Too Long"].map(end) == [.preliminary, .answer, .refusal])
    }

    @Test func trailersChangeNothing() throws {
        var buffer = buffer("HTTP/1.1 200 OK", "")
        _ = buffer.take(line: "X-Late: 1\r\n")
        #expect(try buffer.wholeHead()?.headers.isEmpty == true)
    }

    @Test func aFullBufferMakesTheServerWait() throws {
        var buffer = buffer("HTTP/1.1 200 OK", "")
        #expect(take(Array("12345678".utf8), &buffer) == .taken)
        #expect(take(Array("901".utf8), &buffer) == .full)
        guard case .piece(let piece, let mayGoOn) = try buffer.next() else { throw Failure() }
        #expect(piece == Array("12345678".utf8))
        #expect(mayGoOn)
        #expect(take(Array("901".utf8), &buffer) == .taken)
        guard case .piece(_, false) = try buffer.next() else { throw Failure() }
        guard case .later = try buffer.next() else { throw Failure() }
    }

    /// Or it would wait for good.
    @Test func aPieceThatIsLongerThanTheBufferIsTakenWhenThatIsEmpty() {
        var buffer = buffer("HTTP/1.1 200 OK", "")
        #expect(take([UInt8](repeating: 1, count: 50), &buffer) == .taken)
    }

    @Test func whatHasComeGoesBeforeTheError() throws {
        var buffer = buffer("HTTP/1.1 200 OK", "")
        _ = buffer.take([1])
        buffer.end(.failure(Failure()))
        buffer.end(.success(()))
        guard case .piece([1], _) = try buffer.next() else { throw Failure() }
        #expect(throws: Failure.self) { _ = try buffer.next() }
    }

    @Test func anAnswerIsNoLongerThanAllowed() throws {
        var buffer = buffer(longest: 12, "HTTP/1.1 200 OK", "")
        #expect(take([UInt8](repeating: 1, count: 6), &buffer) == .taken)
        _ = try pieces(&buffer)
        #expect(take([UInt8](repeating: 1, count: 6), &buffer) == .taken)
        _ = try pieces(&buffer)
        #expect(take([1], &buffer) == .tooLong)
    }
}
