internal import FoundationEssentials
internal import Subprocess
internal import SystemPackage

/// A server that is one of the repository's scripts, at a port of one test's own.
public enum MockServer {
    /// The server did not come up.
    public struct NotServing: Error {}

    /// Does some work while the server runs.
    ///
    /// - Parameters:
    ///   - script: the name of its script, which writes its address on a line.
    ///   - arguments: what the script is told.
    ///   - work: the work; it is given the server's address, such as `http://127.0.0.1:4711`.
    /// - Returns: what the work returns.
    /// - Throws: what the work throws; ``NotServing``.
    public static func serving<Result: Sendable>(
        _ script: String,
        _ arguments: [String] = [],
        _ work: (String) async throws -> Result
    ) async throws -> Result {
        let program = Repository.root.appending(path: "scripts/\(script)").path
        return try await serving(program: program, ["--while-stdin-is-open"] + arguments, work)
    }

    /// Does some work while a program runs that writes its address on the first line, and ends with its standard input.
    static func serving<Result: Sendable>(
        program: String,
        _ arguments: [String],
        _ work: (String) async throws -> Result
    ) async throws -> Result {
        try await run(
            .path(FilePath(program)),
            arguments: Arguments(arguments),
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
