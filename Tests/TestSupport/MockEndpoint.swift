import FoundationEssentials
import Subprocess
import SystemPackage

/// The mock server of `scripts/mock-chat-endpoint`, at a port of one test's own.
public enum MockEndpoint {
    /// The server did not come up.
    public struct NotServing: Error {}

    /// Does some work while the server runs.
    ///
    /// - Parameter work: the work; it is given the server's address, such as `http://127.0.0.1:4711`.
    /// - Returns: what the work returns.
    /// - Throws: what the work throws; ``NotServing``.
    public static func serving<Result: Sendable>(
        _ work: (String) async throws -> Result
    ) async throws -> Result {
        try await run(
            .path(FilePath(Repository.root.appending(path: "scripts/mock-chat-endpoint").path)),
            arguments: ["--while-stdin-is-open"],
            input: .inputWriter,
            output: .sequence,
            error: .discarded
        ) { execution in
            var lines = execution.standardOutput.strings().makeAsyncIterator()
            guard let address = try await lines.next() else { throw NotServing() }
            let result: Swift.Result<Result, any Error>
            do {
                result = .success(try await work(address.filter { !$0.isWhitespace }))
            } catch {
                result = .failure(error)
            }
            try await execution.standardInputWriter.finish()
            return try result.get()
        }.closureResult
    }
}
