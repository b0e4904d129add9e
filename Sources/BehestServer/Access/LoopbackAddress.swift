/// A place on this machine that no other machine can reach: a port of 127.0.0.1 or of ::1.
public struct LoopbackAddress: Sendable, Hashable, CustomStringConvertible {
    /// The hosts that are this machine alone.
    public enum Host: String, Sendable, Hashable {
        /// By the fourth version of the Internet Protocol.
        case v4 = "127.0.0.1"
        /// By the sixth.
        case v6 = "::1"
    }

    /// Where on this machine.
    public var host: Host

    /// The port; 0 for any that is free.
    public var port: Int

    /// Names a place.
    public init(_ host: Host = .v4, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `127.0.0.1:PORT`, `[::1]:PORT`, `localhost:PORT` or `PORT`.
    ///
    /// - Throws: ``LoopbackAddressError`` for everything else; other machines are never listened to.
    public init(_ text: String) throws(LoopbackAddressError) {
        let colon = text.lastIndex(of: ":")
        let name = colon.map { String(text[..<$0]) } ?? "127.0.0.1"
        let digits = colon.map { text[text.index(after: $0)...] } ?? text[...]
        let hosts: [String: Host] = ["127.0.0.1": .v4, "localhost": .v4, "[::1]": .v6]
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits), let host = hosts[name]
        else { throw LoopbackAddressError(text: text) }
        self.init(host, port: Int(port))
    }

    /// The address as it stands in a URL, such as `127.0.0.1:4711`.
    public var description: String { host == .v4 ? "127.0.0.1:\(port)" : "[::1]:\(port)" }
}

/// A text that names no place on this machine.
public struct LoopbackAddressError: Error, Sendable, CustomStringConvertible {
    /// The text.
    public let text: String

    /// One sentence.
    public var description: String {
        "'\(text)' is no address on this machine: name a port of 127.0.0.1 or [::1], such as '127.0.0.1:4711'. For other machines, "
            + "put a proxy with TLS before it."
    }
}
