/// The mock server of `scripts/mock-chat-endpoint`, at a port of one test's own.
public enum MockEndpoint {
    /// Does some work while the server runs.
    ///
    /// - Parameter work: the work; it is given the server's address, such as `http://127.0.0.1:4711`.
    /// - Returns: what the work returns.
    /// - Throws: what the work throws; ``MockServer/NotServing``.
    public static func serving<Result: Sendable>(
        _ work: (String) async throws -> Result
    ) async throws -> Result {
        try await MockServer.serving("mock-chat-endpoint", [], work)
    }
}
