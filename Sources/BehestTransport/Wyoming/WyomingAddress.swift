/// Where somebody speaks Wyoming: `tcp://host:port` or `unix:///path`.
public enum WyomingAddress: Sendable, Hashable, CustomStringConvertible {
    /// A port of a host.
    case tcp(host: String, port: Int)
    /// A socket in the file system.
    case unix(path: String)

    /// The longest path that the system takes for a socket.
    private static let longestPath = 107

    /// Reads an address.
    ///
    /// - Throws: ``WyomingError`` when it is none.
    public init(_ text: String) throws(WyomingError) {
        if text.hasPrefix("unix://") {
            let path = String(text.dropFirst("unix://".count))
            guard path.hasPrefix("/"), path.utf8.count <= Self.longestPath, !path.utf8.contains(0) else {
                throw WyomingError(
                    .badAddress,
                    "'\(text)' is no address of a socket: it must look like 'unix:///path', and its path have at most "
                        + "\(Self.longestPath) bytes."
                )
            }
            self = .unix(path: path)
            return
        }
        guard text.hasPrefix("tcp://"), case let rest = text.dropFirst("tcp://".count),
            let colon = rest.lastIndex(of: ":"), let port = UInt16(rest[rest.index(after: colon)...]),
            let host = Self.host(in: rest[..<colon])
        else {
            throw WyomingError(
                .badAddress,
                "'\(text)' is no address of a Wyoming service: it must look like 'tcp://host:10300' or 'unix:///path'."
            )
        }
        self = .tcp(host: host, port: Int(port))
    }

    /// A host's name or number; one with colons stands in brackets.
    private static func host(in text: Substring) -> String? {
        let isBracketed = text.hasPrefix("[") && text.hasSuffix("]") && text.count > 2
        let host = isBracketed ? text.dropFirst().dropLast() : text
        let isSound = host.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-._%".unicodeScalars.contains(scalar)
                || isBracketed && scalar == ":"
        }
        return isSound && !host.isEmpty ? String(host) : nil
    }

    /// The address as it is written.
    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "tcp://[\(host)]:\(port)" : "tcp://\(host):\(port)"
        case .unix(let path): "unix://\(path)"
        }
    }

    /// Whether only this machine can reach it.
    public var isLocal: Bool {
        switch self {
        case .unix: true
        case .tcp(let host, _):
            host == "localhost" || host == "::1"
                || host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
        }
    }
}
