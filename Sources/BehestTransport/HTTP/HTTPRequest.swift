/// What is asked of a server.
///
/// Its description names the method and the address; headers and body, which may hold secrets and speech, are left out.
public struct HTTPRequest: Sendable {
    /// What is to be done with the address.
    public enum Method: String, Sendable, Hashable {
        /// Give what is there.
        case get = "GET"
        /// Take what is sent.
        case post = "POST"
        /// Put what is sent in the place of what is there.
        case put = "PUT"
        /// Change what is there by what is sent.
        case patch = "PATCH"
    }

    /// What is to be done with the address.
    public var method: Method
    /// Where it goes.
    public var address: HTTPAddress
    /// The headers, beside those that belong to every request.
    public var headers: [HTTPHeader] = []
    /// What proves who is asking, sent as a bearer's token; it is never sent on to another host.
    public var key: Secret?
    /// What is sent, where it is short.
    public var body: [UInt8] = []
    /// What is sent in the place of ``body``, where that is long, a form, or not whole yet.
    public var upload: HTTPUpload?
    /// The path of a unix socket to connect to, whatever host the address names; no proxy stands between.
    public var socketPath: String?

    /// A file with the certificates that are trusted, in the place of the system's: for a server with one of its own.
    public var authorities: String?

    /// Whether it must not reach the server twice.
    ///
    /// On a connection that was used before and breaks without an answer, libcurl sends a request again by itself, though the
    /// server may have done it; on a new one it does not.
    public var isSentOnce = false
    /// How long it may take to the end of the answer: from the beginning, or from the end of a body that grows while it is sent.
    public var timeout: Duration = .seconds(30)
    /// How long it may take until the connection stands.
    public var connectionTimeout: Duration = .seconds(10)
    /// How long it may take, once all was sent, until the answer begins; `nil` for no bound but the others.
    ///
    /// So long may also wait what a growing body has to send.
    public var firstByteTimeout: Duration?
    /// How long a growing body may bring nothing new before the request is given up; `nil` for no bound.
    public var longestPause: Duration?
    /// The longest answer that is taken, in bytes.
    public var longestAnswer = 16 * 1024 * 1024
    /// How often the server may send to another address.
    public var mostRedirects = 5

    /// Makes a request.
    public init(_ method: Method, _ address: HTTPAddress) {
        self.method = method
        self.address = address
    }

    /// Whether it goes on where the server sends it: a change does not, for which libcurl would keep the method and drop the body.
    var followsRedirects: Bool { mostRedirects > 0 && (method == .get || method == .post) }
}

extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The method and the address.
    public var description: String { "\(method.rawValue) \(address)" }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// A mirror of what may be shown.
    public var customMirror: Mirror { Mirror(self, children: ["method": method, "address": address]) }
}

/// One header of a request or an answer.
public struct HTTPHeader: Sendable, Hashable {
    /// The name; case does not count.
    public var name: String
    /// The value.
    public var value: String

    /// Makes a header.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
