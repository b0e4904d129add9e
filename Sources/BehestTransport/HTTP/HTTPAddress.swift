internal import CCurl

/// An `http` or `https` address.
///
/// It is shown without the user, the query and the fragment in it, which may be secret.
public struct HTTPAddress: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{
    /// The address as it was given.
    let text: String

    /// Whether what is sent is encrypted.
    public let isEncrypted: Bool

    /// The name or number of the host, in lower case.
    public let host: String

    /// The address as it may be shown.
    public let description: String

    /// Reads an address.
    ///
    /// - Throws: ``TransportError`` when it is none, or not one of `http` or `https`.
    public init(_ text: String) throws(TransportError) {
        guard let parts = AddressParts(text) else {
            throw TransportError(.badAddress, "The address cannot be read. It must look like 'https://host/path'.")
        }
        guard parts.scheme == "http" || parts.scheme == "https" else {
            throw TransportError(
                .unsupportedAddress,
                "The address begins with '\(parts.scheme):'. Use one that begins with http:// or https://."
            )
        }
        self.text = text
        isEncrypted = parts.scheme == "https"
        host = parts.host.lowercased()
        description = "\(parts.scheme)://\(parts.host)\(parts.port.map { ":" + $0 } ?? "")\(parts.path)"
    }

    /// Whether the host is this machine.
    public var isLoopback: Bool {
        host == "localhost" || host == "[::1]" || host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
    }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// A mirror of what may be shown.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}

/// The parts of an address, as libcurl reads them.
private struct AddressParts {
    var scheme: String
    var host: String
    var port: String?
    var path: String

    init?(_ text: String) {
        guard let handle = unsafe curl_url() else { return nil }
        defer { unsafe curl_url_cleanup(handle) }
        guard unsafe curl_url_set(handle, CURLUPART_URL, text, UInt32(CURLU_NON_SUPPORT_SCHEME)) == CURLUE_OK else {
            return nil
        }
        func part(_ part: CURLUPart) -> String? {
            var value: UnsafeMutablePointer<CChar>?
            guard unsafe curl_url_get(handle, part, &value, 0) == CURLUE_OK, let value = unsafe value else {
                return nil
            }
            defer { unsafe curl_free(value) }
            return unsafe String(cString: value)
        }
        guard let scheme = part(CURLUPART_SCHEME), let host = part(CURLUPART_HOST) else { return nil }
        self.scheme = scheme
        self.host = host
        port = part(CURLUPART_PORT)
        path = part(CURLUPART_PATH) ?? ""
    }
}
