/// One message of the Wyoming protocol: what happens, what there is to say of it, and perhaps sound.
///
/// On the wire it is one line of JSON, then perhaps more JSON, then perhaps bytes; the line says how many of each.
public struct WyomingEvent: Sendable, Hashable {
    /// What happens, such as `audio-chunk`.
    public var type: String

    /// What there is to say of it, by name.
    public var data: [String: WyomingValue]

    /// Bytes that belong to it: sound.
    public var payload: [UInt8]

    /// Makes an event.
    public init(_ type: String, data: [String: WyomingValue] = [:], payload: [UInt8] = []) {
        self.type = type
        self.data = data
        self.payload = payload
    }

    /// The version of the protocol that is spoken.
    static let version = "1.10.2"

    /// The event as it is sent: like the protocol's own library, with all data in a block of its own.
    public var encoded: [UInt8] {
        var header: [String: WyomingValue] = ["type": .text(type), "version": .text(Self.version)]
        var block = ""
        if !data.isEmpty {
            WyomingValue.mapping(data).write(to: &block)
            header["data_length"] = .integer(block.utf8.count)
        }
        if !payload.isEmpty { header["payload_length"] = .integer(payload.count) }
        var line = ""
        WyomingValue.mapping(header).write(to: &line)
        return Array(line.utf8) + [UInt8(ascii: "\n")] + Array(block.utf8) + payload
    }
}
