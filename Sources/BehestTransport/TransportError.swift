internal import CCurl

/// Why a connection did not give an answer.
///
/// An answer is no error, whatever its status.
public struct TransportError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure: libcurl's `CURLcode`.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// libcurl's number.
        public var rawValue: UInt32

        /// Makes a code of libcurl's number.
        public init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        /// The address is of a kind that is not spoken here, or redirects to such a one.
        public static let unsupportedAddress = Code(CURLE_UNSUPPORTED_PROTOCOL)
        /// The address cannot be read.
        public static let badAddress = Code(CURLE_URL_MALFORMAT)
        /// A header of the request holds what no header may.
        public static let badHeader = Code(CURLE_BAD_FUNCTION_ARGUMENT)
        /// The name of the host is not known.
        public static let unknownHost = Code(CURLE_COULDNT_RESOLVE_HOST)
        /// The name of the proxy is not known.
        public static let unknownProxy = Code(CURLE_COULDNT_RESOLVE_PROXY)
        /// Nothing answers at the address.
        public static let notConnected = Code(CURLE_COULDNT_CONNECT)
        /// It took longer than it may.
        public static let timedOut = Code(CURLE_OPERATION_TIMEDOUT)
        /// The server broke off in the middle of the answer.
        public static let cutShort = Code(CURLE_PARTIAL_FILE)
        /// The server closed the connection without an answer.
        public static let noAnswer = Code(CURLE_GOT_NOTHING)
        /// The connection failed while the request was sent.
        public static let sendingFailed = Code(CURLE_SEND_ERROR)
        /// The connection broke before the answer, and what was sent cannot be had again.
        public static let notRepeatable = Code(CURLE_SEND_FAIL_REWIND)
        /// A file that was to be sent cannot be read.
        public static let unreadableFile = Code(CURLE_READ_ERROR)
        /// The connection failed while the answer was received.
        public static let receivingFailed = Code(CURLE_RECV_ERROR)
        /// The answer is longer than it may be.
        public static let tooLong = Code(CURLE_FILESIZE_EXCEEDED)
        /// The server sends from one address to the next too often.
        public static let tooManyRedirects = Code(CURLE_TOO_MANY_REDIRECTS)
        /// The server is not who it says, by its certificate.
        public static let untrusted = Code(CURLE_PEER_FAILED_VERIFICATION)
        /// The encrypted connection could not be made.
        public static let encryptionFailed = Code(CURLE_SSL_CONNECT_ERROR)

        init(_ code: CURLcode) {
            rawValue = code.rawValue
        }

        /// What libcurl calls it.
        var reason: String { unsafe String(cString: curl_easy_strerror(CURLcode(rawValue))) }
    }

    /// What kind of failure it is.
    public var code: Code

    /// One sentence: what failed, on what, and what to do.
    public var message: String

    /// The same as ``message``.
    public var description: String { message }

    /// Makes an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Makes the error of a request that failed; only the address is named, without what may be secret in it.
    init(_ code: Code, on address: HTTPAddress) {
        self.init(code, "Could not get an answer from '\(address)': \(code.reason). \(code.advice)")
    }

    /// Makes the error of a request that took too long.
    init(_ limit: TransferClock.Limit, of request: HTTPRequest) {
        let reason =
            switch limit {
            case .connection: "there was no connection within \(Self.text(request.connectionTimeout))"
            case .growing: "nothing more was given to it for \(Self.text(request.longestPause ?? request.timeout))"
            case .sending:
                "it did not take what was sent within \(Self.text(request.firstByteTimeout ?? request.timeout))"
            case .firstByte:
                "it did not begin to answer within \(Self.text(request.firstByteTimeout ?? request.timeout))"
            case .total: "it was not done within \(Self.text(request.timeout))"
            }
        self.init(.timedOut, "Could not get an answer from '\(request.address)': \(reason). \(Code.timedOut.advice)")
    }

    /// A length of time to the hundredth of a second; what is left of a time is no round number.
    private static func text(_ duration: Duration) -> String {
        let hundredths = Int((duration / .milliseconds(10)).rounded())
        return "\(Double(hundredths) / 100) seconds"
    }
}

extension TransportError.Code {
    /// What a person can do about it.
    fileprivate var advice: String {
        switch self {
        case .unknownProxy: "Check the proxy that the environment names, such as https_proxy."
        case .unknownHost: "Check the name of the host and the network."
        case .notConnected, .noAnswer: "Check that the server runs and that the port is right."
        case .timedOut: "Try again, or allow it more time."
        case .untrusted: "Check the address, and the server's certificate."
        case .unsupportedAddress: "Use an address that begins with http:// or https://."
        case .tooLong: "Check that it is the right address."
        default: "Try again, or check the address."
        }
    }
}
