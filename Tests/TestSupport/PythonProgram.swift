internal import FoundationEssentials
internal import Subprocess
internal import SystemPackage

/// A Python program of the tests, which uses the packages of ``PythonPackages``.
public struct PythonProgram: Sendable {
    /// It did not end well.
    public struct Failed: Error, CustomStringConvertible {
        /// What it wrote to its standard error.
        public let description: String
    }

    private let path: String

    /// Names a program in `Tests/Python`.
    public init(_ name: String) {
        path = Repository.root.appending(path: "Tests/Python/\(name)").path
    }

    /// Runs it to its end.
    ///
    /// - Parameter arguments: its arguments.
    /// - Returns: the lines that it wrote.
    /// - Throws: ``Failed``.
    public func lines(_ arguments: [String]) async throws -> [String] {
        let result = try await run(
            .path(FilePath(PythonPackages.interpreter)),
            arguments: Arguments([path] + arguments),
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        guard result.terminationStatus.isSuccess else {
            throw Failed(description: "\(result.terminationStatus): \(result.standardError)")
        }
        return result.standardOutput.split(separator: "\n").map(String.init)
    }
}
