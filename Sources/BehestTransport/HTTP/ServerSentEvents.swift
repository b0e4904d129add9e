/// One event of a stream of server-sent events.
public struct ServerSentEvent: Sendable, Hashable {
    /// Its kind; `message` where the server names none.
    public var kind: String
    /// What it says: the lines of its data, joined.
    public var data: [UInt8]

    /// Makes an event.
    public init(kind: String = "message", data: [UInt8]) {
        self.kind = kind
        self.data = data
    }

    /// Whether it says that there will be no more, as OpenAI's streams do.
    public var isDone: Bool { data == Array("[DONE]".utf8) }
}

/// Cuts a stream of server-sent events (`text/event-stream`) into its events.
///
/// A pure value: pieces go in, however they are cut, and events come out. Lines may end in any of the three ways; comments and fields
/// that are of no use here are passed over.
///
/// ```swift
/// var events = ServerSentEvents()
/// for event in try events.take(piece) where !event.isDone { … }
/// ```
public struct ServerSentEvents: Sendable {
    /// An event is longer than it may be.
    public struct TooLong: Error, Sendable {}

    private let longest: Int
    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var kind = ""
    private var hasData = false
    private var followsReturn = false
    private var isFirstLine = true

    /// Begins with a stream.
    ///
    /// - Parameter longest: the longest event that is taken, in bytes.
    public init(longest: Int = 1024 * 1024) {
        self.longest = longest
    }

    /// Takes the next piece of the stream.
    ///
    /// - Returns: the events that end in it.
    public mutating func take(_ piece: [UInt8]) throws(TooLong) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in piece {
            // The second half of a line's end, which may come in another piece.
            let isSecondHalf = followsReturn && byte == Self.newline
            followsReturn = byte == Self.carriageReturn
            guard !isSecondHalf else { continue }
            if byte == Self.newline || byte == Self.carriageReturn {
                if let event = endLine() { events.append(event) }
            } else {
                guard line.count + data.count < longest else { throw TooLong() }
                line.append(byte)
            }
        }
        return events
    }

    /// Ends the stream.
    ///
    /// - Returns: the last event, if its data is there and only the empty line after it is missing, as some servers leave it.
    public mutating func end() -> ServerSentEvent? {
        guard line.isEmpty else { return nil }
        return endEvent()
    }

    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private mutating func endLine() -> ServerSentEvent? {
        defer {
            line.removeAll(keepingCapacity: true)
            isFirstLine = false
        }
        if isFirstLine, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        guard !line.isEmpty else { return endEvent() }
        let name = line.prefix { $0 != UInt8(ascii: ":") }
        var value = line.dropFirst(name.count + 1)
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        if name.elementsEqual("data".utf8) {
            if hasData { data.append(Self.newline) }
            data += value
            hasData = true
        } else if name.elementsEqual("event".utf8) {
            kind = String(decoding: value, as: UTF8.self)
        }
        return nil
    }

    private mutating func endEvent() -> ServerSentEvent? {
        defer { (data, kind, hasData) = ([], "", false) }
        return hasData ? ServerSentEvent(kind: kind.isEmpty ? "message" : kind, data: data) : nil
    }
}
