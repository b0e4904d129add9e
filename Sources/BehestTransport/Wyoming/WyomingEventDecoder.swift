internal import FoundationEssentials

/// Reads events out of a stream of bytes, however it is cut into pieces.
///
/// ```swift
/// var decoder = WyomingEventDecoder()
/// decoder.append(bytes)
/// while let event = try decoder.next() { … }
/// ```
///
/// The protocol has no limits of its own; whatever goes beyond these is taken for no event, before it is stored.
public struct WyomingEventDecoder: Sendable {
    /// The most that one event may have.
    public struct Limits: Sendable, Hashable {
        /// The most bytes of its line.
        public var line = 64 * 1_024
        /// The most bytes of the data after the line.
        public var data = 256 * 1_024
        /// The most bytes of what it carries.
        public var payload = 512 * 1_024

        /// The usual limits.
        public init() {}
    }

    private let limits: Limits
    private var bytes: [UInt8] = []
    /// Where in the bytes the next event begins.
    private var start = 0
    /// Up to where no end of its line was found.
    private var searched = 0
    /// The event's line, once it was read.
    private var header: Header?

    /// Makes a decoder.
    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Takes the next bytes of the stream.
    public mutating func append(_ piece: some Sequence<UInt8>) {
        if start == bytes.count {
            bytes.removeAll(keepingCapacity: true)
            (start, searched) = (0, 0)
        } else if start > limits.line {
            bytes.removeFirst(start)
            searched = max(0, searched - start)
            start = 0
        }
        bytes.append(contentsOf: piece)
    }

    /// Reads the next event.
    ///
    /// - Returns: the event; `nil` until more bytes have come.
    /// - Throws: ``WyomingError`` when what has come is no event; nothing can be read after that.
    public mutating func next() throws(WyomingError) -> WyomingEvent? {
        if header == nil { header = try nextHeader() }
        guard let header, bytes.count - start >= header.dataLength + header.payloadLength else { return nil }
        var data = header.data
        if header.dataLength > 0 {
            let block = try Self.read([String: WyomingValue].self, from: bytes[start..<start + header.dataLength])
            data.merge(block) { _, later in later }
        }
        start += header.dataLength
        let payload = Array(bytes[start..<start + header.payloadLength])
        start += header.payloadLength
        searched = start
        self.header = nil
        return WyomingEvent(header.type, data: data, payload: payload)
    }

    /// Takes note that nothing more will come.
    ///
    /// - Throws: ``WyomingError`` when that is in the middle of an event.
    public func end() throws(WyomingError) {
        guard header == nil, start == bytes.count else {
            throw WyomingError(.cutShort, "The connection broke off in the middle of an event. Try again.")
        }
    }

    private mutating func nextHeader() throws(WyomingError) -> Header? {
        guard let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
            searched = bytes.count
            guard searched - start <= limits.line else { throw Self.tooLong("a line", limits.line) }
            return nil
        }
        guard end - start <= limits.line else { throw Self.tooLong("a line", limits.line) }
        let header = try Self.read(Header.self, from: bytes[start..<end])
        guard header.dataLength <= limits.data else { throw Self.tooLong("data", limits.data) }
        guard header.payloadLength <= limits.payload else { throw Self.tooLong("a payload", limits.payload) }
        start = end + 1
        return header
    }

    private static func tooLong(_ part: String, _ limit: Int) -> WyomingError {
        WyomingError(.tooLong, "An event has \(part) of more than \(limit) bytes. Send it in smaller pieces.")
    }

    /// What was sent is not told, as it may be what somebody said; only what it evidently is instead.
    private static func read<Value: Decodable>(
        _ type: Value.Type,
        from json: ArraySlice<UInt8>
    ) throws(WyomingError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(json))
        } catch {
            let beginning = String(decoding: json.prefix(8), as: UTF8.self)
            let isHTTP = ["HTTP/", "GET ", "POST ", "HEAD ", "PUT "].contains { beginning.hasPrefix($0) }
            let guess = isHTTP ? "but speaks HTTP" : "since what it sent is no event"
            throw WyomingError(.malformed, "The other side does not speak Wyoming, \(guess). Check the address.")
        }
    }
}

/// An event's line.
private struct Header: Decodable {
    var type: String
    var data: [String: WyomingValue]
    var dataLength: Int
    var payloadLength: Int

    enum CodingKeys: String, CodingKey {
        case type
        case data
        case dataLength = "data_length"
        case payloadLength = "payload_length"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func length(_ key: CodingKeys) throws -> Int {
            let length = try container.decodeIfPresent(Int.self, forKey: key) ?? 0
            guard length >= 0 else {
                throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "negative")
            }
            return length
        }
        type = try container.decode(String.self, forKey: .type)
        data = try container.decodeIfPresent([String: WyomingValue].self, forKey: .data) ?? [:]
        dataLength = try length(.dataLength)
        payloadLength = try length(.payloadLength)
    }
}
