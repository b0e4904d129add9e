internal import BehestTransport
internal import FoundationEssentials

/// The mock server of `scripts/mock-speech-endpoint`, at a port of one test's own.
public struct MockSpeechEndpoint: Sendable {
    /// A request that the server was sent.
    public struct Request: Sendable, Decodable {
        /// The file of a request.
        public struct File: Sendable, Decodable {
            /// What it is called.
            public var name: String
            /// What kind of file it is said to be.
            public var type: String
            /// How long it was.
            public var bytes: Int
            /// How long its sound was, by what was there.
            public var seconds: Double?
            /// How many bytes of sound its header tells of.
            public var told: Int?
            /// Whether nothing is to be heard in it.
            public var silent: Bool
        }

        /// What it was answered with.
        public var behaviour: String?
        /// Its path and query.
        public var path: String
        /// Its headers.
        public var headers: [String: String]
        /// Its fields' names and values, in order.
        public var fields: [[String]]
        /// The file, once it was there.
        public var file: File?
        /// Whether the body came without its length.
        public var chunked: Bool
        /// In how many pieces the body was read.
        public var pieces: Int?
        /// The number of the connection that it came over.
        public var connection: Int
        /// How it ended: `answered` or `gone`.
        public var end: String?

        /// The values of a field.
        public subscript(field: String) -> [String] { fields.filter { $0.first == field }.map { $0.last ?? "" } }
    }

    /// The server's address, such as `http://127.0.0.1:4711`; of a unix socket, `unix:` and its path.
    public var address: String

    /// The API's address: what a user would configure.
    public var api: String { "\(socketPath == nil ? address : "http://mock")/v1" }

    /// Does some work while the server runs.
    ///
    /// - Parameters:
    ///   - behaviours: what it does, one a request; see the script.
    ///   - options: the script's options.
    ///   - work: the work.
    /// - Returns: what the work returns.
    /// - Throws: what the work throws; ``MockServer/NotServing``.
    public static func serving<Result: Sendable>(
        _ behaviours: [String] = [],
        options: [String] = [],
        _ work: (MockSpeechEndpoint) async throws -> Result
    ) async throws -> Result {
        try await MockServer.serving("mock-speech-endpoint", options + behaviours) {
            try await work(MockSpeechEndpoint(address: $0))
        }
    }

    /// What the server was asked.
    ///
    /// - Parameters:
    ///   - ended: how many requests are waited for, until they are over.
    ///   - begun: how many requests are waited for, until a part of their body is there.
    ///   - received: how many bytes of the latest request's body are waited for.
    /// - Returns: all requests, in the order in which they came.
    /// - Throws: what the connection or the decoding throws.
    public func requests(ended: Int = 0, begun: Int = 0, received: Int = 0) async throws -> [Request] {
        let wish = received > 0 ? "received=\(received)" : begun > 0 ? "begun=\(begun)" : "ended=\(ended)"
        let body = try await get("/requests?\(wish)")
        return try JSONDecoder().decode([Request].self, from: Data(body))
    }

    /// Lets the answers go that are held.
    ///
    /// - Throws: what the connection throws.
    public func release() async throws {
        _ = try await get("/release")
    }

    /// The path of the server's socket; `nil` when it has an address of the network.
    public var socketPath: String? {
        address.hasPrefix("unix:") ? String(address.dropFirst("unix:".count)) : nil
    }

    private func get(_ path: String) async throws -> [UInt8] {
        var request = HTTPRequest(.get, try HTTPAddress("\(socketPath == nil ? address : "http://mock")\(path)"))
        request.socketPath = socketPath
        request.timeout = .seconds(60)
        return try await HTTPClient().response(to: request).body
    }
}
